"""A word under which articles stand together; two spellings that make one slug are one tag."""

from sqlalchemy import Column, ForeignKey, String, Table, select
from sqlalchemy.orm import Mapped, mapped_column

from blog.storage import db
from blog.storage.database import lock_for
from blog.text.slugs import slugify

MOST_TAGS = 12
LONGEST_TAG = 50

article_tag = Table(
    "article_tag",
    db.metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id"), primary_key=True, index=True),
)


class Tag(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_TAG))


def tags_called(names):
    """The Tags of these names (strings), made where they are new, each once, in the order given."""
    if not names:
        return []
    lock_for("tags")
    wanted = {slugify(name): name for name in reversed(names)}
    known = {tag.slug: tag for tag in db.session.scalars(select(Tag).where(Tag.slug.in_(wanted)))}
    tags = [known.get(slug) or Tag(slug=slug, name=name) for slug, name in reversed(wanted.items())]
    db.session.add_all(tags)
    db.session.flush()
    return tags
