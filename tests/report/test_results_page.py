"""The page of results."""

import re
from base64 import b64encode

import pandas as pd
import pytest
from markupsafe import escape

from coalitions.logs import Cost
from coalitions.report.apart import APART, EXPLORER, GAME_FIGURES, MINUTES, commands
from coalitions.report.claims_section import claims_section
from coalitions.report.game_section import game_section
from coalitions.report.results_page import Part, Section, drawing, markdown, results_page
from coalitions.report.results_sections import Contents, sections
from coalitions.settings import Run, Settings

DEFAULT = Run(name=None, differences=())
ANSWERS = pd.DataFrame(
    [
        ("h1_tp", 1, 0.4, 0.1, 0.001, 0.2, 0.6, 1.0, "supported", "", 0.3, 1.6, 0.005, 0.013),
        ("h3", -1, None, None, None, None, None, None, "no estimate", "flat", *[None] * 4),
    ],
    columns=[
        *(
            "hypothesis",
            "expected",
            "estimate",
            "std_error",
            "p_value",
            "low",
            "high",
            "typical_sd",
        ),
        *("verdict", "reason", "quartile_low", "quartile_high", "at_low", "at_high"),
    ],
)
FITS = pd.Series({"n": 6205, "crises": 158, "joined": 70})
CLAIMS = pd.DataFrame(
    [
        ("a < b & <script>alert(1)</script>", "p. 1", "sign", "positive", "+", "reproduced", ""),
        ("c", "p. 2", "sign", "negative", "+", "not reproduced", ""),
        ("d", "p. 3", "count", "54", "52 (docs/limits.md)", "not reproduced", None),
    ],
    columns=["claim", "place", "kind", "expects", "found", "verdict", "reason"],
)
MULTIVERSE = {
    "multiverse/answer.md": "- 64% of universes",
    "multiverse/overview.svg": b"<svg/>",
}
TEXTS = {
    "table_2": "**Table 2**\n\n| Variable | p |\n|:--|:--|\n| Côte <b>d'Ivoire</b> | <0.001 |\n",
    "figure_3_text": "what the text says",
    "descriptives": "descriptives. Configuration: the default.",
}
GAME = {
    "theory/claims_theory.csv": (
        "claim_id,place,claim,kind,expects,found,verdict,reason\n"
        "a,p. 1,holds,theory,,,reproduced,\n"
        "theory_equation_4,p. 2,the <formula>,theory,,off in 91%,not reproduced,"
        "drops p_A; docs/a.md\n"
        "theory_figure_2_right,p. 3,falls,theory,,falls,reproduced,\n"
    ),
    **{f"theory/{name}.svg": b"<svg/>" for name in GAME_FIGURES},
}
# By hypothesis: samples found at the paper's size, and with p < .05 where there is no effect.
SHARES = {
    "h1_tp": ((0.59, 0.86), (0.05, 0.08)),
    "h3": ((0.23, 0.26), (0.2, 0.25)),
    "h1_ap": ((0.0, 0.01), (0.06, 0.1)),
}
POWER = pd.DataFrame(
    [
        (model, name, multiple, found if model == 2 else 0.5)
        for model in (1, 2)
        for name, shares in SHARES.items()
        for multiple, ends in zip((1.0, 0.0), shares, strict=True)
        for found in ends
    ],
    columns=["model", "hypothesis", "multiple", "detected"],
).assign(rejected=lambda table: table["detected"])
COSTS = {
    "logs/fit": Cost(2.0, 90.0),
    "logs/read/2011/cow_nmc/4.0": Cost(7.25, 1300.0),
    "logs/runs/mine/table_2": Cost(1.0, 80.0),
}
COMMANDS = commands(Settings(), multiverse=True)


def game(pinned=True):
    captions = ["Where beta_AP lies. By theta."] * len(GAME_FIGURES)
    return game_section(GAME, captions, pinned, "../docs")


