"""A picture is kept as a file named by a random id, which is whole or not there, and as a row that says whose it is."""

import os
import re

from blog.clock import now
from blog.publishing.picture import Picture
from blog.refusals import NotAcceptable
from blog.storage import db
from blog.storage.types import new_public_id
from blog.text.plain import tidy_line

LONGEST_ALTERNATIVE = 500  # code points

_NAME = re.compile(r"[0-9a-f]{16}\.(?:jpg|png|webp)")
_MEANS_SOMETHING = re.compile(r"([\\\[\]`*_<>!&~])")


class NoAlternative(NotAcceptable):
    sentence = "Say in a few words what the picture shows, for those who cannot see it."


def keep_picture(drawing, *, by, alternative, media, article=None, at=None):
    """Writes the Drawing into the folder `media` (a Path) and its row; the Picture. Raises NoAlternative.

    The file comes first: a row never names a file that is not there.
    """
    alternative = tidy_line(alternative)[:LONGEST_ALTERNATIVE]
    if not alternative:
        raise NoAlternative
    picture = Picture(
        public_id=new_public_id(),
        article_id=article.id if article else None,
        by_id=by.id,
        alternative=alternative,
        extension=drawing.extension,
        width=drawing.width,
        height=drawing.height,
        size=len(drawing.content),
        at=at or now(),
    )
    _write(media / name_of(picture), drawing.content)
    db.session.add(picture)
    db.session.flush()
    return picture


def name_of(picture):
    """The name of its file, which is also the end of its address."""
    return f"{picture.public_id}.{picture.extension}"


def in_markdown(picture):
    """What shows it in an article: ![what it shows](/media/…)."""
    words = _MEANS_SOMETHING.sub(r"\\\1", picture.alternative)
    return f"![{words}](/media/{name_of(picture)})"


def find_file(media, name):
    """The opened file of that name in the folder `media`, or None. No other name, no link and no folder is followed."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return os.fdopen(os.open(media / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")
    except OSError:
        return None


def _write(path, content):
    """Whole or not at all, also when the power fails in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
