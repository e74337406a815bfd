"""The worker that serving starts beside the web: one process, started again where it ends, stopped with the web."""

import os
import subprocess
import sys
import threading
from time import monotonic

from blog.settings import HOUSE

PAUSES = (1, 2, 5, 15, 60)  # seconds before it is started again, the longer the oftener it died young
GROWN_UP = 60  # seconds
SECONDS_TO_STOP = 20


class Alongside:
    def __init__(self):
        self._stopping = threading.Event()
        self._process = None
        self._lock = threading.Lock()

    def start(self):
        threading.Thread(target=self._keep_alive, daemon=True).start()

    def stop(self):
        """Returns once it has ended."""
        self._stopping.set()
        with self._lock:
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _keep_alive(self):
        died_young = 0
        while True:
            started = monotonic()
            with self._lock:
                if self._stopping.is_set():
                    return
                self._process = self._begin()
            code = self._process.wait()
            if self._stopping.is_set():
                return
            died_young = 0 if monotonic() - started > GROWN_UP else died_young + 1
            pause = PAUSES[min(max(died_young - 1, 0), len(PAUSES) - 1)]
            print(f"The worker ended ({code}); it starts again in {pause} s.", file=sys.stderr, flush=True)  # noqa: T201  (said to whoever serves)
            self._stopping.wait(pause)

    def _begin(self):
        """In a process group of its own: Ctrl-C reaches the parent alone, which stops it in good order."""
        command = [sys.executable, "-m", "flask", "--app", str(HOUSE / "app.py"), "housekeeping", "work"]
        return subprocess.Popen(  # noqa: S603  (our own program)
            [*command, "--parent", str(os.getpid())], stdin=subprocess.DEVNULL, process_group=0
        )
