"""Servers that tests need. Each is started here on loopback where its program is installed, and stopped at exit.

Where one is missing, a test skips and says what to install; under CI it fails.
"""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

import psycopg
import pytest
import redis


def missing(what):
    """Skips the test, or under CI fails it: nothing is passed over quietly there."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and under CI nothing may be missing")
    pytest.skip(what)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(is_so, *, seconds=20, what="the server"):
    """Asks until `is_so()` is true; fails the test after `seconds`."""
    for _ in range(int(seconds * 20)):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail(f"{what} did not come up within {seconds} s")


def postgresql_url(name):
    """The address of an empty database `name`, made anew on TEST_POSTGRESQL_URL or on a server of our own."""
    server = os.environ.get("TEST_POSTGRESQL_URL") or _own_postgresql()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    return f"{server.rsplit('/', 1)[0]}/{name}"


@cache
def _own_postgresql():
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(programs[-1]) if programs else shutil.which("initdb")
    if not found:
        missing("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder, port = tempfile.mkdtemp(prefix="blog-postgresql-"), free_port()
    as_postgres = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = f"{folder}/data"
    command = [*as_postgres, found, "-D", data, "-U", "blog", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    server = subprocess.Popen(
        [*as_postgres, str(Path(found).with_name("postgres")), "-D", data, "-p", str(port), "-h", "127.0.0.1"]
        + ["-k", folder, "-c", "fsync=off", "-c", "max_connections=60"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    atexit.register(_stop, server, folder)
    address = f"postgresql://blog@127.0.0.1:{port}/postgres"
    wait_until(lambda: _answers(address), what="PostgreSQL")
    return address


def _answers(address):
    try:
        psycopg.connect(address, connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True


def redis_url():
    """The address of an empty database on TEST_REDIS_URL, or on a Redis server of our own."""
    url = os.environ.get("TEST_REDIS_URL") or _own_redis()
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    return url


@cache
def _own_redis():
    found = shutil.which("redis-server")
    if not found:
        missing("Redis is not installed (Debian: apt-get install redis-server)")
    folder, port = tempfile.mkdtemp(prefix="blog-redis-"), free_port()
    server = subprocess.Popen(
        [
            found,
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            folder,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    atexit.register(_stop, server, folder)
    address = f"redis://127.0.0.1:{port}/0"
    wait_until(lambda: _redis_answers(address), what="Redis")
    return address


def _redis_answers(address):
    try:
        with redis.Redis.from_url(address, socket_timeout=1) as client:
            return client.ping()
    except redis.RedisError:
        return False


def _stop(server, folder):
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
    shutil.rmtree(folder, ignore_errors=True)
