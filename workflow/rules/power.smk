# How often this design finds effects of known size, and which effects the data exclude.

# Outcomes a job: each takes some 20 milliseconds.
DRAWN_A_JOB = 500


rule power:
    input:
        "<results>/power/page.md",
        "<results>/power/excluded.csv",
        "<results>/power/power.svg",


rule power_process:
    input:
        analysis=table("analysis"),
        code=behind("power_process"),
    output:
        "<results>/power/process.csv",
    log:
        "<logs>/power_process.log",
    params:
        choices=recorded(
            coding=CODING,
            estimation=SETTINGS.estimation,
            errors=lambda w: list(
                dict.fromkeys(errors for errors, _ in power_cells())
            ),
        ),
    script:
        "../scripts/power_process.py"


rule power_draws:
    input:
        analysis=table("analysis"),
        process=rules.power_process.output[0],
        code=behind("power_draws"),
    output:
        "<results>/power/draws/{errors}/{multiple}/{first}.parquet",
    log:
        "<logs>/power_draws/{errors}/{multiple}/{first}.log",
    wildcard_constraints:
        errors=r"[a-z]+",
        multiple=r"[\d.]+",
    params:
        choices=recorded(
            coding=CODING,
            estimation=SETTINGS.estimation,
            seed=SETTINGS.power.seed,
            errors=lambda w: w.errors,
            multiple=lambda w: float(w.multiple),
            first=lambda w: int(w.first),
            stop=lambda w: min(int(w.first) + DRAWN_A_JOB, SETTINGS.power.draws),
        ),
    script:
        "../scripts/power_draws.py"


rule power_excluded:
    input:
        analysis=table("analysis"),
        code=behind("power_excluded"),
    output:
        "<results>/power/excluded.csv",
    log:
        "<logs>/power_excluded.log",
    params:
        choices=recorded(
            coding=CODING,
            estimation=SETTINGS.estimation,
            bootstraps=SETTINGS.power.bootstraps,
            seed=SETTINGS.power.seed,
        ),
    script:
        "../scripts/power_excluded.py"


rule power_summary:
    input:
        analysis=table("analysis"),
        process=rules.power_process.output[0],
        draws=lambda w: [
            f"<results>/power/draws/{errors}/{multiple}/{first}.parquet"
            for errors, multiple in power_cells()
            for first in range(0, SETTINGS.power.draws, DRAWN_A_JOB)
        ],
        excluded=rules.power_excluded.output[0],
        template=template("power_page.md.j2"),
        code=behind("power_summary"),
    output:
        power="<results>/power/power.csv",
        smallest="<results>/power/smallest.csv",
        page=report(
            "<results>/power/page.md",
            caption="../report/power_page.rst",
            category="Power",
        ),
    log:
        "<logs>/power_summary.log",
    params:
        choices=recorded(coding=CODING, run=SETTINGS.identity(power=True)),
    script:
        "../scripts/power_summary.py"


rule power_figure:
    input:
        power=rules.power_summary.output.power,
        code=behind("power_figure"),
    output:
        report(
            "<results>/power/power.svg",
            caption="../report/power_figure.rst",
            category="Power",
        ),
        beside("power/power", "pdf", "png"),
    log:
        "<logs>/power_figure.log",
    script:
        "../scripts/power_figure.py"
