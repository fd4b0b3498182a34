# On a cluster these run where Snakemake does: other nodes may have no network.
checkpoint retrieve:
    output:
        "results/sources.csv",
    log:
        "logs/retrieve.log",
    benchmark:
        "results/runtimes/retrieve.tsv"
    localrule: True
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
    localrule: True
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
        unpack(raw_file),
        system=lambda w: (
            [] if w.dataset == "cow_states" else parquet("cow_states", w.states)
        ),
        code=reader_code,
    output:
        "results/tables/{states}/{dataset}/{version}.parquet",
    log:
        "logs/read/{states}/{dataset}/{version}.log",
    benchmark:
        "results/runtimes/read/{states}/{dataset}/{version}.tsv"
    # Before any model: a file that cannot be had is to stop the run at its start.
    priority: 1
    localrule: True
    conda:
        ENVIRONMENT
    params:
        entry=entry,
        raw=RAW,
        mirror=MIRROR,
        digest=digest,
    script:
        "../scripts/read.py"
