"""Crises of the made-up world, what the UN did in them, and who joined whose side.

Whether a state joins follows a probit with the regressors of the paper, moderate coefficients
and a spread that falls with the job insecurity of A's leader, so that both models of Table 2
have something to find and nothing separates.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from miniature.world import SEED, World

# Crises whose numbers the project's claims, Table 1 or the readers name, with the principals that
# the claims look for; what happens in them is made up like the rest.
NAMED = {
    111: (1946, 365, 640),
    153: (1958, 663, 666),
    255: (1973, 651, 666),
    393: (1990, 2, 645),
    427: (1998, 2, 625),
    430: (1999, 2, 345),
}
# Version 14 of the ICB data has this crisis of 1999, version 12 does not.
LATER_ADDED = 483
# ICB gives this crisis a name and leaves the rest of its row blank.
BLANK = 474
SPLIT = {427: ((2, 700), (2, 625))}
MAJORS = (2, 200, 220, 365, 710)
# A principal that has no ideal point would leave nothing of its crisis in the models.
NEVER_VOTES = 817
COERCIVE = (6, 11, 13, 14)
NO_ACT = (2, 3, 4, 5, 7)
FAVOURABLE = 2
WORDS = ("LAKE", "RIDGE", "STRAIT", "ISLET", "CANAL", "PLAIN", "HARBOUR", "PASS", "DELTA", "CAPE")


@dataclass(frozen=True)
class Conflict:
    """What happened.

    Attributes
    ----------
    crises : pandas.DataFrame
        crisis, name, start, end, two_sided, violence, un_organ, un_act.
    parts : pandas.DataFrame
        Two-sided crises: crisis, part, one, two (the smaller code first), start, end, war, and
        war_start (NaT without a war).
    actors : pandas.DataFrame
        Crisis actors: actor, crisis, state, start, end, opponent (whom it names as the source of
        the threat, or 997), un_organ, un_act, un_attitude.
    joiners : pandas.DataFrame
        States that might join: crisis, part, a, t, p, pull (latent; they join above 0), near
        (whether among the potential partners).
    """

    crises: pd.DataFrame
    parts: pd.DataFrame
    actors: pd.DataFrame
    joiners: pd.DataFrame

    def joined(self, key, blur=0.0, above=0.0):
        """Return who joins by a noisy view of the pull: one side at most in a crisis.

        Parameters
        ----------
        key : int
            Names the view, so that every source has errors of its own.
        blur : float
            Standard deviation of its noise.
        above : float
            What the blurred pull must exceed.
        """
        noise = np.random.default_rng([SEED, 100 + key]).normal(0, 1, len(self.joiners))
        seen = self.joiners.assign(seen=self.joiners["pull"] + blur * noise)
        seen = seen.sort_values("seen", ascending=False, kind="stable")
        seen = seen.drop_duplicates(["crisis", "p"])
        return seen[seen["seen"].gt(above)].sort_index()


def make_conflict(world: World) -> Conflict:
    """Draw crises and joiners; the same ones at every call."""
    rng = np.random.default_rng([SEED, 5])
    crises = _crises(rng)
    parts = _parts(crises, world, rng)
    wars = crises["crisis"].isin(parts.loc[parts["war"], "crisis"])
    crises = crises.assign(
        two_sided=crises["crisis"].isin(parts["crisis"]), violence=crises["violence"].mask(wars, 4)
    )
    actors = _actors(crises, parts, rng)
    joiners = _joiners(parts, actors, world, np.random.default_rng([SEED, 6]))
    return Conflict(crises, parts, actors, joiners)


def _crises(rng):
    years = sorted([*range(1946, 1999), *range(1947, 1999), *range(1952, 1998, 2), *[1990] * 3])
    # 1990 has a few more: it is all that a sample to 1990 has after the Cold War.
    years += [2001, 2003]  # beyond the sample
    numbers = sorted({*range(110, 474)} - set(NAMED))
    at = np.linspace(0, len(numbers) - 1, len(years)).round().astype(int)
    dated = {numbers[i]: year for i, year in zip(at, years, strict=True)}
    dated |= {number: year for number, (year, *_) in NAMED.items()} | {LATER_ADDED: 1999}
    rows = []
    for number, year in sorted(dated.items()):
        start = pd.Timestamp(year, 1, 1) + pd.Timedelta(days=int(rng.integers(5, 355)))
        end = start + pd.Timedelta(days=int(rng.integers(20, 200)))
        name = f"{rng.choice(WORDS)} {number}"
        acts = rng.random() < 0.45
        act = int(rng.choice(COERCIVE if acts else NO_ACT))
        violence = int(rng.integers(1, 4))
        rows.append((number, name, start, end, violence, int(rng.integers(2, 6)), act))
    columns = ["crisis", "name", "start", "end", "violence", "un_organ", "un_act"]
    return pd.DataFrame(rows, columns=columns)


def _parts(crises, world, rng):
    regions = world.states.drop_duplicates("state").set_index("state")["region"]
    rows = []
    for crisis in crises.itertuples(index=False):
        members = [s for s in world.members(crisis.start) if s != NEVER_VOTES]
        if crisis.crisis in NAMED:
            pairs = SPLIT.get(crisis.crisis, (NAMED[crisis.crisis][1:],))
        elif rng.random() < 0.1:
            continue
        else:
            one = int(rng.choice(members))
            home = [s for s in members if s != one and regions[s] == regions[one]]
            strong = [s for s in members if s in MAJORS and s != one]
            two = int(rng.choice(strong if rng.random() < 0.35 else home))
            pairs = ((one, two),)
        for part, pair in zip("ab", pairs, strict=False):
            war = bool(rng.random() < 0.5)
            war_start = crisis.start + pd.Timedelta(days=int(rng.integers(3, 15)))
            first, second = sorted(pair)
            when = (crisis.start, crisis.end, war, war_start if war else pd.NaT)
            rows.append((crisis.crisis, part, first, second, *when))
    columns = ["crisis", "part", "one", "two", "start", "end", "war", "war_start"]
    return pd.DataFrame(rows, columns=columns)


def _actors(crises, parts, rng):
    facts = crises.set_index("crisis")
    rows = []
    for number, pairs in parts.groupby("crisis"):
        fact = facts.loc[number]
        sides = [(s, t) for p in pairs.itertuples() for s, t in ((p.one, p.two), (p.two, p.one))]
        states = dict(reversed(sides))
        # One of the two is no crisis actor here and there; in the split crisis all are.
        if len(states) == 2 and number not in NAMED and rng.random() < 0.15:
            states.pop(rng.choice(sorted(states)))
        favoured = rng.choice(sorted(states)) if rng.random() < 0.7 else None
        for state, opponent in sorted(states.items()):
            late = int(rng.integers(0, 10))
            attitude = FAVOURABLE if state == favoured else int(rng.choice([3, 4]))
            source = opponent if rng.random() < 0.85 else 997
            start = min(fact["start"] + pd.Timedelta(days=late), fact["end"])
            act = fact["un_act"] if rng.random() < 0.97 else np.nan
            organ = fact["un_organ"] + 1
            rows.append((number, state, start, fact["end"], source, organ, act, attitude))
        if number == 255:
            # This state stands twice in this crisis in the true file too.
            rows.append((number, 666, fact["start"], fact["end"], 652, organ, act, 3))
    columns = ["crisis", "state", "start", "end", "opponent", "un_organ", "un_act", "un_attitude"]
    table = pd.DataFrame(rows, columns=columns)
    table.insert(0, "actor", np.arange(len(table)) + 200)
    return table


def _joiners(parts, actors, world, rng):
    both = [parts.rename(columns={"one": x, "two": y}) for x, y in ("at", "ta")]
    sides = pd.concat(both).sort_values(["crisis", "part", "a"], ignore_index=True)
    members = {day: world.members(day) for day in sides["start"].unique()}
    rows = sides.assign(p=sides["start"].map(members)).explode("p", ignore_index=True)
    rows = rows[rows["p"].ne(rows["a"]) & rows["p"].ne(rows["t"])]
    rows = rows.astype({"p": int}).reset_index(drop=True)
    rows["year"] = rows["start"].dt.year
    regions = world.states.drop_duplicates("state").set_index("state")["region"]
    pairs = world.pairs.set_index(["state_a", "state_b"])["contiguity"]
    pairs = pd.concat([pairs, pairs.swaplevel()])

    def between(x, y):
        return pairs.reindex(pd.MultiIndex.from_frame(rows[[x, y]])).to_numpy()

    region = {x: rows[x].map(regions) for x in "atp"}
    rows["near"] = (
        (between("a", "p") <= 5)
        | (between("t", "p") <= 5)
        | region["p"].eq(region["a"])
        | region["p"].eq(region["t"])
        | rows["p"].isin(MAJORS)
    )
    facts = world.yearly.set_index(["unit", "year"])
    risk = world.insecurity.set_index(["unit", "year"])["risk"]
    capable = facts["milex"].groupby("year").transform(lambda m: m / m.sum())

    def of(values, x, lag=0):
        keys = pd.MultiIndex.from_arrays([rows[x].map(world.unit), rows["year"] - lag])
        return values.reindex(keys).to_numpy(float)

    point = {x: np.nan_to_num(of(facts["point"], x, 1)) for x in "atp"}
    insecure = of(risk, "a")
    index = (
        -1.05
        + 0.20 * np.abs(point["t"] - point["p"])
        - 0.20 * np.abs(point["a"] - point["p"])
        + 0.55 * _allied(rows, world)
        + 0.30 * _supported(rows, actors)
        + 2.00 * of(capable, "p")
        - 1.00 * of(capable, "t")
        - 0.03 * between("a", "t")
        - 0.07 * between("p", "t")
        + 0.10 * (of(facts["polity"], "a") >= 6)
        - 0.10 * (of(facts["polity"], "p") >= 6)
        + 0.50 * (insecure - 0.2)
        + 0.20 * rows["a"].isin(MAJORS)
        - 1.20 * ~rows["near"]
    )
    spread = np.exp(-2.0 * (insecure - 0.2))
    rows["pull"] = index + spread * rng.normal(0, 1, len(rows))
    return rows[["crisis", "part", "a", "t", "p", "start", "end", "war", "pull", "near"]]


def _allied(rows, world):
    pacts = world.alliances[world.alliances["defense"].eq(1) | world.alliances["entente"].eq(1)]
    pacts = pd.concat(
        [pacts, pacts.rename(columns={"state_a": "state_b", "state_b": "state_a"})]
    ).rename(columns={"state_a": "a", "state_b": "p", "start": "since", "end": "until"})
    both = rows[["a", "p", "start"]].reset_index().merge(pacts, on=["a", "p"])
    begun = both["since"].le(both["start"])
    there = begun & (both["until"].isna() | both["until"].ge(both["start"]))
    return rows.index.isin(both.loc[there, "index"]).astype(float)


def _supported(rows, actors):
    acted = actors[actors["un_act"].isin(COERCIVE) & actors["un_attitude"].eq(FAVOURABLE)]
    keys = pd.MultiIndex.from_frame(acted[["crisis", "state"]])
    return pd.MultiIndex.from_frame(rows[["crisis", "a"]]).isin(keys).astype(float)
