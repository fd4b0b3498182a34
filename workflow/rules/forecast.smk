# Who joins, predicted out of sample: later years from those of the paper, and decades from each other.
rule forecast:
    input:
        [f"<results>/forecast/{name}" for name in ("page.md", "calibration.svg")],


rule forecast_analysis:
    input:
        rebuilt_only,
        tables=later_tables,
        coding=LATER_FILES,
        shared=SHARED_FILES,
        code=behind("forecast_analysis"),
    output:
        "<results>/forecast/analysis.parquet",
    log:
        "<logs>/forecast_analysis.log",
    params:
        choices=recorded(settings=lambda w: later_setting()),
        contents=contents(*LATER_FILES, *SHARED_FILES),
    script:
        "../scripts/forecast_analysis.py"


rule forecast_fit:
    input:
        rebuilt_only,
        later=rules.forecast_analysis.output[0],
        own=rules.analysis.output.analysis,
        code=behind("forecast_fit"),
    output:
        predictions="<results>/forecast/predictions.parquet",
        fits="<results>/forecast/fits.csv",
    log:
        "<logs>/forecast_fit.log",
    params:
        choices=recorded(coding=SETTINGS.coding, variance=SETTINGS.estimation.variance),
    script:
        "../scripts/forecast_fit.py"


rule forecast_scores:
    input:
        predictions=rules.forecast_fit.output.predictions,
        code=behind("forecast_scores"),
    output:
        scores="<results>/forecast/scores.csv",
        differences="<results>/forecast/differences.csv",
        calibration="<results>/forecast/calibration.csv",
    log:
        "<logs>/forecast_scores.log",
    params:
        choices=recorded(
            variance=SETTINGS.estimation.variance,
            draws=FORECAST_DRAWS,
            seed=FORECAST_SEED,
        ),
    script:
        "../scripts/forecast_scores.py"


rule forecast_page:
    input:
        rebuilt_only,
        analysis=rules.forecast_analysis.output[0],
        names=later_crises,
        predictions=rules.forecast_fit.output.predictions,
        fits=rules.forecast_fit.output.fits,
        scores=rules.forecast_scores.output.scores,
        differences=rules.forecast_scores.output.differences,
        calibration=rules.forecast_scores.output.calibration,
        template=template("forecast_page.md.j2"),
        manifest="data/sources.csv",
        code=behind("forecast_page"),
    output:
        page=report(
            "<results>/forecast/page.md",
            caption="../report/forecast.rst",
            category="Prediction",
        ),
        figure=[
            report(
                "<results>/forecast/calibration.svg",
                caption="../report/forecast_calibration.rst",
                category="Prediction",
            ),
            "<results>/forecast/calibration.pdf",
            "<results>/forecast/calibration.png",
        ],
    log:
        "<logs>/forecast_page.log",
    params:
        choices=recorded(
            settings=lambda w: later_setting(), run=RUN, draws=FORECAST_DRAWS
        ),
    script:
        "../scripts/forecast_page.py"