@pytest.fixture
def page():
    def rendered(
        notice="",
        run=DEFAULT,
        texts=TEXTS,
        frames=None,
        built=None,
        pinned=None,
        claims=CLAIMS,
        numbers_at_hand=True,
        targets=COMMANDS,
    ):
        contents = Contents(
            texts=texts,
            frames=frames or {},
            figures={"figure_3": b"<svg/>", "figure_3_narrow": b"<svg width='9'/>"},
            built=built or {},
            pinned=pinned or {},
            commands=targets,
            costs=COSTS,
            docs="../docs",
            said=run.statement(),
            numbers_at_hand=numbers_at_hand,
        )
        laid = sections(contents, claims_section(claims, "../docs"), game())
        return results_page(run, "raw data", notice, ANSWERS, FITS, claims, laid)

    return rendered


def test_the_answer_stands_before_everything_else(page):
    html = page()
    assert html.index("The evidence supports that states join more readily") < html.index("<table>")
    assert "70 partners among 6,205" in html
    assert "of 1,000 potential partners 5 join" in html
    assert "none: flat" in html
    assert not re.search(r"\b(NaN|nan|None)\b", html)


def test_what_comes_from_data_shows_as_text(page):
    run = Run(name=None, differences=("file: <img src=x>&.csv",))
    html = page(notice="no <raw> files", run=run)
    for text in (
        "a &lt; b &amp; &lt;script&gt;alert(1)&lt;/script&gt;",
        "Côte &lt;b&gt;d'Ivoire&lt;/b&gt;",
        "&lt;0.001",
        "no &lt;raw&gt; files",
        "file: &lt;img src=x&gt;&amp;.csv",
    ):
        assert text in html
    assert "<script" not in html


def test_the_page_loads_and_runs_nothing(page):
    html = page()
    assert "default-src 'none'" in html
    assert not re.search(r"(?:src|srcset)=\"(?!data:)", html)
    assert not re.search(r"href=\"(?!#|\.\./docs/)", html)


def test_every_entry_of_the_contents_leads_somewhere(page):
    html = page()
    contents = re.findall(r'<li><a href="#([\w-]+)">', html)
    assert len(contents) >= 4
    assert all(html.count(f'id="{anchor}"') == 1 for anchor in contents)


def test_claims_are_counted_by_verdict_and_stand_once(page):
    html = page()
    assert "2 not reproduced</label>" in html
    assert "1 reproduced</label>" in html
    assert html.count('<details class="claim') == 3
    shown = re.findall(r":has\(#show-(\d)", html)
    assert shown == ["1", "2"]
    assert html.count("is-1") == 1 + 2


def test_what_a_run_does_not_have_names_its_command(page):
    own = Settings(run="mine", power={"draws": 5})
    html = page(run=own.identity(), targets=commands(own, multiverse=True))
    for target in ("hypotheses", "multiverse", "explorer", "power", "forecast"):
        typed = f"snakemake --cores all {target} --config run=mine power='{{draws: 5}}'"
        assert f"<code>{escape(typed)}</code>" in html
    assert "Pinned results of the default" not in html


def test_what_a_run_cannot_have_gets_no_command(page):
    own = Settings(run="mine", coding="sides")
    html = page(run=own.identity(), targets=commands(own, multiverse=False))
    assert html.count("This run cannot have its own: it starts from the first option") == 2
    assert not re.search("cores all (hypotheses|multiverse|explorer)", html)
    assert "<code>snakemake --cores all power --config run=mine coding=sides</code>" in html


def test_pinned_results_are_marked_as_pinned(page):
    html = page(pinned=MULTIVERSE)
    assert "Pinned results of the default configuration" in html
    assert "<li>64% of universes</li>" in html


def test_what_was_built_for_the_run_stands_in_place_of_what_is_pinned(page):
    own = MULTIVERSE | {"multiverse/answer.md": "- 12% of universes"}
    html = page(built=own, pinned=MULTIVERSE)
    assert "Pinned results of the default configuration" not in html
    assert "<li>12% of universes</li>" in html
    assert "64%" not in html


