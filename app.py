"""The front door: `flask` finds the application here, and `python app.py` serves it."""

import sys

from flask.cli import load_dotenv

from blog import create_app
from blog.housekeeping.obstacles import OBSTACLES, in_words
from blog.housekeeping.serving import serve

load_dotenv()  # as every flask command does: `make serve` and those must mean the same installation

try:
    app = create_app()
except OBSTACLES as obstacle:
    sys.exit(f"The blog cannot start: {in_words(obstacle)}")

if __name__ == "__main__":
    serve(app)
