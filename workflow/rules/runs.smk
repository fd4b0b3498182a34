# Runs side by side: this one, and others as they were last built.


rule compare:
    input:
        own=["<results>/manifest.json", "<results>/estimates.csv", "<results>/fits.csv"],
        others=lambda w: [
            f"{folder}/{name}"
            for folder in list(built_runs().values())[1:]
            for name in ("manifest.json", "estimates.csv", "fits.csv")
        ],
        code=behind("compare"),
    output:
        "<results>/compare.md",
        beside("compare", "csv", "html", "tex"),
    log:
        "<logs>/compare.log",
    params:
        choices=recorded(runs=lambda w: built_runs(), run=RUN),
    script:
        "../scripts/compare.py"


rule closing:
    # No output: it says again, whenever asked, what the run has built.
    input:
        "<results>/manifest.json",
        "<results>/report.html",
    log:
        "<logs>/closing.log",
    localrule: True
    params:
        choices=recorded(folder=SETTINGS.folder, notice=frozen_notice()),
    script:
        "../scripts/closing.py"
