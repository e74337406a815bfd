"""Flask's own server, which people start while they change things, listens where the blog would."""

import subprocess
import sys

import httpx

from tests.housekeeping.starting import HOUSE, surroundings
from tests.services import free_port, wait_until


def test_flask_run_obeys_port_and_instance(tmp_path):
    port = free_port()
    given = surroundings(INSTANCE=tmp_path / "instance", PORT=port)
    subprocess.run(
        [sys.executable, "-m", "flask", "housekeeping", "set-up"], cwd=HOUSE, env=given, check=True
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "flask", "run"],
        cwd=HOUSE,
        env=given,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: answers(port), what="flask run")
    finally:
        server.terminate()
        server.wait(10)


def answers(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
    except httpx.TransportError:
        return False
