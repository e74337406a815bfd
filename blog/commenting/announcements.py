"""What commenting tells the rooms above, in the past tense. Listeners run in the same transaction."""

from blinker import Namespace

_said = Namespace()
# sender: the Comment; honeypot_filled: bool; known: bool, whether a known visitor left it and nothing is in doubt
comment_left = _said.signal("comment-left")
decision_made = _said.signal("decision-made")  # sender: the Decision
comment_revised = _said.signal("comment-revised")  # sender: the Comment
