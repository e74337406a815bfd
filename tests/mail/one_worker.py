"""A worker in a process of its own, for tests that have two of them or kill one. It delivers once told to, on its stdin.

With `lethal` its composer is the last thing that it does.
"""

import os
import signal
import sys

from blog import create_app
from blog.mail.composing import connect_composers
from blog.mail.delivery import deliver_letters
from tests.mail.conftest import greet


def die(_about, _private_keys):
    os.kill(os.getpid(), signal.SIGKILL)


def main():
    app = create_app()
    connect_composers({"greeting": die if "lethal" in sys.argv else greet})
    print("ready", flush=True)
    sys.stdin.readline()
    with app.app_context():
        while deliver_letters(None):
            pass


if __name__ == "__main__":
    main()
