# Of the versions that this run chooses.
OWN_POINTS = REESTIMATED.format(
    states=CHOSEN["cow_states"].version,
    votes=CHOSEN["unga_votes"].version,
    errata=SETTINGS.variables.errata,
)


rule ideal_points:
    # Corrections change a few sessions; the others are scaled once for both.
    input:
        votes=lambda w: [
            parquet("unga_votes", w.votes, w.states),
            corrected(parquet("unga_votes", w.votes, w.states)),
        ],
        roll_calls=lambda w: parquet("unga_roll_calls", states=w.states),
        code=behind("ideal_points"),
    output:
        points=expand(
            REESTIMATED, errata=["documented", "corrected"], allow_missing=True
        ),
        sessions=expand(
            "results/unga/{states}/{votes}/{errata}/sessions.csv",
            errata=["documented", "corrected"],
            allow_missing=True,
        ),
    log:
        "logs/ideal_points/{states}/{votes}.log",
    # The longest job before the pools of the multiverse, so that the others are done beside it.
    priority: 3
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
