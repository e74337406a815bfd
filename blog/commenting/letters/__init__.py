"""The letters that visitors get: a question whether they wish for them, what became of their comment, who answered."""

from blog.commenting.letters.asking import write_confirmation, write_my_data
from blog.commenting.letters.daily import write_daily
from blog.commenting.letters.fate import tell_of_decision, tell_of_decisions, write_fate
from blog.commenting.letters.new_comment import tell_subscribers, write_new_comment

COMPOSERS = {
    "confirmation": write_confirmation,
    "my_data": write_my_data,
    "fate": write_fate,
    "comment_public": tell_subscribers,
    "new_comment": write_new_comment,
    "daily": write_daily,
}

__all__ = ["COMPOSERS", "tell_of_decision", "tell_of_decisions"]
