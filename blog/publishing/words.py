"""What an author typed, made ready to be kept: tidied, as HTML, and with its first words.

Making it may take a second where it is long, so it is done outside a transaction in which others would wait.
"""

import re
from dataclasses import dataclass

from sqlalchemy import select

from blog.publishing.picture import Picture
from blog.storage import db
from blog.text.excerpts import excerpt, word_count
from blog.text.markdown import render_article
from blog.text.plain import tidy_body

_PICTURE = re.compile(r"/media/([0-9a-f]{16})\.(?:jpg|png|webp)")
_MOST_PICTURES = 500  # whose size is looked up; the others are shown all the same


@dataclass(frozen=True)
class Words:
    """The words of an article: as they are kept, and what is made of them."""

    source: str
    html: str
    excerpt: str
    count: int


def sizes_of_pictures(source):
    """{address: (width, height)} in pixels of this site's pictures that the Markdown `source` names."""
    wanted = list(dict.fromkeys(_PICTURE.findall(source)))[:_MOST_PICTURES]
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Picture.public_id, Picture.extension, Picture.width, Picture.height).where(
            Picture.public_id.in_(wanted)
        )
    )
    return {f"/media/{name}.{extension}": (width, height) for name, extension, width, height in rows}


def words_of(typed, sizes):
    """The Words of `typed` (a string); `sizes` as `sizes_of_pictures` gives them. Asks the database nothing."""
    source = tidy_body(typed)
    html = render_article(source, size_of=sizes.get)
    return Words(source, html, excerpt(html), word_count(html))
