"""The load: wrk for what is read; a process of its own, bounded in requests, for what is posted."""

import http.client
import json
import re
import subprocess
import sys
import time
from urllib.parse import urlencode, urlsplit

from bench.server import cpu_seconds, pinned

UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def read(address, process, *, seconds, connections=16, headers=()):
    """Requests a second, p50 and p99 in ms, CPU ms a request, of GETs sent by wrk."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += [part for header in headers for part in ("-H", header)] + [address]
    before = cpu_seconds(process)
    said = subprocess.run(pinned(command, 1), capture_output=True, text=True, check=True).stdout
    spent, requests = cpu_seconds(process) - before, int(re.search(r"(\d+) requests in", said)[1])
    if "Non-2xx" in said or not requests:
        raise SystemExit(f"{address} was not answered well:\n{said}")
    return {
        "per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
        "p50": _milliseconds(said, "50%"),
        "p99": _milliseconds(said, "99%"),
        "cpu": spent / requests * 1000,
    }


def _milliseconds(said, percentile):
    number, unit = re.search(rf"{percentile}\s+([\d.]+)(us|ms|s)", said).groups()
    return float(number) * UNITS[unit]


def post(address, process, posts):
    """The same figures for `posts`, a list of (path, fields, cookie), sent one after another by another process."""
    before = cpu_seconds(process)
    command = pinned([sys.executable, "-m", "bench.load", address], 1)
    said = subprocess.run(command, input=json.dumps(posts), capture_output=True, text=True, check=True).stdout
    spent, times = cpu_seconds(process) - before, sorted(json.loads(said))
    return {
        "per_second": len(times) / (sum(times) / 1000),
        "p50": times[len(times) // 2],
        "p99": times[int(len(times) * 0.99)],
        "cpu": spent / len(times) * 1000,
    }


def _send(address, posts):
    """Milliseconds each; every answer must be 303."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    times = []
    for path, fields, cookie in posts:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            **({"Cookie": cookie} if cookie else {}),
        }
        start = time.perf_counter()
        connection.request("POST", path, urlencode(fields), headers)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - start) * 1000)
        if answer.status != 303:
            raise SystemExit(f"{path} answered {answer.status}")
    return times


if __name__ == "__main__":
    print(json.dumps(_send(sys.argv[1], json.load(sys.stdin))))
