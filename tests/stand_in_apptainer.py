"""A stand-in for Apptainer: it notes what it is asked, and runs the step where it is."""

import os
import sys
from pathlib import Path

# The last argument of `apptainer exec` is what a shell in the image is to do.
PROGRAM = """#!/bin/sh
if [ "$1" = --version ]; then
  echo "apptainer version 1.3.0"
  exit
fi
echo "$@" >> {calls}
for last; do :; done
exec bash -c "$last"
"""


def stand_in(folder):
    """Put it into a folder; return the PATH that finds it, and the file of what it is asked."""
    program, calls = folder / "apptainer", folder / "calls.txt"
    program.write_text(PROGRAM.format(calls=calls), encoding="utf-8")
    program.chmod(0o755)
    calls.touch()
    # An image finds its own Python first.
    places = [str(folder), str(Path(sys.executable).parent), os.environ["PATH"]]
    return os.pathsep.join(places), calls
