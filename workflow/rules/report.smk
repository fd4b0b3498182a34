rule table_1:
    input:
        analysis=table("analysis"),
        states=table("states"),
        code=code("report/tables", "report/labels"),
    output:
        report(
            "results/table_1.html", caption="../report/table_1.rst", category="Tables"
        ),
        "results/table_1.md",
    log:
        "logs/table_1.log",
    benchmark:
        "results/runtimes/table_1.tsv"
    conda:
        ENVIRONMENT
    params:
        coding=CODING,
    script:
        "../scripts/table_1.py"


rule table_2:
    input:
        estimates=rules.fit.output.estimates,
        fits=rules.fit.output.fits,
        stated="results/reference/paper_signs.csv",
        code=code("report/tables", "report/labels"),
    output:
        report(
            "results/table_2.html", caption="../report/table_2.rst", category="Tables"
        ),
        "results/table_2.md",
        signs="results/signs.md",
    log:
        "logs/table_2.log",
    benchmark:
        "results/runtimes/table_2.tsv"
    conda:
        ENVIRONMENT
    params:
        coding=CODING,
        covariance=SETTINGS.estimation.covariance,
    script:
        "../scripts/table_2.py"


rule figure_3:
    input:
        curves=rules.fit.output.figure,
        observed=rules.fit.output.observed,
        code=code("report/figure_3", "report/labels"),
    output:
        report(
            "results/figure_3.svg",
            caption="../report/figure_3.rst",
            category="Figures",
        ),
        "results/figure_3.pdf",
        "results/figure_3.png",
    log:
        "logs/figure_3.log",
    benchmark:
        "results/runtimes/figure_3.tsv"
    conda:
        ENVIRONMENT
    script:
        "../scripts/figure_3.py"


rule claims:
    input:
        claims="data/published/claims.csv",
        appendix="results/appendix/estimates.csv",
        spread="results/appendix/spread.csv",
        analysis=table("analysis"),
        estimates=rules.fit.output.estimates,
        figure=rules.fit.output.figure,
        partners=[] if CODING is None else table("partners"),
        wars=[] if CODING is None else table("wars"),
        cases=["data/coding/crises.csv", "data/coding/partners.csv"],
        code=package("report/claims") + code("cases", "other_measures"),
    output:
        csv="results/claims.csv",
        page=report(
            "results/claims.md", caption="../report/claims.rst", category="Claims"
        ),
    log:
        "logs/claims.log",
    benchmark:
        "results/runtimes/claims.tsv"
    conda:
        ENVIRONMENT
    params:
        coding=CODING,
        cases=SETTINGS.cases,
    script:
        "../scripts/claims.py"


rule page:
    input:
        sources="results/sources.csv",
        tables=[
            "results/table_1.html",
            "results/table_2.html",
            "results/signs.md",
            "results/descriptives.md",
            "results/codings.md",
        ],
        figure="results/figure_3.png",
        attrition=table("attrition"),
        hazard=table("hazard"),
        calibration=table("calibration"),
        claims=rules.claims.output.csv,
        template="workflow/report/report.html.j2",
        code=code("report/page", "frozen"),
    output:
        "results/report.html",
    log:
        "logs/page.log",
    benchmark:
        "results/runtimes/page.tsv"
    conda:
        ENVIRONMENT
    params:
        provenance="data/frozen/provenance.json",
    script:
        "../scripts/page.py"


rule manifest:
    input:
        sources=[] if SETTINGS.analysis == "archive" else "results/sources.csv",
        fit=rules.fit.output.estimates,
        code=code("provenance"),
    output:
        "results/manifest.json",
    log:
        "logs/manifest.log",
    conda:
        ENVIRONMENT
    params:
        settings=SETTINGS,
    script:
        "../scripts/manifest.py"


rule pin:
    input:
        [f"results/{name}" for name in PINNED],
    log:
        "logs/pin.log",
    localrule: True
    conda:
        ENVIRONMENT
    params:
        names=PINNED,
        reference=REFERENCE,
    script:
        "../scripts/pin.py"


rule reliability:
    input:
        passes=[
            "data/coding/passes/pass_1/crises.csv",
            "data/coding/passes/pass_2/crises.csv",
        ],
        cases="data/coding/crises.csv",
        adjudication="data/coding/adjudication.csv",
        states=parquet("cow_states"),
        icb=parquet("icb_system"),
        crises=rules.design.output.crises,
        partners=rules.design.output.partners,
        analysis=rules.analysis.output.analysis,
        code=code("cases", "reliability", "report/reliability", "readers/system"),
    output:
        "results/reliability.md",
    log:
        "logs/reliability.log",
    benchmark:
        "results/runtimes/reliability.tsv"
    conda:
        ENVIRONMENT
    script:
        "../scripts/reliability.py"
