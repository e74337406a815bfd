"""What commenting tells the rooms above, in the past tense. Listeners run in the same transaction."""

from blinker import Namespace

_said = Namespace()
# sender: the Comment; honeypot_filled: bool; recognised: bool, whether the browser showed that a known visitor left it;
# known: bool, whether nothing is in doubt besides
comment_left = _said.signal("comment-left")
decision_made = _said.signal("decision-made")  # sender: the Decision
# sender: a list of Decisions, which were made at once; decision_made does not tell of them. Whoever hears one hears both.
decisions_made = _said.signal("decisions-made")
comment_revised = _said.signal("comment-revised")  # sender: the Comment
# sender: a list of ids of Comments that stand on another article now
comments_moved = _said.signal("comments-moved")
