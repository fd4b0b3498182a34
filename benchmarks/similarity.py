"""Time the similarity of all states' votes from roll calls; fails when it takes over 30 seconds.

Run by ``make bench``. Reads the votes of 1946-2015 from data/raw or COALITIONS_MIRROR.
"""

import os
import resource
import sys
import time
from pathlib import Path

from coalitions.readers import read
from coalitions.readers.system import StateSystem
from coalitions.sources.manifest import find, load_manifest
from coalitions.unga.similarity import vote_similarity

ROOT = Path(__file__).parents[1]
LIMIT_SECONDS = 30.0


def source(dataset, version):
    entry = find(load_manifest(ROOT / "data/sources.csv"), dataset, version)
    folders = [ROOT / "data/raw", Path(os.environ.get("COALITIONS_MIRROR", ROOT / "data/raw"))]
    for folder in folders:
        if entry.path_under(folder).exists():
            return entry.source(folder)
    sys.exit(f"{dataset} {version} is neither in data/raw nor in COALITIONS_MIRROR")


def peak():
    """Largest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    system = StateSystem(read(source("cow_states", "2016")))
    started = time.perf_counter()
    votes = read(source("unga_votes", "2017"), system)
    reading, memory = time.perf_counter() - started, peak()
    started = time.perf_counter()
    found = vote_similarity(votes)
    comparing = time.perf_counter() - started
    years = f"{found['year'].min()}-{found['year'].max()}"
    print(f"{len(votes):,d} votes read            {reading:6.1f} s")
    print(f"{len(found):,d} dyad-years, {years} {comparing:6.1f} s   (aim: under 30)")
    print(f"peak memory                   {peak():6.0f} MB  (after reading: {memory:.0f})")
    if comparing > LIMIT_SECONDS:
        sys.exit(f"the similarities took more than {LIMIT_SECONDS:.0f} s")


if __name__ == "__main__":
    main()
