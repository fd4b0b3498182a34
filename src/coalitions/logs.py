"""What a job writes while it runs, and how it fails: plainly."""

import logging
import sys
import traceback

from coalitions.errors import CoalitionsError


def start(path):
    """Log to the file at `path`; our own errors print as their message, without a traceback."""
    logging.basicConfig(
        filename=path,
        filemode="w",
        level=logging.INFO,
        format="%(levelname)s %(name)s: %(message)s",
    )
    logging.captureWarnings(True)

    def report(kind, error, trace):
        full = "".join(traceback.format_exception(kind, error, trace))
        logging.getLogger("coalitions").error(full)
        print(error if isinstance(error, CoalitionsError) else full, file=sys.stderr)

    sys.excepthook = report
