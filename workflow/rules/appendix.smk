APPENDIX_TABLES = ["table_a2", "table_a4", "table_polity2", "table_similarity"]


rule appendix:
    input:
        "<results>/appendix/page.md",


rule appendix_page:
    input:
        rebuilt_only,
        parts=[f"<results>/{path}" for path in appendix_parts()],
        template=template("appendix_page.md.j2"),
        code=behind("appendix_page"),
    output:
        "<results>/appendix/page.md",
    log:
        "<logs>/appendix_page.log",
    params:
        choices=recorded(run=RUN),
    script:
        "../scripts/appendix_page.py"


rule appendix_variables:
    input:
        analysis=rules.analysis.output.analysis,
        tables=[
            files_of(SETTINGS)["unga_votes"],
            parquet("unga_roll_calls"),
            parquet("polity"),
        ],
        code=behind("appendix_variables"),
    output:
        analysis="<results>/appendix/analysis.parquet",
        similarity="<results>/unga/similarity.parquet",
    log:
        "<logs>/appendix_variables.log",
    params:
        choices=recorded(lag=SETTINGS.variables.divergence_lag),
    script:
        "../scripts/appendix_variables.py"


rule appendix_fit:
    input:
        # With every measure where votes are at hand.
        analysis=lambda w: (
            "<results>/appendix/analysis.parquet" if REBUILT else table("analysis")(w)
        ),
        code=behind("appendix_fit"),
    output:
        estimates="<results>/appendix/estimates.csv",
        fits="<results>/appendix/fits.csv",
        spread="<results>/appendix/spread.csv",
    log:
        "<logs>/appendix_fit.log",
    params:
        choices=recorded(coding=CODING, covariance=SETTINGS.estimation.covariance),
    script:
        "../scripts/appendix_fit.py"


rule appendix_tables:
    input:
        estimates=rules.appendix_fit.output.estimates,
        fits=rules.appendix_fit.output.fits,
        code=behind("appendix_tables"),
    output:
        [
            report(
                f"<results>/appendix/{name}.md",
                caption=f"../report/appendix_{name}.rst",
                category="Appendix",
            )
            for name in APPENDIX_TABLES
        ],
        [beside(f"appendix/{name}", "csv", "html", "tex") for name in APPENDIX_TABLES],
    log:
        "<logs>/appendix_tables.log",
    params:
        choices=recorded(
            coding=CODING, covariance=SETTINGS.estimation.covariance, run=RUN
        ),
    script:
        "../scripts/appendix_tables.py"
