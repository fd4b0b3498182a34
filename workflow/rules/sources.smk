# On a cluster these run where Snakemake does: other nodes may have no network.
rule fetch:
    # No output: it runs whenever it is asked for, and leaves files that are there alone.
    log:
        "<logs>/fetch.log",
    localrule: True
    params:
        choices=recorded(entries=NEEDED),
        mirror=Unrecorded(MIRROR),
    script:
        "../scripts/fetch.py"


rule start:
    # What `make results` begins with: as fetch, but goes on from the frozen table where it may.
    log:
        "<logs>/start.log",
    localrule: True
    params:
        choices=recorded(entries=NEEDED, data=SETTINGS.data, design=SETTINGS.design()),
        mirror=Unrecorded(MIRROR),
    script:
        "../scripts/start.py"


rule fetch_all:
    # For what takes other versions, such as versions and multiverse, where there is no network.
    log:
        "<logs>/fetch_all.log",
    localrule: True
    params:
        choices=recorded(entries=every_entry(MANIFEST)),
        mirror=Unrecorded(MIRROR),
    script:
        "../scripts/fetch_all.py"


rule read:
    input:
        system=system_table,
        code=behind_reader,
    output:
        "results/tables/{states}/{dataset}/{version}.parquet",
    log:
        "logs/read/{states}/{dataset}/{version}.log",
    # Before any model: a file that cannot be had is to stop the run at its start.
    priority: 1
    localrule: True
    params:
        choices=recorded(entry=entry, digest=lambda w: digest(entry(w))),
        mirror=Unrecorded(MIRROR),
    script:
        "../scripts/read.py"


rule sources:
    input:
        tables=[parquet(e.dataset, e.version) for e in NEEDED],
        code=behind("sources"),
    output:
        "<results>/sources.csv",
    log:
        "<logs>/sources.log",
    localrule: True
    params:
        choices=recorded(
            entries=NEEDED, digests=lambda w: [digest(each) for each in NEEDED]
        ),
    script:
        "../scripts/sources.py"
