"""The made-up world as plain data frames: states, where they lie, and their yearly facts.

States carry the codes, abbreviations and names of real ones, so that the project's regions and
recodes apply; everything else is drawn from one fixed seed. Yearly tables go by *unit*: a unit is
a COW state, except that Germany after 1990 goes on as unit 260, because most sources keep the
code of the Federal Republic. `in_cow` gives a table COW's codes.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from miniature.succession import succeed

SEED = 20160301
FIRST, LAST = 1945, 2001
UNION = pd.Timestamp("1990-10-03")
WEST, GERMANY = 260, 255
# Kilometres on a plane: where a region's states lie around.
CENTRES = {
    "north_america": (-8500, 2500),
    "south_america": (-7300, 600),
    "europe": (0, 3300),
    "africa": (800, -500),
    "middle_east_north_africa": (1600, 1500),
    "asia_oceania": (3600, 900),
}
# Statute miles in kilometres, for the widths of water in the COW contiguity types 2 to 5.
MILE = 1.609
WIDTHS = tuple(MILE * miles for miles in (0, 12, 24, 150, 400))
GREAT = {2: 5.0, 365: 4.0, 710: 3.0, 200: 2.0, 220: 1.8, 260: 1.8, 740: 1.6, 750: 1.5}
POLES = {2: 2.2, 200: 1.5, 220: 1.2, 20: 1.3, 260: 1.2, 666: 1.4, 365: -2.2, 265: -1.9, 40: -1.6}
FLAGS = ["defense", "neutrality", "nonaggression", "entente"]


@dataclass(frozen=True)
class World:
    """Everything that is so before any crisis.

    Attributes
    ----------
    states : pandas.DataFrame
        Membership spells: state, abbreviation, name, region, entry, exit (NaT while a member).
    majors : pandas.DataFrame
        Spells of major powers: state, entry, exit.
    pairs : pandas.DataFrame
        Unordered pairs: state_a < state_b, km between capitals, gap between borders in km,
        contiguity (1-5, 6 none).
    yearly : pandas.DataFrame
        unit, year, point (NaN where the state does not vote), polity, gdp, growth, milex, milper,
        irst, pec, tpop, upop.
    leaders : pandas.DataFrame
        From `miniature.succession.succeed`.
    insecurity : pandas.DataFrame
        unit, year, risk: the true chance that the leader of 1 January loses office in the year.
    alliances : pandas.DataFrame
        Spells of pairs: state_a < state_b, start, end (NaT while in force), and what they oblige
        to.
    """

    states: pd.DataFrame
    majors: pd.DataFrame
    pairs: pd.DataFrame
    yearly: pd.DataFrame
    leaders: pd.DataFrame
    insecurity: pd.DataFrame
    alliances: pd.DataFrame

    @property
    def names(self):
        """Names by COW code, a dict."""
        return dict(zip(self.states["state"], self.states["name"], strict=True))

    @property
    def labels(self):
        """Abbreviations by COW code, a dict."""
        return dict(zip(self.states["state"], self.states["abbreviation"], strict=True))

    def members(self, day):
        """Return the codes of the members of the system on a day, sorted."""
        inside = self.states["entry"].le(day) & (
            self.states["exit"].isna() | self.states["exit"].ge(day)
        )
        return sorted(self.states.loc[inside, "state"])

    def member_years(self, first, last):
        """Return the years in which each state is a member on some day: state, year."""
        spells = self.states.assign(
            low=self.states["entry"].dt.year.clip(lower=first),
            high=self.states["exit"].dt.year.fillna(last).clip(upper=last).astype(int),
        )
        rows = [
            (s.state, year)
            for s in spells.itertuples(index=False)
            for year in range(s.low, s.high + 1)
        ]
        return pd.DataFrame(rows, columns=["state", "year"]).drop_duplicates(ignore_index=True)

    def unit(self, state):
        """Return the unit whose yearly facts a COW state has after the Second World War."""
        return WEST if state == GERMANY else state


def in_cow(table, since=1991):
    """Return a yearly table under COW codes: ``state`` in place of ``unit``."""
    united = table["unit"].eq(WEST) & table["year"].ge(since)
    state = table["unit"].mask(united, GERMANY)
    return table.drop(columns="unit").assign(state=state)


def make_world():
    """Draw the world; the same one at every call."""
    states = pd.read_csv(
        Path(__file__).with_name("states.csv"), parse_dates=["entry", "exit"], encoding="utf-8"
    )
    pairs = _pairs(states, np.random.default_rng([SEED, 1]))
    yearly = _yearly(states, np.random.default_rng([SEED, 2]))
    leaders, insecurity = succeed(yearly, np.random.default_rng([SEED, 3]))
    alliances = _alliances(states, pairs, yearly, np.random.default_rng([SEED, 4]))
    return World(states, _majors(), pairs, yearly, leaders, insecurity, alliances)


def _majors():
    spells = [
        (2, "1899-01-01", None),
        (200, "1816-01-01", None),
        (220, "1816-01-01", "1941-02-03"),
        (220, "1945-09-01", None),
        (255, "1816-01-01", "1945-04-30"),
        (255, "1991-06-01", None),
        (365, "1816-01-01", None),
        (710, "1951-01-01", None),
        (740, "1896-01-01", "1945-08-20"),
        (740, "1991-06-01", None),
    ]
    table = pd.DataFrame(spells, columns=["state", "entry", "exit"])
    return table.assign(entry=pd.to_datetime(table["entry"]), exit=pd.to_datetime(table["exit"]))


def _pairs(states, rng):
    places = states.drop_duplicates("state").reset_index(drop=True)
    centre = np.array([CENTRES[region] for region in places["region"]], dtype=float)
    spot = centre + rng.uniform(-1200, 1200, size=centre.shape)
    radius = rng.uniform(100, 320, len(places))
    # The Germanies lie where the united one does.
    east, west, united = (places["state"].eq(code).to_numpy() for code in (265, WEST, GERMANY))
    spot[west], radius[west] = spot[united] - [200, 0], 250
    spot[east], radius[east] = spot[united] + [200, 0], 200
    first, second = np.triu_indices(len(places), k=1)
    km = np.round(np.hypot(*(spot[first] - spot[second]).T))
    gap = np.round(np.clip(km - radius[first] - radius[second], 0, None), 6)
    codes = places["state"].to_numpy()
    return pd.DataFrame(
        {
            "state_a": codes[first],
            "state_b": codes[second],
            "km": km.astype(int),
            "gap": gap,
            "contiguity": 1 + np.searchsorted(WIDTHS, gap, side="left"),
        }
    )


def _yearly(states, rng):
    years = np.arange(FIRST - 7, LAST + 1)
    parts = []
    for unit in sorted(set(states["state"]) - {GERMANY}):
        n = len(years)
        base = POLES.get(unit, rng.normal(0, 0.8))
        point = base + _wander(rng, n, keep=0.9, step=0.12)
        growth = rng.normal(0.022, 0.055, n)
        size = GREAT.get(unit, rng.uniform(0.2, 0.9)) * np.exp(_wander(rng, n, 0.97, 0.05))
        people = 9000 * size * np.exp(0.017 * np.arange(n))
        parts.append(
            pd.DataFrame(
                {
                    "unit": unit,
                    "year": years,
                    "point": np.clip(point, -3, 3),
                    "polity": _regimes(rng, n, 6 if base > 0.4 else -4),
                    "growth": growth,
                    "gdp": np.exp(rng.normal(8.2, 0.8) + np.cumsum(growth)),
                    "milex": np.round(90000 * size * rng.lognormal(0, 0.3, n)),
                    "milper": np.round(180 * size * rng.lognormal(0, 0.2, n)),
                    "irst": np.round(2500 * size * rng.lognormal(0, 0.3, n)),
                    "pec": np.round(30000 * size * rng.lognormal(0, 0.2, n)),
                    "tpop": np.round(people),
                    "upop": np.round(people * rng.uniform(0.1, 0.4)),
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    # Some take their seat late, and the session of 1964 takes no votes.
    late = {710: 1971, 260: 1973, 265: 1973, 816: 1977, 740: 1956, 817: LAST + 1}
    seated = table["year"].ge(table["unit"].map(late).fillna(1946)) & table["year"].ne(1964)
    return table.assign(point=table["point"].where(seated))


def _wander(rng, n, keep, step):
    path, steps = np.zeros(n), rng.normal(0, step, n)
    for i in range(1, n):
        path[i] = keep * path[i - 1] + steps[i]
    return path


def _regimes(rng, n, mean):
    """Return scores that hold for years; the special codes stand for a year or two at times."""
    score, current = np.empty(n, dtype=int), 0
    for i in range(n):
        if i == 0 or rng.random() < 0.06:
            current = int(np.clip(round(rng.normal(mean, 4.5)), -10, 10))
        score[i] = current
        if i and rng.random() < 0.012:
            score[i] = rng.choice([-66, -77, -88])
    return score


def _alliances(states, pairs, yearly, rng):
    point = yearly.groupby("unit")["point"].mean().fillna(0.0)
    entry = states.groupby("state")["entry"].max()
    rows = []
    for pair in pairs.itertuples(index=False):
        apart = abs(*np.diff([point[260 if s == 255 else s] for s in (pair.state_a, pair.state_b)]))
        near = pair.km < 2500
        if rng.random() > (0.42 if near else 0.12) * np.exp(-0.5 * apart):
            continue
        begin = max(1946, *(entry[s].year + 1 for s in (pair.state_a, pair.state_b)))
        start = pd.Timestamp(int(rng.integers(begin, max(begin + 1, 1975))), 3, 1)
        start += pd.Timedelta(days=int(rng.integers(0, 300)))
        ends = rng.random() < 0.3
        last = start + pd.Timedelta(days=int(rng.integers(2000, 12000))) if ends else pd.NaT
        kind = rng.choice(3, p=[0.6, 0.25, 0.15])
        flags = [(1, 0, 1, 1), (0, 0, 0, 1), (0, 1, 1, 0)][kind]
        rows.append((pair.state_a, pair.state_b, start, last, *flags))
    return pd.DataFrame(rows, columns=["state_a", "state_b", "start", "end", *FLAGS])
