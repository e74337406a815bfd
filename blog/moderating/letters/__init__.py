"""Letters to members of staff: what waits for them, and where the logbook ends."""

from blog.accounts.letters_declined import LOGBOOK, WAITING
from blog.moderating.letters.digest import post_digests
from blog.moderating.letters.head import post_heads, write_head
from blog.moderating.letters.waiting import write_waiting

COMPOSERS = {WAITING: write_waiting, LOGBOOK: write_head}

__all__ = ["COMPOSERS", "post_digests", "post_heads"]
