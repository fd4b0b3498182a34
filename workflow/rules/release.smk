# The data as others take them up: tables in three formats, codebook, metadata, scripts.
RELEASE_DATASETS = [
    "icb_mid_links",
    "mid_participants",
    "cow_interstate_wars",
    "cow_states",
]
# Files put beside the tables as they stand.
RELEASE_TEXTS = {
    "CODING.md": f"{CODING_FOLDER}/CODEBOOK.md",
    "CHANGELOG.md": "data/coding/CHANGELOG.md",
    "LICENCE": "data/coding/LICENCE",
    "CITATION.cff": "data/coding/CITATION.cff",
}
# Models of one's own: what they are, and their estimates.
RELEASE_MODELS = [
    f"<results>/models/{name}"
    for name in ("table.md", "estimates.csv", "fits.csv")
    if SETTINGS.models
]


rule release:
    input:
        rebuilt_only,
        tables=[parquet(dataset) for dataset in RELEASE_DATASETS],
        systems=chosen_and_newest("icb_system"),
        actors=chosen_and_newest("icb_actor"),
        alliances=parquet(SETTINGS.variables.alliances),
        cases=CODING_FILES,
        analysis=rules.analysis.output.analysis,
        sources="<results>/sources.csv",
        texts=list(RELEASE_TEXTS.values()),
        models=RELEASE_MODELS,
        templates=[
            template(f"{name}.j2")
            for name in (
                "release_readme.md",
                "release_codebook.md",
                "table_2.do",
                "table_2.R",
            )
        ],
        code=behind("release"),
    output:
        directory("<results>/release"),
    log:
        "<logs>/release.log",
    params:
        choices=recorded(
            run=RUN,
            cases=SETTINGS.cases,
            variables=SETTINGS.variables,
            public=SETTINGS.release.public,
            version=SETTINGS.release.version,
            texts=RELEASE_TEXTS,
            own=SETTINGS.own,
        ),
        contents=contents(*CODING_FILES, *RELEASE_TEXTS.values()),
    script:
        "../scripts/release.py"
