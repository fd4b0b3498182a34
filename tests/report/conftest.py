"""What the tests of the report share."""

import pandas as pd
import pytest

from coalitions.estimates.specifications import MAIN


@pytest.fixture
def removals():
    """Return removals of 12 crises and 12 leaders from model 2; unit 11 moves most."""
    rows = [
        (
            2,
            unit,
            str(i),
            f"{unit} {i}",
            40 + i,
            i % 3,
            "",
            *key,
            0.3,
            0.1,
            0.3 + 0.002 * i**2,
            0.11,
        )
        for unit in ("crisis", "leader")
        for i in range(12)
        for key in MAIN
    ]
    columns = "model unit id name rows joined problem equation term estimate std_error without"
    table = pd.DataFrame(rows, columns=[*columns.split(), "std_error_without"])
    return table.assign(
        change=table["without"] - 0.3,
        change_in_se=(table["without"] - 0.3) / 0.1,
        sign_changes=pd.array([False] * len(table), dtype="boolean"),
        verdict_changes=pd.array(table["id"].eq("11"), dtype="boolean"),
    )
