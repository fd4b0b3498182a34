"""Count what every filter lets through, so that no row is lost in silence."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

COLUMNS = ("step", "unit", "rows_in", "rows_out", "why")


@dataclass
class Attrition:
    """Rows in and out of each step, in the order the steps were taken."""

    rows: list[tuple] = field(default_factory=list)

    def keep(
        self, table: pd.DataFrame, mask: pd.Series | np.ndarray, step: str, unit: str, why: str
    ) -> pd.DataFrame:
        """Return the rows of `table` where `mask` holds, and note the count."""
        kept = table[mask]
        self.note(step, unit, len(table), len(kept), why)
        return kept

    def note(self, step: str, unit: str, rows_in: int, rows_out: int, why: str) -> None:
        """Note a step that is not a plain filter."""
        self.rows.append((step, unit, rows_in, rows_out, why))

    def table(self) -> pd.DataFrame:
        """Return the steps as a table, one row a step."""
        return pd.DataFrame(self.rows, columns=list(COLUMNS))
