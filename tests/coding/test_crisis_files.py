"""Each crisis is taken from the first file that has it."""

import pandas as pd

from coalitions.coding.crisis_files import from_first_file


def test_a_later_file_adds_crises_and_changes_none():
    preferred = pd.DataFrame({"crisis": [1, 1, 2], "state": [10, 20, 30]})
    newest = pd.DataFrame({"crisis": [1, 2, 3, 3], "state": [99, 99, 40, 50]})
    taken = from_first_file({"12": preferred, "15": newest})
    assert taken.to_numpy().tolist() == [[1, 10], [1, 20], [2, 30], [3, 40], [3, 50]]
    assert taken.index.tolist() == [0, 1, 2, 3, 4]