def test_the_explorer_is_linked_where_it_was_built(page):
    assert "<code>snakemake --cores all explorer</code>" in page(built=MULTIVERSE)
    html = page(built=MULTIVERSE | {EXPLORER: "<p>"})
    assert '<a href="multiverse/explorer.html">Open the explorer</a>' in html
    assert "cores all explorer" not in html


def test_the_game_says_how_much_of_it_holds_and_what_not_to_use(page):
    html = page()
    assert "Of 3 statements on the game 2 are reproduced, 1 not reproduced." in html
    warned = re.search(r'<div class="notice">(.*?)</div>', html, re.DOTALL)[1]
    assert "Equation (4): off in 91%." in warned
    assert "Figure 2" not in warned
    folded = re.search(r"<summary>What does not come out.*?</details>", html, re.DOTALL)[0]
    assert "the &lt;formula&gt;" in folded
    assert "holds" not in folded
    assert 'alt="Figure 1, drawn anew. Where beta_AP lies. By theta."' in html
    assert 'drops p<sub>A</sub>; <a href="../docs/a.md">docs/a.md</a>.' in folded
    assert "Where β<sub>AP</sub> lies. By θ. Pinned results of the game;" in " ".join(html.split())


def test_a_game_built_here_is_not_called_pinned():
    section = game(pinned=False)
    assert not any(part.pinned for part in section.parts)


def test_power_stands_on_the_first_screen_where_it_is_known(page):
    table = (ANSWERS, FITS, CLAIMS, ())
    html = results_page(DEFAULT, "raw data", "", *table, power=POWER)
    assert '<th scope="col">Power</th>' in html
    assert ">59% to 86%; " in html
    assert "would be found" in html
    assert ">Power<" not in results_page(DEFAULT, "raw data", "", *table)


def test_power_stands_with_what_comes_without_an_effect_in_the_model_of_the_hypothesis():
    answers = pd.concat([ANSWERS, ANSWERS.tail(1).assign(hypothesis="h1_ap")])
    html = results_page(DEFAULT, "raw data", "", answers, FITS, CLAIMS, (), power=POWER)
    cells = re.findall(r'data-head="Power">(.*?)</td>', html)
    assert cells == [
        "59% to 86%; without any effect 5% to 8%",
        "23% to 26%; without any effect 20% to 25%",
        "no size implied; without any effect 6% to 10%",
    ]


def test_the_page_says_why_table_2_has_no_column_of_the_authors_numbers(page):
    html = page(numbers_at_hand=False)
    assert "data/raw/archive/" in html
    assert '<a href="../docs/originals.md">docs/originals.md</a>' in html
    assert "data/raw/archive/" not in page()


def test_sections_stand_in_the_order_of_reading(page):
    texts = TEXTS | {"table_1": "one", "codings": "codings", "own_coverage": "own"}
    html = page(texts=texts, pinned=MULTIVERSE)
    contents = re.findall(r'<li><a href="#([\w-]+)">', html)
    first = ["answer", "figure-3", "models", "one-crisis", "codings", "measures"]
    assert contents == [*first, *APART, "claims", "game", "data"]
    assert re.findall(r'<h[12] id="([\w-]+)">', html) == contents


def test_the_configuration_is_said_once(page):
    pinned = MULTIVERSE | {"hypotheses.md": "# H\n\nConfiguration: the default.\n\nIn short.\n"}
    html = page(pinned=pinned)
    assert html.count("Configuration: the default") == 1
    assert "<p>In short.</p>" in html
    other = page(built=pinned, run=Run(name=None, differences=("coding: sides",)))
    assert other.count("Configuration: the default but for coding: sides.") == 1


def test_a_command_stands_with_what_it_takes(page):
    takes = f"(about {MINUTES['multiverse']} minutes)"
    assert f"To build it {takes}:" in " ".join(page().split())
    assert f"builds them anew {takes}." in " ".join(page(pinned=MULTIVERSE).split())
    assert set(MINUTES) >= {each.target for each in APART.values()}


