"""What the cupboard of letters tells the rooms above."""

from blinker import Namespace

_announcements = Namespace()

# Sent once after a commit that left something for the worker to do at once. The sender is the application.
work_waits = _announcements.signal("work-waits")
