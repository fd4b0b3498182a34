"""The page that filters the universes."""

import json
import re
from base64 import b64encode
from hashlib import sha256

import numpy as np
import pytest

from coalitions.hypotheses import VERDICTS
from coalitions.multiverse.effects import TESTED, effects
from coalitions.multiverse.shares import shares
from coalitions.report.explorer import curve_chart, explorer_page, universes_of
from coalitions.report.labels import option_labels
from coalitions.report.number_text import percent
from coalitions.settings import Run
from multiverse_results import choice_table, grid, results_of

DEFAULT = Run(name=None, differences=())


@pytest.fixture(scope="module")
def results():
    universes = grid()
    effect = np.linspace(-0.3, 0.9, len(universes))
    status = np.where(np.arange(len(universes)) % 7 == 3, "separation", "ok")
    joined = np.where(universes["coding"].eq("war"), 20, 120)
    equivalent = universes["insecurity"].ne("reign")
    return results_of(universes, effect, 0.1, status, joined=joined, equivalent=equivalent)


@pytest.fixture(scope="module")
def choices():
    table = choice_table()
    return table.assign(because="so <b>it</b> is & </script><script>alert(1)</script>")


@pytest.fixture(scope="module")
def page(results, choices):
    run = Run(name=None, differences=("coding: <sides> (default: cases)",))
    return explorer_page(results, choices, b"<svg/>", run)


def held(page, name):
    return json.loads(
        re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page)[1]
    )


def test_the_page_runs_only_its_own_two_scripts_and_makes_none_from_text(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [b64encode(sha256(s.encode()).digest()).decode() for s in scripts]
    assert f"script-src 'sha256-{hashes[0]}' 'sha256-{hashes[1]}';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert len(scripts) == 2
    assert "ast: true" in scripts[1]


def test_the_page_loads_nothing(page):
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert "<img" in markup
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", markup)


def test_what_comes_from_data_shows_as_text(page):
    assert "<b>it</b>" not in page
    assert "alert(1)</script>" not in page
    assert "coding: &lt;sides&gt;" in page
    assert held(page, "data")["choices"][0]["options"][0]["because"].startswith("so <b>it</b>")


def test_without_javascript_the_headline_and_the_curves_stand(page, results):
    assert '<noscript>\n<figure>\n<img src="data:image/svg+xml;base64,' in page
    table = re.search(r'<table id="shares".*?</table>', page, re.DOTALL)[0]
    for row in shares(results).to_dict("records"):
        of = [percent(row[f"{v.replace(' ', '_')}_of_all"]) for v in VERDICTS]
        heads = [*map(str.capitalize, VERDICTS), "Universes"]
        cells = "".join(
            f'<td data-head="{head}">{text.replace("<", "&lt;")}</td>'
            for head, text in zip(heads, [*of, str(row["universes"])], strict=True)
        )
        assert f"{row['label']}</th>{cells}" in table


def test_options_are_called_as_in_the_figures(choices, page):
    codings = held(page, "data")["choices"][0]["options"]
    assert [o["label"] for o in codings] == option_labels(choices[choices["choice"].eq("coding")])
    assert "MID, use of force" in {o["label"] for o in codings}


def test_every_universe_is_there_once_with_its_options(results, choices, page):
    data = held(page, "data")
    universes = data["universes"]
    first = effects(results, TESTED[0])
    assert universes["digest"] == first["universe"].tolist()
    for number, row in first.iterrows():
        places = universes["options"][number]
        named = [c["options"][p]["option"] for c, p in zip(data["choices"], places, strict=True)]
        assert named == row[["coding", "insecurity", "lag"]].tolist()
    assert universes["default"] == 0
    assert data["choices"][data["coding"]]["name"] == "coding"
    in_equivalent = [sets[data["sets"].index("equivalent")] for sets in universes["sets"]]
    assert in_equivalent == first["in_equivalent"].astype(int).tolist()


def test_universes_with_the_same_data_count_once(results, choices):
    twice = results.assign(data=results["data"].where(results["lag"].eq("1"), "same"))
    sets = universes_of(twice, choices)["universes"]["sets"]
    assert sum(s[-1] for s in sets) == results["universe"].nunique() / 2 + 1


def test_numbers_are_those_of_the_effects(results, page):
    data = held(page, "data")
    for hypothesis, shown in zip(TESTED, data["hypotheses"], strict=True):
        rows = effects(results, hypothesis)
        assert [data["verdicts"][v] for v in shown["verdict"]] == rows["verdict"].tolist()
        for name, column in (("effect", "effect"), ("low", "effect_low"), ("events", "events")):
            known = np.array(shown[name], float)
            np.testing.assert_allclose(known, rows[column], rtol=5e-4)
    assert data["hypotheses"][0]["effect"][3] is None


def test_the_chart_has_a_colour_and_a_shape_for_each_verdict_of_an_estimate():
    points = curve_chart()["layer"][1]["encoding"]
    for channel in ("color", "shape"):
        scale = points[channel]["scale"]
        assert set(scale["domain"]) == set(VERDICTS) - {"no estimate"}
        assert len({str(each) for each in scale["range"]}) == 3


def test_a_run_that_departs_from_the_default_says_what_its_command_lacks(results, choices, page):
    assert "asked for with the configuration of this run" in page
    own = explorer_page(results, choices, b"<svg/>", DEFAULT)
    assert "asked for with the configuration of this run" not in own
