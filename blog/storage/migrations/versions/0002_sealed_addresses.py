"""sealed addresses: what stood in clear is sealed, and the clear words go

The sealing is that of the code (blog/storage/sealing.py), whose formats stay: what it made yesterday it must open.
"""

import sqlalchemy as sa
from alembic import op
from flask import current_app

from blog.clock import now
from blog.commenting.address_key import tag_of
from blog.commenting.contact import sealed_columns
from blog.storage.private_keys import make_private_key

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AT_ONCE = 500
SEALED = ("sealed", "glimpse", "digest", "domain_digest")


def upgrade():
    op.create_table(
        "address_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_key")),
        sa.UniqueConstraint("public_key", name=op.f("uq_address_key_public_key")),
    )
    with op.batch_alter_table("contact") as contact:
        contact.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
        contact.add_column(sa.Column("key_id", sa.Integer(), nullable=True))
        contact.add_column(sa.Column("glimpse", sa.LargeBinary(), nullable=True))
        contact.add_column(sa.Column("digest", sa.String(length=64), nullable=True))
        contact.add_column(sa.Column("domain_digest", sa.String(length=64), nullable=True))
        contact.add_column(sa.Column("words_digest", sa.String(length=64), nullable=True))
        contact.add_column(sa.Column("network_digest", sa.String(length=64), nullable=True))
        contact.add_column(sa.Column("range_digest", sa.String(length=64), nullable=True))
        contact.add_column(sa.Column("network_until", sa.DateTime(timezone=True), nullable=True))
    _seal_what_is_there()
    with op.batch_alter_table("contact") as contact:
        contact.drop_index(op.f("ix_contact_email"))
        contact.drop_column("email")
        contact.alter_column("sealed", existing_type=sa.LargeBinary(), nullable=False)
        contact.alter_column("key_id", existing_type=sa.Integer(), nullable=False)
        contact.alter_column("glimpse", existing_type=sa.LargeBinary(), nullable=False)
        contact.alter_column("digest", existing_type=sa.String(length=64), nullable=False)
        contact.alter_column("domain_digest", existing_type=sa.String(length=64), nullable=False)
        contact.create_foreign_key(op.f("fk_contact_key_id_address_key"), "address_key", ["key_id"], ["id"])
        contact.create_index(op.f("ix_contact_key_id"), ["key_id"])
        contact.create_index(op.f("ix_contact_digest"), ["digest"])
        contact.create_index(op.f("ix_contact_domain_digest"), ["domain_digest"])
        contact.create_index(op.f("ix_contact_network_digest"), ["network_digest"])
        contact.create_index(op.f("ix_contact_range_digest"), ["range_digest"])
        contact.create_index(op.f("ix_contact_network_until"), ["network_until"])
        contact.create_index("ix_contact_words_digest_left_at", ["words_digest", "left_at"])


def _seal_what_is_there():
    """Some at a time, so that a large blog fits into a small memory."""
    contact = sa.table("contact", *map(sa.column, ("comment_id", "email", "key_id", *SEALED)))
    first = op.get_bind().execute(sa.select(contact.c.comment_id).limit(1)).first()
    if first is None:
        return
    public, keys, last = _make_key(), current_app.config["KEYS"], 0
    fill = contact.update().where(contact.c.comment_id == sa.bindparam("of"))
    fill = fill.values(key_id=1, **{name: sa.bindparam(f"new_{name}") for name in SEALED})
    while rows := _some_behind(contact, last):
        sealed = [(row.comment_id, sealed_columns(row.email, public=public, keys=keys)) for row in rows]
        values = [{"of": of} | {f"new_{name}": value for name, value in each.items()} for of, each in sealed]
        op.get_bind().execute(fill, values)
        last = rows[-1].comment_id


def _some_behind(contact, last):
    some = sa.select(contact.c.comment_id, contact.c.email).where(contact.c.comment_id > last)
    return op.get_bind().execute(some.order_by(contact.c.comment_id).limit(AT_ONCE)).all()


def _make_key():
    public = make_private_key(current_app.config["RUN"])
    row = {"id": 1, "public_key": public, "tag": tag_of(public, current_app.config["KEYS"]), "made_at": now()}
    key = sa.table(
        "address_key",
        sa.column("id"),
        sa.column("public_key"),
        sa.column("tag"),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    op.get_bind().execute(key.insert(), row)
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().execute(sa.text("SELECT setval(pg_get_serial_sequence('address_key', 'id'), 1)"))
    return public


def downgrade():
    raise NotImplementedError("Sealed addresses cannot be opened here. Put back the backup from before.")