def test_pages_that_a_claim_names_are_linked(page):
    assert '52 (<a href="../docs/limits.md">docs/limits.md</a>)' in page()


def test_a_narrow_screen_has_a_figure_of_its_own(page):
    html = page()
    wide, narrow = (b64encode(svg).decode() for svg in (b"<svg/>", b"<svg width='9'/>"))
    assert (
        f'<source media="(max-width: 40rem)" srcset="data:image/svg+xml;base64,{narrow}">' in html
    )
    assert f'<img src="data:image/svg+xml;base64,{wide}" alt="Figure 3.' in html


def test_run_times_are_folded_with_their_sum_and_the_longest_first(page):
    html = page()
    assert (
        "<summary>Run times: 3 jobs took 10 seconds together, and at most 1,300 MB of memory each"
        in html
    )
    order = [html.index(f'"row">{job}<') for job in ("read: 2011, cow_nmc, 4.0", "fit", "table 2")]
    assert order == sorted(order)


def test_a_column_of_the_data_has_a_name_that_reads(page):
    frame = pd.DataFrame(
        {
            "step": ["two-sided crises", "divergence_tp known"],
            "unit": ["crises", "dyads"],
            "rows_in": [302, 15534],
            "rows_out": [214, 12317],
            "why": ["coded as not two-sided", "no value in its source"],
        }
    )
    html = page(frames={"attrition": frame}).replace("\n", "")
    assert "rows_out" not in html
    assert "divergence_tp" not in html
    row = '<th data-head="Step" scope="row">Divergence, T and P: known</th>'
    assert f'{row}<td data-head="Counted in">dyads</td>' in html
    assert '<td data-head="Before">15,534</td>' in html
    assert '<th scope="col">After</th>' in html
    assert 'scope="row">two-sided crises</th>' in html


def test_the_name_of_a_dataset_is_told_from_words(page):
    frame = pd.DataFrame({"dataset": ["unga_ideal_points"], "sha256": ["0123456789abcdef"]})
    html = page(frames={"sources": frame})
    assert "<code>unga_ideal_points</code>" in html
    assert "Raw files, by what <code>versions</code> in config.yaml calls their dataset" in html


def test_tables_scroll_in_a_frame_that_the_keyboard_reaches():
    body = markdown("| a |\n|--|\n| 1 |").body
    assert body.startswith('<div class="frame" tabindex="0"')
    assert body.rstrip().endswith("</div>")


def test_a_title_in_bold_is_a_heading():
    assert "<h3>Table 1</h3>" in markdown("**Table 1**\n\ntext **bold** here").body
    assert "<strong>bold</strong>" in markdown("**Table 1**\n\ntext **bold** here").body


def test_a_figure_has_its_words():
    part = drawing(b"<svg/>", "Curves of x & y")
    html = results_page(
        DEFAULT, "raw data", "", ANSWERS, FITS, CLAIMS, [Section("x", "X", (part, Part()))]
    )
    assert 'alt="Curves of x &amp; y"' in html


def test_the_frame_of_a_figure_is_named_by_its_caption(page):
    html = page(pinned=MULTIVERSE)
    named = re.findall(r'<div class="frame[^>]* aria-labelledby="([\w-]+)"><picture>', html)
    captions = re.findall(r'<figcaption id="([\w-]+)">', html)
    assert len(named) == html.count("<picture>") > 4
    assert named == captions
    assert len(set(re.findall(r' id="([\w-]+)"', html))) == html.count(' id="')
    assert f'<figcaption id="{named[0]}">Figure 3. Probability of a coalition' in html


def test_of_a_pinned_page_the_head_is_shown(page):
    short = "In short, by the [plan](plan.md). Power ([more](power.md))."
    text = f"# The hypotheses\n\n{short}\n\n## H1\n\nAt length.\n"
    html = page(pinned={"hypotheses.md": text})
    assert 'In short, by the <a href="../docs/plan.md">plan</a>.' in html
    assert "At length." not in html
    assert "<h3>The hypotheses</h3>" not in html
