rule insecurity:
    input:
        tables=[parquet(dataset) for dataset in insecurity_datasets(SETTINGS)],
        estimates=READ_INSECURITY,
        # Estimates read are held against the list of states.
        states=[parquet("cow_states")] if READ_INSECURITY else [],
        code=behind("insecurity"),
    output:
        insecurity="<results>/build/insecurity.csv",
        hazard="<results>/build/hazard.csv",
        calibration="<results>/build/calibration.csv",
    log:
        "<logs>/insecurity.log",
    params:
        choices=recorded(insecurity=SETTINGS.insecurity, years=YEARS),
        contents=contents(*OWN_INSECURITY),
    script:
        "../scripts/insecurity.py"


rule design:
    input:
        tables=[parquet(dataset) for dataset in DESIGN_DATASETS],
        coding=CODING_FILES,
        shared=SHARED_FILES,
        code=behind("design"),
    output:
        crises="<results>/build/crises.csv",
        dyads="<results>/build/dyads.parquet",
        partners="<results>/build/partners.csv",
        wars="<results>/build/wars.csv",
        states="<results>/build/states.csv",
        attrition="<results>/build/attrition_design.csv",
    log:
        "<logs>/design.log",
    params:
        choices=recorded(
            sample=SETTINGS.sample, partners=SETTINGS.partners, cases=SETTINGS.cases
        ),
        contents=contents(*DESIGN_FILES),
    script:
        "../scripts/design.py"


rule analysis:
    input:
        dyads=rules.design.output.dyads,
        insecurity=rules.insecurity.output.insecurity,
        tables=regressor_tables(SETTINGS),
        attrition=rules.design.output.attrition,
        own=OWN_VALUES,
        code=behind("analysis"),
    output:
        analysis="<results>/build/analysis.csv",
        attrition="<results>/build/attrition.csv",
    log:
        "<logs>/analysis.log",
    params:
        choices=recorded(variables=SETTINGS.variables, own=SETTINGS.own),
    script:
        "../scripts/analysis.py"


rule archive:
    input:
        file=original(ARCHIVE),
        code=behind("archive"),
    output:
        "<results>/archive/analysis.csv",
    log:
        "<logs>/archive.log",
    params:
        choices=recorded(files=original_digest(ARCHIVE)),
    script:
        "../scripts/archive.py"


rule freeze:
    input:
        tables=[f"<results>/build/{name}.csv" for name in TABLES],
        sources="<results>/sources.csv",
    output:
        "data/frozen/provenance.json",
    log:
        "<logs>/freeze.log",
    localrule: True
    params:
        choices=recorded(design=SETTINGS.design(), run=RUN),
    script:
        "../scripts/freeze.py"
