# The originals: the authors' own file and Young's, beside this rebuild.


rule young:
    input:
        file=original(YOUNG),
        code=behind("young"),
    output:
        "results/originals/young.csv",
    log:
        "logs/young.log",
    benchmark:
        "results/runtimes/young.tsv"
    params:
        choices=recorded(files=original_digest(YOUNG)),
    script:
        "../scripts/young.py"
