"""What publishing tells the rooms above, in the past tense. Listeners run in the same transaction."""

from blinker import Namespace

_said = Namespace()
article_written = _said.signal("article-written")  # sender: the Article; created or its words changed
article_published = _said.signal("article-published")  # sender: the Article; its publication says from when
article_withdrawn = _said.signal("article-withdrawn")  # sender: the Article
article_deleted = _said.signal("article-deleted")  # sender: the Article; restoring announces article_written
