# `flask run` (Flask's own server, for development) listens where the blog would.
FLASK_RUN_HOST=${HOST:-127.0.0.1}
FLASK_RUN_PORT=${PORT:-8000}
