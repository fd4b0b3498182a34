# The originals: the authors' own file and Young's, beside this rebuild.


rule young:
    input:
        file=original(YOUNG),
        code=behind("young"),
    output:
        "results/originals/young.csv",
    log:
        "logs/young.log",
    params:
        choices=recorded(files=original_digest(YOUNG)),
    script:
        "../scripts/young.py"


rule originals:
    input:
        "<results>/originals/page.md",


rule originals_fit:
    input:
        analysis="<results>/archive/analysis.csv",
        code=behind("fit"),
    output:
        estimates="<results>/originals/estimates.csv",
        fits="<results>/originals/fits.csv",
        hypotheses="<results>/originals/hypotheses.csv",
        figure="<results>/originals/figure_3.csv",
        observed="<results>/originals/figure_3_observed.csv",
    log:
        "<logs>/originals_fit.log",
    params:
        choices=recorded(coding=None, estimation=ORIGINALS_ESTIMATION),
    script:
        "../scripts/fit.py"


rule originals_appendix:
    input:
        analysis="<results>/archive/analysis.csv",
        code=behind("appendix_fit"),
    output:
        estimates="<results>/originals/appendix.csv",
        fits="<results>/originals/appendix_fits.csv",
        spread="<results>/originals/spread.csv",
    log:
        "<logs>/originals_appendix.log",
    params:
        choices=recorded(coding=None, covariance=ORIGINALS_ESTIMATION.covariance),
    script:
        "../scripts/appendix_fit.py"


rule who_is_who:
    input:
        rebuilt_only,
        young=young_if_had,
        file=original(ARCHIVE),
        tables=compared_tables(),
        insecurity=rules.insecurity.output.insecurity,
        analysis=rules.analysis.output.analysis,
        partners=rules.design.output.partners,
        coding=CONCLUDED,
        shared=SHARED_FILES,
        code=behind("who_is_who"),
    output:
        **{name: f"<results>/originals/{name}.csv" for name in ORIGINALS_FOUND},
        facts="<results>/originals/facts.json",
    log:
        "<logs>/who_is_who.log",
    params:
        choices=recorded(
            files=original_digest(ARCHIVE),
            insecurity=SETTINGS.insecurity,
            years=YEARS,
            versions={name: each.version for name, each in CHOSEN.items()},
        ),
        contents=contents(*CONCLUDED, *SHARED_FILES),
    script:
        "../scripts/who_is_who.py"


rule originals_figure:
    input:
        rebuilt_only,
        theirs="<results>/archive/analysis.csv",
        ours=rules.analysis.output.analysis,
        code=behind("originals_figure"),
    output:
        csv="<results>/originals/figure_3_both.csv",
        png="<results>/originals/figure_3_both.png",
        others=beside("originals/figure_3_both", "pdf", "svg"),
    log:
        "<logs>/originals_figure.log",
    params:
        choices=recorded(coding=SETTINGS.coding, estimation=ORIGINALS_ESTIMATION),
    script:
        "../scripts/originals_figure.py"


rule originals_claims:
    input:
        claims="data/published/claims.csv",
        rows="<results>/originals/rows.csv",
        grounds="<results>/originals/grounds.csv",
        estimates=rules.originals_fit.output.estimates,
        hypotheses=rules.originals_fit.output.hypotheses,
        figure=rules.originals_fit.output.figure,
        appendix=rules.originals_appendix.output.estimates,
        spread=rules.originals_appendix.output.spread,
        wars=rules.design.output.wars,
        ours=rules.claims.output.csv,
        code=behind("originals_claims"),
    output:
        "<results>/originals/claims.csv",
    log:
        "<logs>/originals_claims.log",
    script:
        "../scripts/originals_claims.py"


rule originals_page:
    input:
        **{
            name: f"<results>/originals/{name}.csv"
            for name in (*ORIGINALS_FOUND, "claims", "estimates", "fits", "appendix")
        },
        facts=rules.who_is_who.output.facts,
        our_estimates=rules.fit.output.estimates,
        our_fits=rules.fit.output.fits,
        our_appendix=rules.appendix_fit.output.estimates,
        figure=rules.originals_figure.output.png,
        template=template("originals_page.md.j2"),
        code=behind("originals_page"),
    output:
        "<results>/originals/page.md",
    log:
        "<logs>/originals_page.log",
    params:
        choices=recorded(run=RUN, locked=locked_archive),
    script:
        "../scripts/originals_page.py"
