"""hidden replies

What answers a comment that was pulled back is hidden from now on; the articles' numbers follow. Before, such answers
stayed. Comments get their turn for reading the newest threads first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# `hides` is what a comment hands down: how many are pulled back among it and those above it.
HIDE = """
    WITH RECURSIVE seen (id, hidden, hides) AS (
        SELECT id, 0, CASE WHEN status IN ('pending', 'rejected', 'spam') THEN 1 ELSE 0 END
        FROM comment WHERE parent_id IS NULL
        UNION ALL
        SELECT comment.id, seen.hides,
            seen.hides + CASE WHEN comment.status IN ('pending', 'rejected', 'spam') THEN 1 ELSE 0 END
        FROM comment JOIN seen ON comment.parent_id = seen.id
    )
    UPDATE comment SET hidden_above = seen.hidden FROM seen WHERE seen.id = comment.id AND seen.hidden > 0
"""
COUNT = """
    UPDATE article SET comment_count = (
        SELECT count(*) FROM comment
        WHERE comment.article_id = article.id AND comment.status = 'approved'{}
    )
"""


def upgrade():
    op.execute(sa.text("UPDATE comment SET hides_replies = (status IN ('pending', 'rejected', 'spam'))"))
    op.execute(sa.text(HIDE))
    op.execute(sa.text(COUNT.format(" AND comment.hidden_above = 0")))
    op.execute(sa.text("UPDATE comment SET thread_turn = -root_id"))


def downgrade():
    op.execute(sa.text(COUNT.format("")))
    op.execute(sa.text("UPDATE comment SET hidden_above = 0"))
