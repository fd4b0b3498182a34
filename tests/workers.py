"""Which tests a worker takes together, and which begin first."""

from xdist.scheduler import LoadScopeScheduling

# Folders whose tests share what takes long to make, and so one worker. The matrix is long enough to
# be worth a copy of what it shares with the rest of its folder.
TOGETHER = ("tests/workflow/test_matrix.py", "tests/workflow/", "tests/rebuild/", "tests/game/")
# Browsers open what the tests of the workflow build.
OPENED = ("tests/browser/", "tests/workflow/")
# What takes longest, which begins first: what is left for the end is short, and ends at once.
LONGEST = (
    "tests/workflow/",
    "tests/rebuild/",
    "tests/workflow/test_matrix.py",
    "tests/slurm/test_slurm_smoke.py",
    "tests/data/test_versions_data.py",
    "tests/hetprobit/test_search.py",
    "tests/game/",
)


def scope(nodeid):
    """Return the folder or the file whose tests stay together, to which a test belongs."""
    nodeid = nodeid.replace(*OPENED)
    return next((f for f in TOGETHER if nodeid.startswith(f)), nodeid.split("::")[0])


class ByFolder(LoadScopeScheduling):
    """Send the tests of some folders to one worker each, and all others file by file.

    The option --dist=loadgroup of pytest-xdist 3.8 is without effect under pytest 9.
    """

    def _split_scope(self, nodeid):
        return scope(nodeid)
