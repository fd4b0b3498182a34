rule correct:
    input:
        table="results/tables/{states}/{dataset}/{version}.parquet",
        register=ERRATA,
        code=behind("correct"),
    output:
        CORRECTED,
    log:
        "logs/correct/{states}/{dataset}/{version}.log",
    benchmark:
        "results/runtimes/correct/{states}/{dataset}/{version}.tsv"
    localrule: True
    params:
        contents=contents(ERRATA),
    script:
        "../scripts/correct.py"
