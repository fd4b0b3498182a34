"""What each job of a run took, for the page of results."""

from collections.abc import Mapping
from pathlib import PurePosixPath

import pandas as pd

from coalitions.logs import Cost
from coalitions.report.labels import words
from coalitions.report.number_text import count
from coalitions.report.results_page import Part, markdown
from coalitions.report.text_table import markdown_table

_SAID = (
    "As each job last ran on this machine, with the start of Python; jobs run side by side where "
    "there are several cores. The page itself comes last and is not among them. `manifest.json`, "
    "in the folder of the results, holds hashes of all results and raw files, the version of the "
    "code and of every package."
)


def run_times(costs: Mapping[str, Cost]) -> Part:
    """Fold away what each job took, the longest first, below what they took together.

    Parameters
    ----------
    costs : mapping of str to coalitions.logs.Cost
        By log.

    Returns
    -------
    coalitions.report.results_page.Part
    """
    rows = sorted(costs.items(), key=lambda item: -item[1].seconds)
    table = pd.DataFrame(
        {
            "Job": [_name(job) for job, _ in rows],
            "Seconds": [f"{cost.seconds:.1f}" for _, cost in rows],
            "Memory, MB": [count(cost.megabytes) for _, cost in rows],
        }
    )
    together = count(sum(cost.seconds for cost in costs.values()))
    most = count(max((cost.megabytes for cost in costs.values()), default=0))
    return markdown(
        f"{_SAID}\n\n{markdown_table(table)}",
        folded=f"Run times: {len(rows)} jobs took {together} seconds together, and at most "
        f"{most} MB of memory each",
    )


def _name(job):
    """Name a job by its log: the rule, and what tells its jobs apart."""
    parts = PurePosixPath(job).parts[1:]
    rule, *which = parts[2:] if parts[0] == "runs" else parts
    return f"{words(rule)}: {', '.join(which)}" if which else words(rule)
