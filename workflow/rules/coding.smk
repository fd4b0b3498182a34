# The kit for human coders: sheets to fill in, and how filled-in ones compare with the coding.
KIT_DATASETS = [
    "icb_dyads",
    "icb_mid_links",
    "mid_participants",
    "cow_interstate_wars",
    "cow_states",
]
NARRATIVES = ("2015", "2015-additions", "2023")
# What a coder filled in.
ANSWERS = [
    f"{SETTINGS.kit.answers}/{name}.csv"
    for name in ("crises", "partners")
    if SETTINGS.kit.answers
]


rule kit:
    input:
        tables=[parquet(dataset) for dataset in KIT_DATASETS],
        systems=chosen_and_newest("icb_system"),
        actors=chosen_and_newest("icb_actor"),
        narratives=[parquet("icb_summaries", version) for version in NARRATIVES],
        codebook="data/coding/edition_2/CODEBOOK.md",
        code=behind("kit"),
    output:
        directory("<results>/kit"),
    log:
        "<logs>/kit.log",
    params:
        choices=recorded(kit=SETTINGS.kit),
    script:
        "../scripts/kit.py"


rule score:
    input:
        answers=ANSWERS or answers_missing,
        cases=CODING_FILES,
        passes=PASSES,
        states=parquet("cow_states"),
        icb=parquet("icb_system"),
        template=template("score_page.md.j2"),
        code=behind("score"),
    output:
        "<results>/score.md",
    log:
        "<logs>/score.log",
    params:
        choices=recorded(run=RUN),
        contents=contents(*ANSWERS, *CODING_FILES, *PASSES),
    script:
        "../scripts/score.py"


rule edition_fit:
    input:
        rebuilt_only,
        tables=lambda w: [
            files_of(edition_of(w))[name] for name in analysis_datasets(SETTINGS)
        ],
        insecurity=READ_INSECURITY,
        coding=lambda w: [
            f"data/coding/edition_{w.edition}/{name}.csv"
            for name in ("crises", "partners")
        ],
        shared=SHARED_FILES,
        code=behind("edition_fit"),
    output:
        analysis="<results>/editions/{edition}/analysis.parquet",
        estimates="<results>/editions/{edition}/estimates.csv",
        fits="<results>/editions/{edition}/fits.csv",
    log:
        "<logs>/edition_fit/{edition}.log",
    params:
        choices=recorded(settings=edition_of),
        contents=contents(*CONCLUDED, *SHARED_FILES, *OWN_INSECURITY),
    script:
        "../scripts/edition_fit.py"


rule editions:
    input:
        analysis=[f"<results>/editions/{n}/analysis.parquet" for n in (1, 2)],
        estimates=[f"<results>/editions/{n}/estimates.csv" for n in (1, 2)],
        fits=[f"<results>/editions/{n}/fits.csv" for n in (1, 2)],
        systems=chosen_and_newest("icb_system"),
        actors=chosen_and_newest("icb_actor"),
        states=parquet("cow_states"),
        alliances=parquet(SETTINGS.variables.alliances),
        coding=EVERY_EDITION,
        template=template("editions_page.md.j2"),
        code=behind("editions"),
    output:
        "<results>/editions/page.md",
    log:
        "<logs>/editions.log",
    params:
        choices=recorded(run=RUN),
        contents=contents(*EVERY_EDITION),
    script:
        "../scripts/editions.py"
