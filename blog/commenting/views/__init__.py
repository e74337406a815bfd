"""Glue: the addresses of commenting."""

from blog.commenting.views import places, posting, receipts
from blog.commenting.views.blueprint import commenting

__all__ = ["commenting", "places", "posting", "receipts"]
