"""The real worker beside a LiveBlog, in a process of its own."""

import os
import subprocess
import sys
from contextlib import contextmanager

from tests.live import HOUSE


@contextmanager
def worker_beside(blog, log, **environ):
    """Yields the Path `log` of what the worker writes, until the block ends; `environ` as the blog was given."""
    run = blog.app.config["RUN"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BLOG_")}
    environ |= {"INSTANCE": str(run.instance), "BLOG_URL": run.url, "HOST": run.host, "PORT": str(run.port)}
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-m", "flask", "housekeeping", "work"],
            cwd=HOUSE,
            env=kept | environ,
            stdout=output,
            stderr=output,
        )
    try:
        yield log
    finally:
        worker.terminate()
        try:
            worker.wait(20)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
