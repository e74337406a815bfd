"""Headers that every answer carries: what a page may load, and who may keep it."""

from flask import request

from blog.web.secret_addresses import is_secret

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it browsers send `Origin: null` on our own forms, and blog/web/guards.py asks for more.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def add_headers(app):
    app.after_request(_add)


def _add(response):
    if is_secret(request.path):  # where nothing is found, too: the address may be one letter off
        keep_private(response)
        response.headers["Referrer-Policy"] = "no-referrer"
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = (
            "private, no-store" if _is_personal(response) else "public, max-age=0, must-revalidate"
        )
    return response


def _is_personal(response):
    return bool(request.cookies) or "Set-Cookie" in response.headers or request.method not in {"GET", "HEAD"}


def keep_private(response):
    """For what must be kept nowhere and listed nowhere. A page whose address is a secret is so without being told."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
