# Job insecurity under all choices, and the uncertainty of the generated regressors.
GENERATED_DRAWS = 200
GENERATED_SEED = 20160301
POINTS = files_of(SETTINGS)["unga_ideal_points"]
# Two releases of ideal points have no intervals; the nearest that has some serves them.
INTERVALS = {
    parquet("unga_ideal_points", "2016"): parquet("unga_ideal_points", "2019"),
    parquet("unga_ideal_points", "2025-07"): parquet("unga_ideal_points", "2024-06"),
}
INTERVALS |= {corrected(one): corrected(other) for one, other in INTERVALS.items()}
INTERVALS = INTERVALS.get(POINTS, POINTS)


rule insecurity_family:
    input:
        tables=[parquet(dataset) for dataset in INSECURITY_DATASETS],
        code=behind("insecurity_family"),
    output:
        family="<results>/insecurity/family.csv",
        correlations="<results>/insecurity/correlations.csv",
        calibration="<results>/insecurity/calibration.csv",
        estimates="<results>/insecurity/estimates.parquet",
    log:
        "<logs>/insecurity_family.log",
    params:
        choices=recorded(insecurity=SETTINGS.insecurity, years=YEARS),
    script:
        "../scripts/insecurity_family.py"


rule insecurity_figure:
    input:
        family=rules.insecurity_family.output.family,
        correlations=rules.insecurity_family.output.correlations,
        calibration=rules.insecurity_family.output.calibration,
        code=behind("insecurity_figure"),
    output:
        figure=[
            report(
                "<results>/insecurity/family.svg",
                caption="../report/insecurity_family.rst",
                category="Appendix",
            ),
            "<results>/insecurity/family.pdf",
            "<results>/insecurity/family.png",
        ],
        others=beside("insecurity/one_choice", "csv", "html", "tex"),
        table=report(
            "<results>/insecurity/one_choice.md",
            caption="../report/insecurity_one_choice.rst",
            category="Appendix",
        ),
    log:
        "<logs>/insecurity_figure.log",
    params:
        choices=recorded(insecurity=SETTINGS.insecurity, run=RUN),
    script:
        "../scripts/insecurity_figure.py"


rule generated_regressors:
    input:
        rebuilt_only,
        analysis="<results>/build/analysis.csv",
        crises=rules.design.output.crises,
        tables=[parquet(dataset) for dataset in insecurity_datasets(SETTINGS)],
        points=POINTS,
        intervals=INTERVALS,
        code=behind("generated_regressors"),
    output:
        estimates="<results>/insecurity/generated.csv",
    log:
        "<logs>/generated_regressors.log",
    params:
        choices=recorded(
            insecurity=SETTINGS.insecurity,
            years=YEARS,
            lag=SETTINGS.variables.divergence_lag,
            coding=CODING,
            draws=GENERATED_DRAWS,
            seed=GENERATED_SEED,
        ),
    script:
        "../scripts/generated_regressors.py"


rule generated_table:
    input:
        rebuilt_only,
        estimates=rules.generated_regressors.output.estimates,
        points=POINTS,
        intervals=INTERVALS,
        code=behind("generated_table"),
    output:
        report(
            "<results>/insecurity/generated_main.md",
            caption="../report/generated_regressors.rst",
            category="Appendix",
        ),
        beside("insecurity/generated_main", "csv", "html", "tex"),
    log:
        "<logs>/generated_table.log",
    params:
        choices=recorded(draws=GENERATED_DRAWS, release=Path(INTERVALS).stem, run=RUN),
    script:
        "../scripts/generated_table.py"


rule calibration:
    input:
        rebuilt_only,
        analysis="<results>/build/analysis.csv",
        crises=rules.design.output.crises,
        tables=[parquet(dataset) for dataset in INSECURITY_DATASETS],
        template=template("calibration_page.md.j2"),
        code=behind("calibration"),
    output:
        table="<results>/calibration/table.csv",
        page="<results>/calibration/page.md",
    log:
        "<logs>/calibration.log",
    params:
        choices=recorded(
            insecurity=SETTINGS.insecurity,
            years=YEARS,
            coding=SETTINGS.coding,
            run=RUN,
        ),
    script:
        "../scripts/calibration.py"


rule insecurity_prediction:
    input:
        rebuilt_only,
        tables=[
            parquet(dataset)
            for dataset in (*INSECURITY_DATASETS, "polity", "cow_states")
        ],
        template=template("prediction_page.md.j2"),
        code=behind("insecurity_prediction"),
    output:
        scores="<results>/insecurity/scores.csv",
        page="<results>/insecurity/prediction.md",
    log:
        "<logs>/insecurity_prediction.log",
    params:
        choices=recorded(insecurity=SETTINGS.insecurity, years=YEARS, run=RUN),
    script:
        "../scripts/insecurity_prediction.py"
