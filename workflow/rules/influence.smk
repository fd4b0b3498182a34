# What single crises, leaders and rows do to the estimates, and what the data say on beta and gamma.
rule influence:
    input:
        analysis=table("analysis"),
        crises=[] if CODING is None else table("crises"),
        leaders=leader_tables,
        code=behind("influence"),
    output:
        removals="<results>/influence/leave_one_out.csv",
        diagnostics="<results>/influence/diagnostics_long.csv",
    log:
        "<logs>/influence.log",
    params:
        choices=recorded(coding=CODING),
    script:
        "../scripts/influence.py"


rule influence_report:
    input:
        removals=rules.influence.output.removals,
        diagnostics=rules.influence.output.diagnostics,
        crises=[] if CODING is None else table("crises"),
        code=behind("influence_report"),
    output:
        [
            beside(f"influence/{name}", "csv", "html", "tex")
            for name in ("diagnostics", "most_influential", "ranges")
        ],
        decisive="<results>/influence/decisive.csv",
        diagnostics=report(
            "<results>/influence/diagnostics.md",
            caption="../report/influence_diagnostics.rst",
            category="Appendix",
        ),
        influential=report(
            "<results>/influence/most_influential.md",
            caption="../report/most_influential.rst",
            category="Appendix",
        ),
        ranges=report(
            "<results>/influence/ranges.md",
            caption="../report/influence_ranges.rst",
            category="Appendix",
        ),
        figure=[
            report(
                "<results>/influence/leave_one_out.svg",
                caption="../report/leave_one_out.rst",
                category="Appendix",
            ),
            "<results>/influence/leave_one_out.pdf",
            "<results>/influence/leave_one_out.png",
        ],
    log:
        "<logs>/influence_report.log",
    params:
        choices=recorded(run=RUN),
    script:
        "../scripts/influence_report.py"


rule identification:
    input:
        analysis=table("analysis"),
        code=behind("identification"),
    output:
        profile="<results>/influence/profile_gamma.csv",
        surface="<results>/influence/surface.csv",
        summary="<results>/influence/identification.csv",
    log:
        "<logs>/identification.log",
    params:
        choices=recorded(coding=CODING),
    script:
        "../scripts/identification.py"


rule identification_figure:
    input:
        profile=rules.identification.output.profile,
        surface=rules.identification.output.surface,
        summary=rules.identification.output.summary,
        code=behind("identification_figure"),
    output:
        report(
            "<results>/influence/surface.svg",
            caption="../report/likelihood_surface.rst",
            category="Appendix",
        ),
        "<results>/influence/surface.pdf",
        "<results>/influence/surface.png",
    log:
        "<logs>/identification_figure.log",
    script:
        "../scripts/identification_figure.py"
