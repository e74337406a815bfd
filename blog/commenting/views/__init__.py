"""Glue: the addresses of commenting."""

from flask import Blueprint

commenting = Blueprint("commenting", __name__)

from blog.commenting.views import places, posting, receipts  # noqa: E402, F401  (they add their addresses)
