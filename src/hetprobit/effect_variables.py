"""The variables whose effects are asked for: their columns, levels, and where they are held."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from hetprobit.errors import ModelDataError
from hetprobit.likelihood import Design
from hetprobit.preparation import SCALE_PREFIX, PreparedData


def at_means(design: Design) -> Design:
    """Reduce a design to one row at the weighted means of all its regressors and offsets."""
    # Always with weights: np.average without them fails on a probit's empty z.
    weights = np.ones(design.n_rows) if design.weights is None else design.weights

    def mean(part):
        return None if part is None else np.average(part, axis=0, weights=weights)[None]

    return Design(
        np.ones(1),
        mean(design.x),
        mean(design.z),
        mean(design.offset),
        mean(design.offset_scale),
    )


def held_at(
    design: Design,
    columns: Mapping[str, tuple[int | None, int | None]],
    values: Mapping[str, float],
) -> Design:
    """Return the design with some variables at the same value in every row.

    Parameters
    ----------
    design : Design
    columns : dict of str to (int or None, int or None)
        For each variable its column in x and in z.
    values : dict of str to float

    Raises
    ------
    ModelDataError
        If a variable is not in the model or a value is not a finite number.
    """
    x, z = design.x.copy(), design.z.copy()
    for name, value in values.items():
        if name not in columns or not np.isfinite(value):
            raise ModelDataError(
                "Effects cannot be taken there.",
                expected=f"finite values of some of {', '.join(columns)}",
                got=f"{name} at {value}",
            )
        for matrix, place in zip((x, z), columns[name], strict=True):
            if place is not None:
                matrix[:, place] = value
    return replace(design, x=x, z=z)


def variables(data: PreparedData) -> dict[str, tuple[int | None, int | None]]:
    """Return the column in x and in z of every variable but the constant.

    Columns of the two equations are one variable if they hold the same numbers, whatever their
    names, and two if not: a column of z whose name means another one in x is then called
    ``lnsigma:name``.

    Parameters
    ----------
    data : PreparedData

    Returns
    -------
    dict of str to (int or None, int or None)
    """
    partner = {i: j for i, j in reversed(data.shared) if i != data.constant}
    columns: dict[str, tuple[int | None, int | None]] = {
        name: (i, partner.get(i)) for i, name in enumerate(data.x_names) if i != data.constant
    }
    taken = set(partner.values())
    for j, name in enumerate(data.z_names):
        if j not in taken:
            columns[SCALE_PREFIX + name if name in data.x_names else name] = (None, j)
    return columns


def factor_levels(
    data: PreparedData,
    columns: Mapping[str, tuple[int | None, int | None]],
    factors: Sequence[Sequence[str]],
) -> tuple[
    dict[str, tuple[int | None, int | None]],
    dict[str, tuple[dict[int, float], dict[int, float]]],
]:
    """Return the variables without base levels, and what moving to each level of a factor sets.

    Parameters
    ----------
    data : PreparedData
    columns : dict
        From `variables`.
    factors : list of list of str
        Indicator columns of each factor of a formula. Codings other than 0 and 1 are left alone.

    Returns
    -------
    columns : dict
        Without the indicator of the base level, where a factor has one for every level.
    levels : dict
        As for `marginal_effects`.
    """
    k = len(data.x_names)
    kept = dict(columns)
    levels = {}
    groups: list[set[str]] = []
    for names in factors:
        # A factor of both equations is one group.
        group = {
            variable
            for variable, (in_x, in_z) in columns.items()
            if (in_x is not None and data.x_names[in_x] in names)
            or (in_z is not None and data.z_names[in_z] in names)
        }
        groups = [each for each in groups if not each & group] + [
            group.union(*(each for each in groups if each & group))
        ]
    for group in groups:
        members = [name for name in columns if name in group]
        moves = {name: moves_of(*columns[name], k) for name in members}
        indicators = [_column(data.design, columns[name]) for name in members]
        if not indicators or not all(((each == 0) | (each == 1)).all() for each in indicators):
            continue
        none = {place: 0.0 for high, _ in moves.values() for place in high}
        base = none
        if (sum(indicators) == 1).all():
            base = none | moves[members[0]][0]
            del kept[members[0]]
        for name in members:
            levels[name] = (none | moves[name][0], base)
    return kept, levels


def moves_of(
    in_x: int | None, in_z: int | None, k: int
) -> tuple[dict[int, float], dict[int, float]]:
    """Values of a variable's columns, by position of the coefficient, at 1 and at 0."""
    places = ([] if in_x is None else [in_x]) + ([] if in_z is None else [k + in_z])
    return dict.fromkeys(places, 1.0), dict.fromkeys(places, 0.0)


def _column(design, places):
    in_x, in_z = places
    return design.z[:, in_z] if in_x is None else design.x[:, in_x]
