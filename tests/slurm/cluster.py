"""A Slurm of one node, started in a scratch folder and stopped again.

Its node has no configuration file: it asks the controller, and jobs find what it said in
/run/slurm/conf. So nothing in /etc is written or read, and only the shell that submits names the
configuration, in SLURM_CONF. There are no accounts, as on many small clusters.
"""

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
from filelock import FileLock

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scancel", "scontrol")
PLUGIN = "snakemake_executor_plugin_slurm"
# Where Munge and Slurm look without being told, as a node must that has no file to tell it.
MUNGE = Path("/run/munge/munge.socket.2")
CACHED = Path("/run/slurm/conf")
SITE = Path("/etc/slurm/slurm.conf")
# Of the test alone, so that it meets no Slurm of the usual ports, 6817 and 6818.
CONTROLLER, NODE = 16817, 16818
NAME = "of-tests"
SCRATCH = Path(tempfile.gettempdir())
CONFIGURATION = """\
ClusterName={name}
SlurmctldHost={host}
SlurmctldParameters=enable_configless
SlurmctldPort={controller}
SlurmdPort={node}
SlurmUser=root
SlurmdUser=root
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
# A node that does not answer so many seconds is down, and back when it answers.
SlurmdTimeout=10
ReturnToService=2
# A job of a node that went down waits until no credential of its first start counts any more.
AuthInfo=cred_expire=20
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
NodeName={host} CPUs={cpus} RealMemory={memory}
PartitionName=main Nodes={host} Default=YES State=UP
"""


def missing():
    """Return why no cluster can be started here, or nothing."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root starts a cluster"
    path = f"/usr/sbin:/sbin:{os.environ['PATH']}"
    if absent := [name for name in PROGRAMS if shutil.which(name, path=path) is None]:
        return f"not installed: {', '.join(absent)} (packages slurm-wlm and munge)"
    if SITE.exists():
        return f"this machine has one of its own, {SITE}"
    if importlib.util.find_spec(PLUGIN) is None:
        return "Snakemake's plugin for Slurm is not installed (profiles/slurm/requirements.lock)"
    return ""


def here(program):
    """Tell whether a program runs on this machine."""
    return any(process.info["name"] == program for process in psutil.process_iter(["name"]))


def end(processes):
    """Kill processes, and wait until they are gone."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=10)


class Cluster:
    """One node, its controller, and what vouches for their users.

    Parameters
    ----------
    folder : Path
        Made; takes configuration, state and logs.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.configuration = self.folder / "slurm.conf"
        self.environment = {"SLURM_CONF": str(self.configuration)}
        self.host = socket.gethostname().split(".")[0]
        self._asked = f"{self.host}:{CONTROLLER}"
        self._lock = FileLock(SCRATCH / "slurm-of-tests.lock")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()

    def start(self):
        """Start all three, once any cluster of another suite on this machine has ended."""
        self._lock.acquire()
        end(self._left_behind())
        if here("slurmd"):
            self._lock.release()
            raise RuntimeError("a node of another Slurm runs on this machine")
        for name in (".", "state", "spool"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        memory = psutil.virtual_memory().total // 2**20 * 3 // 4
        self.configuration.write_text(
            CONFIGURATION.format(
                name=NAME,
                host=self.host,
                folder=self.folder,
                controller=CONTROLLER,
                node=NODE,
                cpus=os.cpu_count(),
                memory=memory,
            ),
            encoding="utf-8",
        )
        try:
            # One that the system started serves as well; a socket alone can be a dead one's.
            if not here("munged"):
                self._start_munge()
            self._daemon("slurmctld", **self.environment)
            self._wait(lambda: self.ask("scontrol", "ping").count("UP"), "the controller")
            self.start_node()
        except BaseException:
            self.stop()
            raise

    def start_node(self):
        """Start the node, and wait until jobs can be sent to it."""
        self._daemon("slurmd", "--conf-server", self._asked)
        ready = ("idle", "mixed", "allocated")
        self._wait(lambda: self.ask("sinfo", "-h", "-o", "%T").strip() in ready, "the node")

    def kill_node(self):
        """Kill the node's daemon and all that it runs, and wait until Slurm has noticed."""
        end([self._process("slurmd"), *self.processes()])
        self._wait(lambda: not self.running(), "the news that the node is down")

    def stop(self):
        """Stop whatever runs, jobs first, and leave nothing outside of the folder."""
        end(self.processes())
        for name in ("slurmd", "slurmctld", "munged"):
            if process := self._process(name):
                process.terminate()
                end(psutil.wait_procs([process], timeout=20)[1])
        if CACHED.is_symlink() and CACHED.readlink().is_relative_to(self.folder):
            CACHED.unlink()
        self._lock.release()

    def ask(self, *command):
        """Return what a command of Slurm prints, empty where it fails."""
        done = subprocess.run(
            command,
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.stdout if done.returncode == 0 else ""

    def jobs(self):
        """Return the state of every job by its number."""
        lines = self.ask("squeue", "-h", "--states=all", "-o", "%i %T").splitlines()
        return dict(line.split() for line in lines)

    def running(self):
        """Return the numbers of jobs that run."""
        return [number for number, state in self.jobs().items() if state == "RUNNING"]

    def processes(self):
        """Return the processes of jobs, and those that watch over them."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                # No other Slurm is on this machine: `start` would have refused.
                if process.name() == "slurmstepd" or self.job_of(process):
                    found.append(process)
        return found

    @staticmethod
    def job_of(process):
        """Return the number of the job that a process belongs to, empty where it is of none."""
        environment = process.environ()
        ours = environment.get("SLURM_CLUSTER_NAME") == NAME
        return environment.get("SLURM_JOB_ID", "") if ours else ""

    def _left_behind(self):
        """Return daemons of a suite that was killed: this one alone has the lock."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                configuration = Path(process.environ().get("SLURM_CONF", os.sep))
                if process.name() == "slurmctld" and configuration.is_relative_to(SCRATCH):
                    found.append(process)
                elif process.name() == "slurmd" and self._asked in process.cmdline():
                    found.append(process)
        return found

    def _start_munge(self):
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        MUNGE.parent.mkdir(mode=0o755, exist_ok=True)
        files = {"key-file": key, "socket": MUNGE} | {
            f"{name}-file": self.folder / f"munged.{name}" for name in ("pid", "log", "seed")
        }
        self._daemon("munged", "--force", *[f"--{name}={path}" for name, path in files.items()])

    def _daemon(self, program, *arguments, **environment):
        env = {name: value for name, value in os.environ.items() if name != "SLURM_CONF"}
        env["PATH"] = f"/usr/sbin:/sbin:{env['PATH']}"
        done = subprocess.run(
            [program, *arguments],
            env=env | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"{program} did not start: {done.stderr}")

    def _process(self, program):
        """Return the process of a daemon by its pid file, if it runs."""
        try:
            number = int((self.folder / f"{program}.pid").read_text())
            process = psutil.Process(number)
            return process if process.name() == program else None
        except (OSError, ValueError, psutil.NoSuchProcess):
            return None

    def _wait(self, ready, what, seconds=60):
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise RuntimeError(f"{what} did not come up in {seconds} s: see {self.folder}")
            time.sleep(0.2)
