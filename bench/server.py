"""A server under measurement: started on a free port, pinned to a core where there is another for the load."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
TICKS = os.sysconf("SC_CLK_TCK")


def pinned(command, core):
    """`command` (a list), on core number `core` (0: the server's, 1: the load's) where there are two."""
    return ["taskset", "-c", str(CORES[core]), *command] if len(CORES) > 1 else command


@contextmanager
def running(target, environ=None, *, threads=4, answers="/"):
    """(address, process) of granian serving `target` ("module:name") with one worker, until the block ends."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "1", "--blocking-threads", str(threads), "--log-level", "error", target]
    process = subprocess.Popen(pinned(command, 0), env=os.environ | (environ or {}) | {"PORT": str(port)})
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address + answers, process)
        yield address, process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def cpu_seconds(process):
    """Processor time of a process and its children so far."""
    return sum(_own_seconds(pid) for pid in _tree(process.pid))


def peak_memory(process):
    """The largest resident size, in MiB, that a single process of the tree has had."""
    return max(_status(pid, "VmHWM:") for pid in _tree(process.pid)) / 1024


def _tree(pid):
    pids = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            pids += _tree(int(child))
    return pids


def _own_seconds(pid):
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS


def _status(pid, name):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(address, process):
    for _ in range(400):
        if process.poll() is not None:
            raise SystemExit("The server under measurement did not start.")
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The server under measurement does not answer.")
