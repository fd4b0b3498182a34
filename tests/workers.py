"""Which tests a worker takes together, and which begin first."""

from xdist.scheduler import LoadScopeScheduling

# Folders whose tests share what takes long to make, and so one worker.
TOGETHER = ("tests/rebuild/", "tests/game/")
# What takes longest, which begins first: what is left for the end is short, and ends at once.
LONGEST = (
    "tests/workflow/test_matrix.py",
    "tests/rebuild/",
    "tests/workflow/test_workflow.py",
    "tests/workflow/test_extend.py",
    "tests/slurm/test_slurm_smoke.py",
    "tests/workflow/test_multiverse_workflow.py",
    "tests/workflow/test_originals_workflow.py",
    "tests/data/test_versions_data.py",
    "tests/hetprobit/test_search.py",
    "tests/workflow/test_fetch.py",
    "tests/docs/test_how_to.py",
    "tests/test_miniature.py",
    "tests/originals/test_identity.py",
    "tests/workflow/test_selectivity_workflow.py",
    "tests/workflow/test_power_workflow.py",
    "tests/workflow/test_forecast_workflow.py",
    "tests/browser/test_report_page.py",
    "tests/game/",
)


def scope(nodeid):
    """Return the folder or the file whose tests stay together, to which a test belongs."""
    return next((f for f in TOGETHER if nodeid.startswith(f)), nodeid.split("::")[0])


class ByFolder(LoadScopeScheduling):
    """Send the tests of some folders to one worker each, and all others file by file.

    The option --dist=loadgroup of pytest-xdist 3.8 is without effect under pytest 9.
    """

    def _split_scope(self, nodeid):
        return scope(nodeid)
