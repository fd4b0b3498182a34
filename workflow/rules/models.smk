MODEL_CODE = package("models") + code(
    "specifications", "variables", "report/tables", "report/labels"
)
CODING = None if SETTINGS.analysis == "archive" else SETTINGS.coding


rule fit:
    input:
        analysis=table("analysis"),
        code=MODEL_CODE + code("report/figure_3"),
    output:
        estimates="results/estimates.csv",
        fits="results/fits.csv",
        figure="results/figure_3.csv",
        observed="results/figure_3_observed.csv",
        descriptives="results/descriptives.md",
    log:
        "logs/fit.log",
    benchmark:
        "results/runtimes/fit.tsv"
    conda:
        ENVIRONMENT
    params:
        coding=CODING,
        estimation=SETTINGS.estimation,
    script:
        "../scripts/fit.py"


rule codings:
    input:
        analysis=table("analysis"),
        partners=table("partners"),
        code=MODEL_CODE + code("report/codings"),
    output:
        "results/codings.md",
    log:
        "logs/codings.log",
    benchmark:
        "results/runtimes/codings.tsv"
    conda:
        ENVIRONMENT
    script:
        "../scripts/codings.py"
