rule fit:
    input:
        analysis=table("analysis"),
        code=behind("fit"),
    output:
        estimates="<results>/estimates.csv",
        fits="<results>/fits.csv",
        hypotheses="<results>/hypotheses.csv",
        figure="<results>/figure_3.csv",
        observed="<results>/figure_3_observed.csv",
    log:
        "<logs>/fit.log",
    params:
        choices=recorded(coding=CODING, estimation=SETTINGS.estimation),
    script:
        "../scripts/fit.py"


rule codings:
    input:
        analysis=table("analysis"),
        partners=table("partners"),
        passes=where_coded(PASSES),
        cases=where_coded(CODING_FILES),
        adjudication=where_coded(ADJUDICATION),
        states=where_coded(parquet("cow_states")),
        icb=where_coded(parquet("icb_system")),
        crises=where_coded(rules.design.output.crises),
        code=behind("codings"),
    output:
        "<results>/codings.md",
        beside("codings", "csv", "html", "tex"),
        reliability=where_coded(["<results>/reliability.md"]),
    log:
        "<logs>/codings.log",
    params:
        choices=recorded(estimation=SETTINGS.estimation, run=RUN),
        contents=contents(*where_coded([*CODING_FILES, *PASSES, ADJUDICATION])),
    script:
        "../scripts/codings.py"
