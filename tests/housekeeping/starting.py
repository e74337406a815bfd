"""A blog that is started as its owner would start it: `python app.py`, in a process of its own."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from tests.services import free_port, wait_until

HOUSE = Path(__file__).parent.parent.parent


def surroundings(**given):
    """The environment of a start: this process's own without any setting of a blog, and what is `given`."""
    ours = {"HOST", "PORT", "INSTANCE"}
    kept = {
        name: value for name, value in os.environ.items() if name not in ours and not name.startswith("BLOG_")
    }
    return kept | {name: str(value) for name, value in given.items()} | {"PYTHONUNBUFFERED": "1"}


def start_in_vain(*command, **given):
    """(exit code, what it said on stderr) of a command that is expected to end by itself."""
    command = [sys.executable, *(command or ("app.py",))]
    ended = subprocess.run(
        command, cwd=HOUSE, env=surroundings(**given), capture_output=True, text=True, timeout=60
    )
    return ended.returncode, ended.stderr.strip()


class RunningBlog:
    def __init__(self, server, url, said):
        self.server, self.url, self._said = server, url, said

    @property
    def said(self):
        return self._said.read_text()

    def link(self):
        """The set-up link that it printed, or None."""
        found = re.search(r"http://\S+/set-up/\S+", self.said)
        return found[0] if found else None

    def stop(self, how=signal.SIGTERM):
        """Its exit code, once it has stopped."""
        self.server.send_signal(how)
        return self.server.wait(30)


@contextmanager
def running_blog(folder, said, **given):
    """A RunningBlog with its installation in `folder`, once it has printed its address; `said` is a Path for its words."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with said.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=HOUSE,
            env=surroundings(INSTANCE=folder, PORT=port, **given),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(
            lambda: f"The blog is at {url}" in said.read_text() or server.poll() is not None,
            seconds=60,
            what="the blog",
        )
        assert server.poll() is None, said.read_text()
        yield RunningBlog(server, url, said)
    finally:
        if server.poll() is None:
            server.kill()
            server.wait(10)
