"""Glue: the addresses of commenting."""

from blog.commenting.views import letters, my_data, places, posting, receipts
from blog.commenting.views.blueprint import commenting

__all__ = ["commenting", "letters", "my_data", "places", "posting", "receipts"]
