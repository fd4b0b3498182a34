rule multiverse:
    input:
        rebuilt_only,
        "<results>/multiverse/results.parquet",
        "<results>/multiverse/page.md",
        "<results>/multiverse/explorer.html",
        [f"<results>/multiverse/{name}.svg" for name in CURVES],
        "<results>/multiverse/models.md" if SETTINGS.models else [],


rule multiverse_insecurity:
    input:
        tables=lambda w: sorted({f for v in planned()[2] for f in v.tables}),
        estimates=lambda w: own_insecurity(),
        states=parquet("cow_states"),
        code=behind("multiverse_insecurity"),
    output:
        "<results>/multiverse/insecurity.parquet",
    log:
        "<logs>/multiverse_insecurity.log",
    params:
        choices=recorded(
            variants=lambda w: planned()[2], own=lambda w: contents(*own_insecurity())
        ),
    script:
        "../scripts/multiverse_insecurity.py"


rule multiverse_pool:
    input:
        tables=lambda w: pool_of(w).files,
        insecurity="<results>/multiverse/insecurity.parquet",
        coding=coding_of_pool,
        shared=SHARED_FILES,
        code=behind("multiverse_pool"),
    output:
        "<results>/multiverse/pools/{pool}.parquet",
    log:
        "<logs>/multiverse_pool/{pool}.log",
    params:
        choices=recorded(pool=pool_of),
        contents=contents(*CONCLUDED, *SHARED_FILES),
    script:
        "../scripts/multiverse_pool.py"


rule multiverse_shard:
    input:
        pool="<results>/multiverse/pools/{pool}.parquet",
        code=behind("multiverse_shard"),
    output:
        "<results>/multiverse/shards/{pool}/{shard}.parquet",
    log:
        "<logs>/multiverse_shard/{pool}/{shard}.log",
    params:
        choices=recorded(plans=lambda w: split()[w.pool, w.shard]),
    script:
        "../scripts/multiverse_shard.py"


rule multiverse_results:
    input:
        shards=lambda w: [
            f"<results>/multiverse/shards/{pool}/{shard}.parquet"
            for pool, shard in split()
        ],
        code=behind("multiverse_results"),
    output:
        results="<results>/multiverse/results.parquet",
        choices="<results>/multiverse/choices.csv",
    log:
        "<logs>/multiverse_results.log",
    params:
        choices=recorded(
            choices=lambda w: choices(),
            universes=lambda w: [u.drawn for u in universes()],
        ),
    script:
        "../scripts/multiverse_results.py"


rule multiverse_nulls:
    input:
        pool="<results>/multiverse/pools/{pool}.parquet",
        code=behind("multiverse_nulls"),
    output:
        "<results>/multiverse/nulls/{pool}.parquet",
    log:
        "<logs>/multiverse_nulls/{pool}.log",
    params:
        choices=recorded(plans=lambda w: tested_in(w.pool)),
    script:
        "../scripts/multiverse_nulls.py"


rule multiverse_outcomes:
    input:
        pool="<results>/multiverse/pools/{pool}.parquet",
        nulls=lambda w: sorted(
            {f"<results>/multiverse/nulls/{pool}.parquet" for pool, _ in tested()}
        ),
        code=behind("multiverse_outcomes"),
    output:
        "<results>/multiverse/outcomes/{pool}/{shard}.parquet",
    log:
        "<logs>/multiverse_outcomes/{pool}/{shard}.log",
    params:
        choices=recorded(
            plans=lambda w: tested()[w.pool, w.shard],
            permutations=SETTINGS.multiverse.permutations,
            seed=SETTINGS.multiverse.seed,
        ),
    script:
        "../scripts/multiverse_outcomes.py"


rule multiverse_permutations:
    input:
        pool="<results>/multiverse/pools/{pool}.parquet",
        code=behind("multiverse_permutations"),
    output:
        "<results>/multiverse/permutations/{pool}/{shard}.parquet",
    log:
        "<logs>/multiverse_permutations/{pool}/{shard}.log",
    params:
        choices=recorded(
            plans=lambda w: tested()[w.pool, w.shard],
            permutations=SETTINGS.multiverse.permutations,
            seed=SETTINGS.multiverse.seed,
        ),
    script:
        "../scripts/multiverse_permutations.py"


rule multiverse_joint_test:
    input:
        results="<results>/multiverse/results.parquet",
        outcomes=lambda w: [
            f"<results>/multiverse/outcomes/{pool}/{shard}.parquet"
            for pool, shard in tested()
        ],
        permuted=lambda w: [
            f"<results>/multiverse/permutations/{pool}/{shard}.parquet"
            for pool, shard in tested()
        ],
        code=behind("multiverse_joint_test"),
    output:
        "<results>/multiverse/joint_test.csv",
    log:
        "<logs>/multiverse_joint_test.log",
    script:
        "../scripts/multiverse_joint_test.py"


rule multiverse_summary:
    input:
        results=rules.multiverse_results.output.results,
        choices=rules.multiverse_results.output.choices,
        joint=rules.multiverse_joint_test.output[0],
        templates=[
            template("multiverse_answer.md.j2"),
            template("multiverse_page.md.j2"),
        ],
        code=behind("multiverse_summary"),
    output:
        report(
            "<results>/multiverse/page.md",
            caption="../report/multiverse_page.rst",
            category="Multiverse",
        ),
        "<results>/multiverse/answer.md",
        shares="<results>/multiverse/shares.csv",
        by_set="<results>/multiverse/shares_by_set.csv",
        verdicts="<results>/multiverse/verdicts.csv",
        by_coding="<results>/multiverse/shares_by_coding.csv",
        by_insecurity="<results>/multiverse/shares_by_insecurity.csv",
        variance="<results>/multiverse/variance.csv",
        single="<results>/multiverse/one_at_a_time.csv",
    log:
        "<logs>/multiverse_summary.log",
    params:
        choices=recorded(run=SETTINGS.identity(multiverse=True)),
    script:
        "../scripts/multiverse_summary.py"


rule multiverse_figure:
    input:
        results=rules.multiverse_results.output.results,
        choices=rules.multiverse_results.output.choices,
        variance=rules.multiverse_summary.output.variance,
        code=behind("multiverse_figure"),
    output:
        report(
            "<results>/multiverse/overview.svg",
            caption="../report/multiverse_overview.rst",
            category="Multiverse",
        ),
        report(
            "<results>/multiverse/variance.svg",
            caption="../report/multiverse_variance.rst",
            category="Multiverse",
        ),
        [
            report(
                f"<results>/multiverse/{name}.svg",
                caption="../report/multiverse_curve.rst",
                category="Multiverse",
            )
            for name in CURVES
            if name.startswith("curve")
        ],
        [beside(f"multiverse/{name}", "pdf", "png") for name in CURVES],
    log:
        "<logs>/multiverse_figure.log",
    script:
        "../scripts/multiverse_figure.py"


rule explorer:
    input:
        rebuilt_only,
        results=rules.multiverse_results.output.results,
        choices=rules.multiverse_results.output.choices,
        overview="<results>/multiverse/overview.svg",
        templates=[
            template("report.css.j2"),
            *[template(f"explorer.{part}.j2") for part in ("css", "html", "js")],
        ],
        code=behind("explorer"),
    output:
        "<results>/multiverse/explorer.html",
    log:
        "<logs>/explorer.log",
    params:
        choices=recorded(run=SETTINGS.identity(multiverse=True)),
    script:
        "../scripts/explorer.py"
