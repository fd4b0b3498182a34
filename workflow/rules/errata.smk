# Known errors of the sources, and the search for others in every release.
SEARCHED = [
    (entry.dataset, entry.version)
    for entry in MANIFEST.itertuples()
    if entry.dataset
    in (
        "unga_votes",
        "unga_ideal_points",
        "cow_nmc",
        "archigos",
        "reign_leaders",
        "gdp_sdp",
        "gdp_panel",
    )
]


rule correct:
    input:
        table="results/tables/{states}/{dataset}/{version}.parquet",
        register=ERRATA,
        code=behind("correct"),
    output:
        CORRECTED,
    log:
        "logs/correct/{states}/{dataset}/{version}.log",
    # Ideal points wait for it.
    priority: 2
    localrule: True
    params:
        contents=contents(ERRATA),
    script:
        "../scripts/correct.py"


rule errata:
    input:
        rebuilt_only,
        tables=[parquet(dataset, version) for dataset, version in SEARCHED],
        roll_calls=parquet("unga_roll_calls"),
        analysis=rules.analysis.output.analysis,
        register=ERRATA,
        sources="data/sources.csv",
        template=template("errata_page.md.j2"),
        code=behind("errata"),
    output:
        candidates="<results>/errata/candidates.csv",
        rows="<results>/errata/rows.csv",
        page="<results>/errata/page.md",
    log:
        "<logs>/errata.log",
    params:
        choices=recorded(
            lag=SETTINGS.variables.divergence_lag,
            versions={name: each.version for name, each in CHOSEN.items()},
        ),
        contents=contents(ERRATA),
    script:
        "../scripts/errata.py"
