rule tables:
    input:
        analysis=table("analysis"),
        states=table("states") if SETTINGS.analysis == "rebuilt" else [],
        estimates=rules.fit.output.estimates,
        fits=rules.fit.output.fits,
        stated="results/reference/paper_signs.csv",
        code=behind("tables"),
    output:
        (
            [
                report(
                    "<results>/table_1.html",
                    caption="../report/table_1.rst",
                    category="2. The paper's tables",
                    labels={"shows": "Table 1: one crisis in the data"},
                ),
                *beside("table_1", "md", "csv", "tex"),
            ]
            if SETTINGS.analysis == "rebuilt"
            else []
        ),
        beside("table_2", "md", "csv", "tex"),
        beside("signs", *TABLE),
        beside("descriptives", *TABLE),
        table_2=report(
            "<results>/table_2.html",
            caption="../report/table_2.rst",
            category="2. The paper's tables",
            labels={"shows": "Table 2: the models"},
        ),
    log:
        "<logs>/tables.log",
    params:
        choices=recorded(
            coding=CODING, covariance=SETTINGS.estimation.covariance, run=RUN
        ),
    script:
        "../scripts/tables.py"


rule figures:
    input:
        curves=rules.fit.output.figure,
        observed=rules.fit.output.observed,
        crises=table("crises") if SETTINGS.analysis == "rebuilt" else [],
        partners=table("partners") if SETTINGS.analysis == "rebuilt" else [],
        capitals="data/capitals.csv",
        code=behind("figures"),
    output:
        beside("figure_3", "pdf", "png"),
        "<results>/figure_3_narrow.svg",
        [
            f"<results>/{name}{end}"
            for name in ("timeline", "crisis_map")
            for end in FIGURE
            if SETTINGS.analysis == "rebuilt"
        ],
        figure_3=report(
            "<results>/figure_3.svg",
            caption="../report/figure_3.rst",
            category="3. The paper's figures",
            labels={"shows": "Figure 3: predicted probabilities"},
        ),
    log:
        "<logs>/figures.log",
    params:
        choices=recorded(coding=CODING),
    script:
        "../scripts/figures.py"


# Spells of office, which say how long a leader had been there: of a run that reads them anyway.
LEADERS = [
    parquet(dataset)
    for dataset in ("archigos", "reign_leaders")
    if REBUILT
    and dataset == SETTINGS.insecurity.leaders
    and dataset in needed_datasets(SETTINGS)
]


rule claims:
    input:
        claims="data/published/claims.csv",
        appendix="<results>/appendix/estimates.csv",
        spread="<results>/appendix/spread.csv",
        analysis=table("analysis"),
        estimates=rules.fit.output.estimates,
        hypotheses=rules.fit.output.hypotheses,
        figure=rules.fit.output.figure,
        leaders=LEADERS,
        crises=rules.design.output.crises if LEADERS else [],
        partners=[] if CODING is None else table("partners"),
        wars=[] if CODING is None else table("wars"),
        states=[] if CODING is None else table("states"),
        cases=CODING_FILES,
        template=template("claims_page.md.j2"),
        code=behind("claims"),
    output:
        csv="<results>/claims.csv",
        page=report(
            "<results>/claims.md",
            caption="../report/claims.rst",
            category="4. Claims of the paper",
            labels={"shows": "Every claim, with its verdict"},
        ),
    log:
        "<logs>/claims.log",
    params:
        choices=recorded(coding=CODING, cases=SETTINGS.cases, run=RUN),
        contents=contents(*CODING_FILES),
    script:
        "../scripts/claims.py"


rule page:
    input:
        unpack(page_of_rebuilt),
        unpack(page_of_own),
        unpack(page_of_authors),
        # All else is made before, so that the page can say what each job took.
        [f"<results>/{name}" for name in delivered() if name != "report.html"],
        pinned=pinned_for_default(),
        captions=expand("workflow/report/theory_{name}.rst", name=GAME_FIGURES),
        estimates=rules.fit.output.estimates,
        stated="results/reference/paper_signs.csv",
        descriptives="<results>/descriptives.md",
        figure_3="<results>/figure_3.svg",
        figure_3_narrow="<results>/figure_3_narrow.svg",
        curves=rules.fit.output.figure,
        hypotheses=rules.fit.output.hypotheses,
        fits=rules.fit.output.fits,
        claims=rules.claims.output.csv,
        template=[
            template(name)
            for name in (
                "results_page.html.j2",
                "claims_section.html.j2",
                "report.css.j2",
                "landing.rst.j2",
                "landing_flow.svg.j2",
            )
        ],
        code=behind("page"),
    output:
        report(
            "<results>/report.html",
            caption="../report/page.rst",
            category="1. The page of results",
            labels={"shows": "All results on one page"},
        ),
        # The first page of Snakemake's own report, see `report:` in the Snakefile.
        landing="<results>/landing.rst",
    log:
        "<logs>/page.log",
    params:
        choices=recorded(
            run=RUN,
            notice=frozen_notice(),
            start=started_from(SETTINGS, START.frozen),
            coding=CODING,
            covariance=SETTINGS.estimation.covariance,
            built=built_for_run,
            commands=lambda w: commands(SETTINGS, multiverse=has_multiverse()),
        ),
    script:
        "../scripts/page.py"


rule manifest:
    input:
        unpack(sources_of_rebuilt),
        coverage="<results>/own/coverage.csv" if OWN_FILES else [],
        delivered=[f"<results>/{name}" for name in delivered()],
        code=behind("manifest"),
    output:
        "<results>/manifest.json",
    log:
        "<logs>/manifest.log",
    params:
        choices=recorded(
            settings=SETTINGS,
            frozen=START.frozen,
            # Originals may be downloaded only now.
            files=lambda w: contents(
                *OWN_FILES,
                *(
                    INSECURITY_FILES
                    if SETTINGS.analysis == "rebuilt"
                    else ARCHIVE_FILES
                ),
                *(DESIGN_FILES if REBUILT else []),
            ),
        ),
    script:
        "../scripts/manifest.py"


rule pin:
    input:
        # The game rests on no data, so its results are the same for all runs.
        [
            f"results/{name}" if name.startswith("theory/") else f"<results>/{name}"
            for name in PINNED
        ],
    log:
        "<logs>/pin.log",
    localrule: True
    params:
        choices=recorded(
            names=PINNED,
            reference=REFERENCE,
            run=SETTINGS.identity(multiverse=True, power=True),
        ),
    script:
        "../scripts/pin.py"
