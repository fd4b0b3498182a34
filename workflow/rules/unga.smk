rule similarity:
    input:
        tables=[parquet("unga_votes"), parquet("unga_roll_calls")],
        code=code("similarity", "dyads"),
    output:
        "results/unga/similarity.parquet",
    log:
        "logs/similarity.log",
    benchmark:
        "results/runtimes/similarity.tsv"
    conda:
        ENVIRONMENT
    script:
        "../scripts/similarity.py"
