"""every comment in a group: those that there are already stand alone

They were never compared with each other; new ones are compared with what comes from now on.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PUBLIC_ID = {
    "sqlite": "lower(hex(randomblob(8)))",
    "postgresql": "substr(replace(gen_random_uuid()::text, '-', ''), 17)",
}


def upgrade():
    public_id = PUBLIC_ID[op.get_bind().dialect.name]
    op.execute(
        f"INSERT INTO comment_group (id, public_id, turn) SELECT id, {public_id}, 1 FROM comment"  # noqa: S608
    )
    op.execute(
        "INSERT INTO group_member (comment_id, group_id, status, turn) SELECT id, id, status, 1 FROM comment"
    )
    op.execute(
        "INSERT INTO group_tally (group_id, status, number, first_id, last_id, first_at, last_at, likelihood, article_turn)"
        " SELECT id, status, 1, id, id, left_at, left_at, 0.5, -article_id FROM comment"
        " WHERE status IN ('pending', 'spam')"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('comment_group_id_seq', coalesce((SELECT max(id) FROM comment_group), 1))")


def downgrade():
    for table in ("group_mark", "group_example", "group_tally", "group_member", "comment_group"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608
