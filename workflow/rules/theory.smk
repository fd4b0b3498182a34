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


rule theory_figures:
    input:
        slips="src/coalitions/game/slips.csv",
        code=behind("theory_figures"),
    output:
        expand(
            "results/theory/{name}.{suffix}",
            name=THEORY_FIGURES,
            suffix=["pdf", "png"],
        ),
        changes_1="results/theory/figure_1_changes.csv",
        changes_2="results/theory/figure_2_changes.csv",
        play_1="results/theory/figure_1_play.csv",
        digits_2="results/theory/figure_2_digits.csv",
        slips="results/theory/slips.csv",
        readings="results/theory/figure_2_readings.csv",
        power="results/theory/figure_2_power.csv",
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
    params:
        choices=recorded(steps=THEORY_POWER_STEPS),
    script:
        "../scripts/theory_figures.py"


rule theory_page:
    input:
        claims="data/published/claims_theory.csv",
        results="data/published/propositions.csv",
        steps="data/published/derivations.csv",
        templates=expand(
            "src/coalitions/report/templates/game_page{end}.j2",
            end=[".md", ".html", "_text"],
        ),
        statements="src/coalitions/game/statements.csv",
        simulation=rules.theory_simulation.output[0],
        changes_1=rules.theory_figures.output.changes_1,
        changes_2=rules.theory_figures.output.changes_2,
        play_1=rules.theory_figures.output.play_1,
        digits_2=rules.theory_figures.output.digits_2,
        slips=rules.theory_figures.output.slips,
        readings=rules.theory_figures.output.readings,
        captions=expand("workflow/report/theory_{name}.rst", name=THEORY_FIGURES),
        code=behind("theory_page"),
    output:
        checks="results/theory/checks.csv",
        claims="results/theory/claims_theory.csv",
        md="results/theory/propositions.md",
        html=report(
            "results/theory/propositions.html",
            caption="../report/theory_page.rst",
            category="Theory",
        ),
    log:
        "logs/theory_page.log",
    params:
        choices=recorded(games=THEORY_GAMES, offers=THEORY_OFFERS, seed=THEORY_SEED),
    script:
        "../scripts/theory_page.py"
