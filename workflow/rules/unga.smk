# Of the versions that this run chooses.
OWN_POINTS = REESTIMATED.format(
    states=CHOSEN["cow_states"].version,
    votes=CHOSEN["unga_votes"].version,
    errata=SETTINGS.variables.errata,
)


rule ideal_points:
    input:
        tables=lambda w: [
            votes_table(w),
            parquet("unga_roll_calls", states=w.states),
        ],
        code=behind("ideal_points"),
    output:
        points=REESTIMATED,
        sessions="results/unga/{states}/{votes}/{errata}/sessions.csv",
    log:
        "logs/ideal_points/{states}/{votes}/{errata}.log",
    script:
        "../scripts/ideal_points.py"


rule ideal_points_report:
    input:
        published=parquet("unga_ideal_points"),
        reestimated=OWN_POINTS,
        sessions=str(Path(OWN_POINTS).parents[1] / "sessions.csv"),
        code=behind("ideal_points_report"),
    output:
        report(
            "<results>/unga/correlations.svg",
            caption="../report/ideal_points.rst",
            category="Appendix",
        ),
        "<results>/unga/correlations.pdf",
        "<results>/unga/correlations.png",
        table="<results>/unga/correlations.csv",
    log:
        "<logs>/ideal_points_report.log",
    script:
        "../scripts/ideal_points_report.py"
