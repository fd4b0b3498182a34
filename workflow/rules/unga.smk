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


rule ideal_points:
    input:
        tables=lambda w: [parquet("unga_votes", w.votes), parquet("unga_roll_calls")],
        code=code("ideal_points", "graded_response", "similarity", "dyads"),
    output:
        points=REESTIMATED,
        sessions="results/unga/{votes}/sessions.csv",
    log:
        "logs/ideal_points/{votes}.log",
    benchmark:
        "results/runtimes/ideal_points/{votes}.tsv"
    conda:
        ENVIRONMENT
    script:
        "../scripts/ideal_points.py"


rule ideal_points_report:
    input:
        published=parquet("unga_ideal_points"),
        reestimated=REESTIMATED.format(votes=CHOSEN["unga_votes"].version),
        sessions=f"results/unga/{CHOSEN['unga_votes'].version}/sessions.csv",
        code=code("report/ideal_points", "report/figure_3", "dyads"),
    output:
        report(
            "results/unga/correlations.svg",
            caption="../report/ideal_points.rst",
            category="Appendix",
        ),
        "results/unga/correlations.pdf",
        "results/unga/correlations.png",
        table="results/unga/correlations.csv",
    log:
        "logs/ideal_points_report.log",
    benchmark:
        "results/runtimes/ideal_points_report.tsv"
    conda:
        ENVIRONMENT
    script:
        "../scripts/ideal_points_report.py"
