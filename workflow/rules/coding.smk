# The kit for human coders: sheets to fill in, and how filled-in ones compare with the coding.
KIT_DATASETS = [
    "icb_system",
    "icb_actor",
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
        codebook=f"{CODING_FOLDER}/CODEBOOK.md",
        code=behind("kit"),
    output:
        directory("<results>/kit"),
    log:
        "<logs>/kit.log",
    benchmark:
        "<benchmarks>/kit.tsv"
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
    benchmark:
        "<benchmarks>/score.tsv"
    params:
        choices=recorded(run=RUN),
        contents=contents(*ANSWERS, *CODING_FILES, *PASSES),
    script:
        "../scripts/score.py"
