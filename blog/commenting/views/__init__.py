"""Glue: the addresses of commenting."""

from blog.commenting.views import closure, letters, my_data, places, posting, receipts
from blog.commenting.views.blueprint import commenting

__all__ = ["closure", "commenting", "letters", "my_data", "places", "posting", "receipts"]
