checkpoint retrieve:
    output:
        "results/sources.csv",
    log:
        "logs/retrieve.log",
    benchmark:
        "results/runtimes/retrieve.tsv"
    conda:
        ENVIRONMENT
    resources:
        runtime=30,
    params:
        entries=[CHOSEN[dataset] for dataset in needed_datasets(SETTINGS)],
        raw=RAW,
        mirror=MIRROR,
        design=SETTINGS.design(),
        frozen="data/frozen/provenance.json",
        another_try=another_try,
    script:
        "../scripts/retrieve.py"


rule verify:
    input:
        raw=raw_files,
    output:
        "results/verified.csv",
    log:
        "logs/verify.log",
    benchmark:
        "results/runtimes/verify.tsv"
    conda:
        ENVIRONMENT
    params:
        entries=[CHOSEN[dataset] for dataset in needed_datasets(SETTINGS)],
        raw=RAW,
        digests=digests,
    script:
        "../scripts/verify.py"


rule read:
    input:
        raw=raw_file,
        verified="results/verified.csv",
        system=lambda w: (
            [] if w.dataset == "cow_states" else "results/tables/cow_states.parquet"
        ),
        code=reader_code,
    output:
        "results/tables/{dataset}.parquet",
    log:
        "logs/read/{dataset}.log",
    benchmark:
        "results/runtimes/read/{dataset}.tsv"
    conda:
        ENVIRONMENT
    params:
        source=lambda w: CHOSEN[w.dataset].source(RAW),
    script:
        "../scripts/read.py"
