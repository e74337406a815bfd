"""A picture in an article. The file is re-encoded by us and named by a random id; see publishing/pictures.py."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from blog.storage import db
from blog.storage.types import Moment, new_public_id


class Picture(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    article_id: Mapped[int | None] = mapped_column(db.ForeignKey("article.id"), index=True)
    by_id: Mapped[int] = mapped_column(db.ForeignKey("account.id"))
    alternative: Mapped[str] = mapped_column(String(500), default="")
    extension: Mapped[str] = mapped_column(String(5))  # "jpg", "png" or "webp"
    width: Mapped[int]  # pixels
    height: Mapped[int]  # pixels
    size: Mapped[int]  # bytes
    at: Mapped[datetime] = mapped_column(Moment)
