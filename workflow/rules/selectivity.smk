# Whether insecure leaders choose more divergent partners, and the probit as reviewers ask for it.
SELECTIVITY_DRAWS = 1000
SELECTIVITY_SEED = 20160301


rule selectivity_fit:
    input:
        rebuilt_only,
        analysis="<results>/build/analysis.csv",
        crises=rules.design.output.crises,
        states=rules.design.output.states,
        code=behind("selectivity_fit"),
    output:
        models="<results>/selectivity/models.csv",
        fits="<results>/selectivity/fits.csv",
        slope="<results>/selectivity/slope.csv",
        observed="<results>/selectivity/observed.csv",
        members="<results>/selectivity/members.csv",
        within="<results>/selectivity/within_builders.csv",
        removals="<results>/selectivity/leave_one_out.csv",
    log:
        "<logs>/selectivity_fit.log",
    params:
        choices=recorded(
            coding=CODING,
            covariance=SETTINGS.estimation.covariance,
            draws=SELECTIVITY_DRAWS,
            seed=SELECTIVITY_SEED,
        ),
    script:
        "../scripts/selectivity_fit.py"


rule selectivity_codings:
    input:
        rebuilt_only,
        analysis="<results>/build/analysis.csv",
        tables=[files_of(SETTINGS)[name] for name in analysis_datasets(SETTINGS)],
        insecurity=READ_INSECURITY,
        coding=CONCLUDED,
        shared=SHARED_FILES,
        code=behind("selectivity_codings"),
    output:
        "<results>/selectivity/codings.csv",
    log:
        "<logs>/selectivity_codings.log",
    params:
        choices=recorded(settings=SETTINGS),
        contents=contents(*CONCLUDED, *SHARED_FILES, *OWN_INSECURITY),
    script:
        "../scripts/selectivity_codings.py"


rule selectivity_measures:
    input:
        rebuilt_only,
        analysis="<results>/build/analysis.csv",
        crises=rules.design.output.crises,
        tables=[parquet(dataset) for dataset in (*INSECURITY_DATASETS, "polity")],
        code=behind("selectivity_measures"),
    output:
        "<results>/selectivity/measures.csv",
    log:
        "<logs>/selectivity_measures.log",
    params:
        choices=recorded(
            insecurity=SETTINGS.insecurity,
            years=YEARS,
            coding=CODING,
            covariance=SETTINGS.estimation.covariance,
        ),
    script:
        "../scripts/selectivity_measures.py"


rule selectivity:
    input:
        models=rules.selectivity_fit.output.models,
        fits=rules.selectivity_fit.output.fits,
        slope=rules.selectivity_fit.output.slope,
        observed=rules.selectivity_fit.output.observed,
        members=rules.selectivity_fit.output.members,
        within=rules.selectivity_fit.output.within,
        removals=rules.selectivity_fit.output.removals,
        codings=rules.selectivity_codings.output,
        measures=rules.selectivity_measures.output,
        template=template("selectivity_page.md.j2"),
        code=behind("selectivity"),
    output:
        page="<results>/selectivity/page.md",
        figure=beside("selectivity/slope", "svg", "pdf", "png"),
    log:
        "<logs>/selectivity.log",
    params:
        choices=recorded(covariance=SETTINGS.estimation.covariance, run=RUN),
    script:
        "../scripts/selectivity.py"


rule estimators_fit:
    input:
        rebuilt_only,
        analysis="<results>/build/analysis.csv",
        code=behind("estimators_fit"),
    output:
        estimates="<results>/estimators/estimates.csv",
        effects="<results>/estimators/effects.csv",
        within="<results>/estimators/within_builders.csv",
        coalitions="<results>/estimators/any_coalition.csv",
    log:
        "<logs>/estimators_fit.log",
    params:
        choices=recorded(coding=CODING),
    script:
        "../scripts/estimators_fit.py"


rule estimators:
    input:
        estimates=rules.estimators_fit.output.estimates,
        effects=rules.estimators_fit.output.effects,
        within=rules.estimators_fit.output.within,
        coalitions=rules.estimators_fit.output.coalitions,
        template=template("estimators_page.md.j2"),
        code=behind("estimators"),
    output:
        "<results>/estimators/page.md",
    log:
        "<logs>/estimators.log",
    params:
        choices=recorded(run=RUN),
    script:
        "../scripts/estimators.py"
