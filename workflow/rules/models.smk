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


rule descriptives:
    input:
        analysis=table("analysis"),
        code=behind("descriptives"),
    output:
        "<results>/descriptives.md",
        beside("descriptives", "csv", "html", "tex"),
    log:
        "<logs>/descriptives.log",
    params:
        choices=recorded(coding=CODING, run=RUN),
    script:
        "../scripts/descriptives.py"


rule codings:
    input:
        analysis=table("analysis"),
        partners=table("partners"),
        code=behind("codings"),
    output:
        "<results>/codings.md",
        beside("codings", "csv", "html", "tex"),
    log:
        "<logs>/codings.log",
    params:
        choices=recorded(estimation=SETTINGS.estimation, run=RUN),
    script:
        "../scripts/codings.py"
