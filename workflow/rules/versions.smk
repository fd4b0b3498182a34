# The analysis rebuilt with every version of every dataset, one changed at a time.


rule versions:
    input:
        "<results>/versions/versions.md",


rule version_swap:
    input:
        rebuilt_only,
        tables=swap_files,
        insecurity=READ_INSECURITY,
        before=rules.analysis.output.analysis,
        coding=CODING_FILES,
        shared=SHARED_FILES,
        code=behind("version_swap"),
    output:
        rows="<results>/versions/{swap}/rows.csv",
        values="<results>/versions/{swap}/values.csv",
        estimates="<results>/versions/{swap}/estimates.csv",
    log:
        "<logs>/version_swap/{swap}.log",
    params:
        choices=recorded(swap=lambda w: version_swaps()[w.swap]),
        contents=contents(*DESIGN_FILES, *OWN_INSECURITY),
    script:
        "../scripts/version_swap.py"


rule version_report:
    input:
        rebuilt_only,
        swaps=lambda w: [
            f"<results>/versions/{name}/rows.csv" for name in version_swaps()
        ],
        only_read=lambda w: [
            parquet(dataset, version)
            for dataset, version in never_read(SETTINGS, MANIFEST)
        ],
        estimates=rules.fit.output.estimates,
        template=template("versions_page.md.j2"),
        code=behind("version_report"),
    output:
        page=report(
            "<results>/versions/versions.md",
            caption="../report/versions.rst",
            category="Versions",
        ),
        estimates="<results>/versions/estimates.csv",
        rows="<results>/versions/rows.csv",
        values="<results>/versions/values.csv",
    log:
        "<logs>/version_report.log",
    params:
        choices=recorded(run=RUN),
    script:
        "../scripts/version_report.py"
