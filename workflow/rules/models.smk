MODEL_CODE = code("specifications", "variables", "report/figure_3") + [
    f"src/coalitions/models/{path.name}"
    for path in sorted(Path("src/coalitions/models").glob("*.py"))
]
CODING = None if SETTINGS.analysis == "archive" else SETTINGS.coding


rule fit:
    input:
        analysis=table("analysis"),
        code=MODEL_CODE,
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
    script:
        "../scripts/fit.py"


rule codings:
    input:
        analysis=table("analysis"),
        partners=table("partners"),
        code=MODEL_CODE + code("codings"),
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
