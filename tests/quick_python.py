"""An interpreter that has imported already, for runs of Snakemake on little data.

Such a run, and each of its jobs, spends most of its time on imports. Here one process imports once
what they all import, and forks for each: `interpreter` returns the path of a program that is
called as Python is, with a script or a module, and hands the call to that process. The fork has
folder, environment and streams of its caller, and ends as any interpreter does. What hangs on how
Python starts, such as its locale, needs a real one.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

# What is imported only where it is used, as it takes long.
USED_WITHIN = (
    "great_tables",
    "hetprobit",
    "matplotlib.pyplot",
    "pooch",
    "pyreadr",
    "pyreadstat",
    "scipy.stats",
    "snakemake.cli",
    "snakemake.executors.local",
    "snakemake.scheduling.greedy",
    "statsmodels.regression.linear_model",
)
# Called in place of Python; starts in a hundredth of a second.
CALLER = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    socket.send_fds(server, [b"."], [0, 1, 2])
    server.sendall(json.dumps([os.getcwd(), dict(os.environ), sys.argv]).encode())
    server.shutdown(socket.SHUT_WR)
    sys.exit(int(server.recv(8) or 1))
"""


@cache
def interpreter():
    """Start the process that forks, which ends with this one, and return the program to call."""
    folder = Path(tempfile.mkdtemp(prefix="quick-"))
    address, program = folder / "socket", folder / "python"
    program.write_text(CALLER.format(python=sys.executable, address=str(address)), encoding="utf-8")
    program.chmod(0o755)
    # As Snakemake starts jobs: of one thread, which libraries take in when they are imported.
    alike = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    server = subprocess.Popen(
        [sys.executable, __file__, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | alike | {"MPLBACKEND": "agg"},
    )
    assert server.stdout.readline() == b"ready\n", "the process that forks did not start"
    atexit.register(end_server, server, folder)
    return str(program)


def end_server(server, folder):
    """Close what the process that forks waits at, and take away its folder."""
    server.communicate()
    shutil.rmtree(folder)


def import_all():
    """Import what runs and their scripts import, at their head or where they use it."""
    # As in `coalitions.pipeline.jobs`: what checks tables is not to take this along.
    sys.modules["hypothesis"] = None
    import coalitions

    for module in pkgutil.walk_packages(coalitions.__path__, "coalitions."):
        importlib.import_module(module.name)
    for name in USED_WITHIN:
        importlib.import_module(name)
    # Pandera imports most of itself when it first checks a table.
    import pandas as pd
    import pandera.pandas as pa

    pa.DataFrameSchema({"a": pa.Column("int64")}).validate(pd.DataFrame({"a": [1]}))


def calls(listener):
    """Wait for calls; every fork returns with the call that it is to answer."""
    while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
        call, _ = listener.accept()
        if os.fork() == 0:
            # One more, to wait for the other and to pass on how it ends.
            child = os.fork()
            if child == 0:
                return call
            _, status = os.waitpid(child, 0)
            call.sendall(str(os.waitstatus_to_exitcode(status) & 255).encode())
            os._exit(0)
        call.close()
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    sys.exit()


def answer(call):
    """Become the interpreter that was called."""
    _, streams, *_ = socket.recv_fds(call, 1, 3)
    with call, call.makefile(encoding="utf-8") as message:
        folder, environment, (program, *arguments) = json.load(message)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    # For what is called from here.
    sys.executable = program
    if arguments[0] == "-m":
        sys.argv, sys.path[0] = arguments[1:], folder
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv, sys.path[0] = arguments, str(Path(arguments[0]).parent)
        runpy.run_path(arguments[0], run_name="__main__")


def end(code):
    """End as an interpreter does, but without taking apart what was imported."""
    atexit._run_exitfuncs()
    if isinstance(code, str):
        print(code, file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else code is not None)


if __name__ == "__main__":
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(sys.argv[1])
        listening.listen()
        import_all()
        # Otherwise every fork would go through it, and so copy it.
        gc.freeze()
        # A call is short, and leaves little that only a search would find.
        gc.set_threshold(50_000)
        print("ready", flush=True)
        call = calls(listening)
    try:
        answer(call)
    except SystemExit as error:
        end(error.code)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        end(1)
    end(0)
