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


# What the default configuration reads, in one process, as most files take less than the start of one.
# Votes take as long as all the others, and are read beside them. A run's choices change nothing here, so
# that another version of one file is no reason to read the others again; but what a run does not read
# need not be had.
READ_TOGETHER = [
    each
    for each in default_entries()
    if each.dataset != "unga_votes"
    and (each in NEEDED or at_hand(each, RAW, MIRROR) or each.dataset == "cow_states")
]


ruleorder: read_together > read


rule read_together:
    input:
        raw_only,
        code=lambda w: behind_readers(each.dataset for each in READ_TOGETHER),
    output:
        [
            parquet(each.dataset, each.version, READ_TOGETHER[0].version)
            for each in READ_TOGETHER
        ],
    log:
        "logs/read/together.log",
    priority: 1
    localrule: True
    params:
        choices=recorded(
            entries=READ_TOGETHER,
            digests=lambda w: [digest(each) for each in READ_TOGETHER],
        ),
        mirror=Unrecorded(MIRROR),
    script:
        "../scripts/read.py"


rule read:
    input:
        system=system_table,
        code=lambda w: behind_readers([w.dataset]),
    output:
        "results/tables/{states}/{dataset}/{version}.parquet",
    log:
        "logs/read/{states}/{dataset}/{version}.log",
    # Before any model: a file that cannot be had is to stop the run at its start.
    priority: 1
    localrule: True
    params:
        choices=recorded(
            entries=lambda w: [entry(w)], digests=lambda w: [digest(entry(w))]
        ),
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
