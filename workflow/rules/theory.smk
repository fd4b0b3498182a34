# The game of the paper: everything here needs no data.
THEORY_SEED = 20160101
THEORY_GAMES = 20_000
THEORY_OFFERS = 601
THEORY_SAMPLES = 25
THEORY_CRISES = 300
THEORY_PARTNERS = 8
THEORY_POWER_STEPS = 37
THEORY_FIGURES = ["figure_1", "figure_2", "play", "variance"]


rule theory:
    input:
        expand(
            "results/theory/{name}.{suffix}",
            name=THEORY_FIGURES,
            suffix=["pdf", "svg", "png"],
        ),
        "results/theory/checks.csv",
        "results/theory/simulation.csv",
        "results/theory/claims_theory.csv",
        "results/theory/propositions.md",
        "results/theory/propositions.html",


rule theory_checks:
    input:
        statements="src/coalitions/game/statements.csv",
        code=behind("theory_checks"),
    output:
        "results/theory/checks.csv",
    log:
        "logs/theory_checks.log",
    params:
        choices=recorded(games=THEORY_GAMES, offers=THEORY_OFFERS, seed=THEORY_SEED),
    script:
        "../scripts/theory_checks.py"


rule theory_simulation:
    input:
        scenarios="src/coalitions/game/scenarios.csv",
        code=behind("theory_simulation"),
    output:
        report(
            "results/theory/simulation.csv",
            caption="../report/theory_simulation.rst",
            category="Theory",
        ),
    log:
        "logs/theory_simulation.log",
    params:
        choices=recorded(
            samples=THEORY_SAMPLES,
            crises=THEORY_CRISES,
            partners=THEORY_PARTNERS,
            seed=THEORY_SEED,
        ),
    script:
        "../scripts/theory_simulation.py"


rule theory_searches:
    input:
        slips="src/coalitions/game/slips.csv",
        code=behind("theory_searches"),
    output:
        figure_1="results/theory/figure_1_changes.csv",
        figure_2="results/theory/figure_2_changes.csv",
        play_1="results/theory/figure_1_play.csv",
        digits="results/theory/figure_2_digits.csv",
        slips="results/theory/slips.csv",
        readings="results/theory/figure_2_readings.csv",
        power="results/theory/figure_2_power.csv",
    log:
        "logs/theory_searches.log",
    params:
        choices=recorded(steps=THEORY_POWER_STEPS),
    script:
        "../scripts/theory_searches.py"


rule theory_figures:
    input:
        figure_1=rules.theory_searches.output.figure_1,
        digits=rules.theory_searches.output.digits,
        code=behind("theory_figures"),
    output:
        expand(
            "results/theory/{name}.{suffix}",
            name=THEORY_FIGURES,
            suffix=["pdf", "png"],
        ),
        figure_1=report(
            "results/theory/figure_1.svg",
            caption="../report/theory_figure_1.rst",
            category="Theory",
        ),
        figure_2=report(
            "results/theory/figure_2.svg",
            caption="../report/theory_figure_2.rst",
            category="Theory",
        ),
        play=report(
            "results/theory/play.svg",
            caption="../report/theory_play.rst",
            category="Theory",
        ),
        variance=report(
            "results/theory/variance.svg",
            caption="../report/theory_variance.rst",
            category="Theory",
        ),
    log:
        "logs/theory_figures.log",
    script:
        "../scripts/theory_figures.py"


rule theory_claims:
    input:
        claims="data/published/claims_theory.csv",
        checks=rules.theory_checks.output[0],
        simulation=rules.theory_simulation.output[0],
        changes_1=rules.theory_searches.output.figure_1,
        changes_2=rules.theory_searches.output.figure_2,
        digits_2=rules.theory_searches.output.digits,
        code=behind("theory_claims"),
    output:
        csv="results/theory/claims_theory.csv",
    log:
        "logs/theory_claims.log",
    script:
        "../scripts/theory_claims.py"


rule theory_page:
    input:
        results="data/published/propositions.csv",
        steps="data/published/derivations.csv",
        templates=expand(
            "src/coalitions/report/templates/game_page{end}.j2",
            end=[".md", ".html", "_text"],
        ),
        checks=rules.theory_checks.output[0],
        simulation=rules.theory_simulation.output[0],
        changes_1=rules.theory_searches.output.figure_1,
        changes_2=rules.theory_searches.output.figure_2,
        play_1=rules.theory_searches.output.play_1,
        digits_2=rules.theory_searches.output.digits,
        slips=rules.theory_searches.output.slips,
        readings=rules.theory_searches.output.readings,
        captions=expand("workflow/report/theory_{name}.rst", name=THEORY_FIGURES),
        figures=expand("results/theory/{name}.svg", name=THEORY_FIGURES),
        code=behind("theory_page"),
    output:
        md="results/theory/propositions.md",
        html=report(
            "results/theory/propositions.html",
            caption="../report/theory_page.rst",
            category="Theory",
        ),
    log:
        "logs/theory_page.log",
    script:
        "../scripts/theory_page.py"
