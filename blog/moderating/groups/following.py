"""What is kept of the groups hears of every decision, of one or of many."""

from blog.commenting.appeal import find_appeal
from blog.commenting.comment import Status
from blog.moderating.groups.counting import follow
from blog.moderating.groups.gathering import move_to_own_group


def follow_decision(decision):
    follow([decision])
    if _is_appealed(decision):  # whoever appeals is heard alone
        move_to_own_group(decision.comment)


def follow_decisions(decisions):
    """They have one outcome all."""
    follow(decisions)


def _is_appealed(decision):
    """Nobody but its writer lets a comment wait again without taking a decision back."""
    waits_again = decision.after is Status.PENDING and decision.by_id is None and decision.undoes_id is None
    return waits_again and find_appeal(decision.comment) is not None
