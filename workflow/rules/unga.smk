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
        tables=[parquet("unga_votes"), parquet("unga_roll_calls")],
        code=code("ideal_points", "graded_response", "similarity", "dyads"),
    output:
        points=REESTIMATED,
        sessions="results/unga/sessions.csv",
    log:
        "logs/ideal_points.log",
    benchmark:
        "results/runtimes/ideal_points.tsv"
    conda:
        ENVIRONMENT
    script:
        "../scripts/ideal_points.py"


rule ideal_points_report:
    input:
        published=parquet("unga_ideal_points"),
        reestimated=rules.ideal_points.output.points,
        sessions=rules.ideal_points.output.sessions,
        code=code("report/ideal_points", "report/figure_3", "dyads"),
    output:
        report(
            "results/unga/correlations.svg",
            caption="../report/ideal_points.rst",
            category="Figures",
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
