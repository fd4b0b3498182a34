import subprocess
import sys

import pytest

from coalitions.logs import cost


def test_the_last_line_of_a_log_says_what_the_job_took(tmp_path):
    log = tmp_path / "job.log"
    subprocess.run(
        [
            sys.executable,
            "-c",
            f"from coalitions import logs; logs.start({str(log)!r}, 'job'); "
            "import time; block = bytearray(200_000_000); time.sleep(.5)",
        ],
        check=True,
    )
    seconds, megabytes = cost(log)
    assert 0.5 < seconds < 60
    assert 200 < megabytes < 2000


@pytest.mark.parametrize("text", ["", "INFO coalitions: job\n"])
def test_a_job_that_was_killed_has_no_cost(tmp_path, text):
    (tmp_path / "job.log").write_text(text, encoding="utf-8")
    assert cost(tmp_path / "job.log") is None


def test_memory_is_the_jobs_own_and_not_that_of_what_started_it(tmp_path):
    log = tmp_path / "job.log"
    job = f"from coalitions import logs; logs.start({str(log)!r}, 'job')"
    # Started as Snakemake starts jobs, by a process of 500 MB.
    large = "import subprocess, sys; block = bytearray(500_000_000); "
    large += f"subprocess.run([sys.executable, '-c', {job!r}], check=True)"
    subprocess.run([sys.executable, "-c", large], check=True)
    assert cost(log).megabytes < 500
