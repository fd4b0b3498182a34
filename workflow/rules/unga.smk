# Of the versions that this run chooses.
OWN_POINTS = REESTIMATED.format(
    states=CHOSEN["cow_states"].version,
    votes=CHOSEN["unga_votes"].version,
    errata=SETTINGS.variables.errata,
)
# Sessions are scaled each on its own: parts of them, which begin with these, side by side.
UNGA_PARTS = [1, 21, 41, 61]
SCALED = "results/unga/{states}/{votes}/{errata}/from_session_{first}.parquet"


rule scaled_sessions:
    # Corrections change a few sessions; the others are scaled once for both.
    input:
        votes=lambda w: parquet("unga_votes", w.votes, w.states),
        corrected=lambda w: corrected(parquet("unga_votes", w.votes, w.states)),
        roll_calls=lambda w: parquet("unga_roll_calls", states=w.states),
        code=behind("scaled_sessions"),
    output:
        documented=SCALED.replace("{errata}", "documented"),
        corrected=SCALED.replace("{errata}", "corrected"),
    log:
        "logs/scaled_sessions/{states}/{votes}/{first}.log",
    # The longest jobs before the pools of the multiverse, so that the others are done beside them.
    priority: 3
    params:
        choices=recorded(
            first=lambda w: int(w.first),
            stop=lambda w: next((n for n in UNGA_PARTS if n > int(w.first)), None),
        ),
    script:
        "../scripts/scaled_sessions.py"


rule ideal_points:
    input:
        parts=expand(SCALED, first=UNGA_PARTS, allow_missing=True),
        code=behind("ideal_points"),
    output:
        points=REESTIMATED,
        sessions="results/unga/{states}/{votes}/{errata}/sessions.csv",
    log:
        "logs/ideal_points/{states}/{votes}/{errata}.log",
    priority: 3
    localrule: True
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
