# One's own variables and models. No rule runs where the configuration has none.
rule own_values:
    input:
        files=OWN_FILES,
        states=parquet("cow_states"),
        crises=parquet("icb_system"),
        code=behind("own_values"),
    output:
        "<results>/own/values.parquet",
    log:
        "<logs>/own_values.log",
    # Before any model: a file that cannot be read is to stop the run at its start.
    priority: 1
    localrule: True
    params:
        choices=recorded(own=SETTINGS.own),
        contents=contents(*OWN_FILES),
    script:
        "../scripts/own_values.py"


rule own_coverage:
    input:
        analysis=table("analysis"),
        values=rules.own_values.output,
        code=behind("own_coverage"),
    output:
        report(
            "<results>/own/coverage.html",
            caption="../report/own_coverage.rst",
            category="Tables",
        ),
        beside("own/coverage", "md", "csv", "tex"),
        codebook="<results>/own/codebook.md",
    log:
        "<logs>/own_coverage.log",
    params:
        choices=recorded(own=SETTINGS.own, run=RUN),
    script:
        "../scripts/own_coverage.py"


rule own_models:
    input:
        analysis=table("analysis"),
        code=behind("own_models"),
    output:
        estimates="<results>/models/estimates.csv",
        fits="<results>/models/fits.csv",
    log:
        "<logs>/own_models.log",
    params:
        choices=recorded(coding=CODING, models=SETTINGS.models),
    script:
        "../scripts/own_models.py"


rule own_models_table:
    input:
        estimates=rules.fit.output.estimates,
        fits=rules.fit.output.fits,
        own_estimates=rules.own_models.output.estimates,
        own_fits=rules.own_models.output.fits,
        code=behind("own_models_table"),
    output:
        report(
            "<results>/models/table.html",
            caption="../report/own_models.rst",
            category="Tables",
        ),
        beside("models/table", "md", "csv", "tex"),
    log:
        "<logs>/own_models_table.log",
    params:
        choices=recorded(
            coding=CODING,
            covariance=SETTINGS.estimation.covariance,
            own=SETTINGS.own,
            run=RUN,
        ),
    script:
        "../scripts/own_models_table.py"


rule multiverse_models_shard:
    input:
        pool="<results>/multiverse/pools/{pool}.parquet",
        values=OWN_VALUES,
        code=behind("multiverse_models_shard"),
    output:
        "<results>/multiverse/models/{pool}/{shard}.parquet",
    log:
        "<logs>/multiverse_models/{pool}/{shard}.log",
    params:
        choices=recorded(
            plans=lambda w: split()[w.pool, w.shard],
            models=own_in_universes,
            own=SETTINGS.own,
        ),
    script:
        "../scripts/multiverse_models_shard.py"


rule multiverse_models:
    input:
        shards=lambda w: [
            f"<results>/multiverse/models/{pool}/{shard}.parquet"
            for pool, shard in split()
        ],
        code=behind("multiverse_models"),
    output:
        "<results>/multiverse/models.md",
        beside("multiverse/models", "csv", "html", "tex"),
        results="<results>/multiverse/models.parquet",
    log:
        "<logs>/multiverse_models.log",
    params:
        choices=recorded(
            models=SETTINGS.models,
            own=SETTINGS.own,
            run=SETTINGS.identity(multiverse=True),
        ),
    script:
        "../scripts/multiverse_models.py"
