NEEDED = [CHOSEN[dataset] for dataset in needed_datasets(SETTINGS)]


# On a cluster these run where Snakemake does: other nodes may have no network.
checkpoint retrieve:
    output:
        "<results>/sources.csv",
    log:
        "<logs>/retrieve.log",
    benchmark:
        "<benchmarks>/retrieve.tsv"
    localrule: True
    conda:
        ENVIRONMENT
    resources:
        runtime=30,
    params:
        choices=recorded(
            entries=NEEDED, design=SETTINGS.design(), another_try=another_try
        ),
        mirror=MIRROR,
    script:
        "../scripts/retrieve.py"


rule verify:
    input:
        raw=raw_files,
    output:
        "<results>/verified.csv",
    log:
        "<logs>/verify.log",
    benchmark:
        "<benchmarks>/verify.tsv"
    localrule: True
    conda:
        ENVIRONMENT
    params:
        choices=recorded(
            entries=NEEDED, digests=lambda w: [digest(each) for each in NEEDED]
        ),
    script:
        "../scripts/verify.py"


rule read:
    input:
        system=system_table,
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
        choices=recorded(entry=entry, digest=lambda w: digest(entry(w))),
        mirror=MIRROR,
    script:
        "../scripts/read.py"
