"""What every page needs: guards, errors, headers, sessions, assets, what templates can say. Knows no room."""

from werkzeug.middleware.proxy_fix import ProxyFix

from blog.web.assets import build_assets
from blog.web.compression import compress
from blog.web.errors import answer_errors
from blog.web.guards import guard_requests
from blog.web.headers import add_headers
from blog.web.logging import mask_secrets_in_logs
from blog.web.sessions import prepare_sessions
from blog.web.template_helpers import add_template_helpers

LARGEST_REQUEST = 16 * 2**20  # bytes: a picture from a phone


def prepare_web(app):
    """Sets up everything between the server and the rooms."""
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 2**20,  # bytes of text in a multipart form
        MAX_FORM_PARTS=200,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as the session
        WTF_CSRF_SSL_STRICT=False,  # no Referer comes from a page whose address is a secret; guards.py asks for Origin
        WTF_CSRF_CHECK_DEFAULT=False,  # blog/web/guards.py asks where somebody is signed in
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    trusted = app.config["RUN"].trusted_proxies
    if trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)
    mask_secrets_in_logs(app)
    prepare_sessions(app)
    guard_requests(app)
    compress(app)
    add_headers(app)
    answer_errors(app)
    build_assets(app)
    add_template_helpers(app)
