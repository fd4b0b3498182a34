DYAD_CODE = code("analysis", "attrition", "dyads", "spells")


rule insecurity:
    input:
        tables=[parquet(dataset) for dataset in insecurity_datasets(SETTINGS)],
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
        tables=[parquet(dataset) for dataset in DESIGN_DATASETS],
        parts="data/coding/parts.csv",
        regions="data/coding/regions.csv",
        cases=["data/coding/crises.csv", "data/coding/partners.csv"],
        code=DYAD_CODE + code("cases", "codings", "crises", "wars", "readers/system"),
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
        tables=regressor_tables(SETTINGS),
        attrition=rules.design.output.attrition,
        code=DYAD_CODE + code("variables"),
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
