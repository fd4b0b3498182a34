DESIGN_TABLES = [
    "cow_states",
    "cow_majors",
    "cow_contiguity",
    "cow_interstate_wars",
    "icb_system",
    "icb_actor",
    "icb_dyads",
    "icb_mid_links",
    "mid_participants",
]
DISTANCE = {
    "contiguity": "cow_contiguity",
    "capital": "capital_distance",
    "minimum": "minimum_distance",
}[SETTINGS.variables.distance]
REGRESSOR_TABLES = sorted(
    {
        "cow_majors",
        "cow_nmc",
        "icb_actor",
        "polity",
        "unga_ideal_points",
        SETTINGS.variables.alliances,
        DISTANCE,
    }
)


rule insecurity:
    input:
        leaders=(
            []
            if SETTINGS.insecurity.model == "file"
            else parquet(SETTINGS.insecurity.leaders)
        ),
        gdp=(
            []
            if SETTINGS.insecurity.model == "file"
            else parquet(SETTINGS.insecurity.growth)
        ),
        estimates=SETTINGS.insecurity.file or [],
        code=code("insecurity"),
    output:
        insecurity="results/build/insecurity.csv",
        hazard="results/build/hazard.csv",
        calibration="results/build/calibration.csv",
    log:
        "logs/insecurity.log",
    benchmark:
        "results/runtimes/insecurity.tsv"
    conda:
        ENVIRONMENT
    params:
        choice=SETTINGS.insecurity,
        sample=SETTINGS.sample,
    script:
        "../scripts/insecurity.py"


rule design:
    input:
        tables=[parquet(dataset) for dataset in DESIGN_TABLES],
        parts="data/coding/parts.csv",
        regions="data/coding/regions.csv",
        cases=["data/coding/crises.csv", "data/coding/partners.csv"],
        code=code("analysis", "attrition", "cases", "codings", "crises", "dyads"),
    output:
        crises="results/build/crises.csv",
        dyads="results/build/dyads.parquet",
        partners="results/build/partners.csv",
        wars="results/build/wars.csv",
        states="results/build/states.csv",
        attrition="results/build/attrition_design.csv",
    log:
        "logs/design.log",
    benchmark:
        "results/runtimes/design.tsv"
    conda:
        ENVIRONMENT
    params:
        sample=SETTINGS.sample,
        partners=SETTINGS.partners,
        cases=SETTINGS.cases,
    script:
        "../scripts/design.py"


rule analysis:
    input:
        dyads=rules.design.output.dyads,
        insecurity=rules.insecurity.output.insecurity,
        tables=[parquet(dataset) for dataset in REGRESSOR_TABLES],
        attrition=rules.design.output.attrition,
        code=code("analysis", "attrition", "variables"),
    output:
        analysis="results/build/analysis.csv",
        attrition="results/build/attrition.csv",
    log:
        "logs/analysis.log",
    benchmark:
        "results/runtimes/analysis.tsv"
    conda:
        ENVIRONMENT
    params:
        variables=SETTINGS.variables,
    script:
        "../scripts/analysis.py"


rule archive:
    input:
        file=lambda w: archive_file("data/raw/archive"),
        code=code("archive"),
    output:
        "results/archive/analysis.csv",
    log:
        "logs/archive.log",
    benchmark:
        "results/runtimes/archive.tsv"
    conda:
        ENVIRONMENT
    script:
        "../scripts/archive.py"


rule freeze:
    input:
        tables=[f"results/build/{name}.csv" for name in TABLES],
        verified="results/verified.csv",
    output:
        "data/frozen/provenance.json",
    log:
        "logs/freeze.log",
    benchmark:
        "results/runtimes/freeze.tsv"
    localrule: True
    conda:
        ENVIRONMENT
    params:
        design=SETTINGS.design(),
    script:
        "../scripts/freeze.py"
