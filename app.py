"""The front door: `flask` finds the application here, and `python app.py` serves it."""

import sys

from blog import create_app
from blog.housekeeping.serving import serve
from blog.settings import WrongSetting
from blog.storage.keys import WrongKey

try:
    app = create_app()
except (WrongSetting, WrongKey) as problem:
    sys.exit(f"The blog cannot start: {problem}")

if __name__ == "__main__":
    serve(app)
