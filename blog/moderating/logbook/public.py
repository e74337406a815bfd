"""What anybody may know of the logbook: which acts there were, and on which public article. No commenter is named.

Staff are named only where that is asked for. What staff wrote for each other, and whom it was about, is not told; nor are bans: whoever is banned
is told nothing, here neither. What a rule, a ban or the filter put with the spam waits, as far as its writer knows, and
is not told before somebody decides.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blog.commenting.comment import Comment
from blog.commenting.reason import Reason
from blog.moderating.logbook.acts import Said
from blog.moderating.logbook.entry import Entry
from blog.moderating.logbook.reading import entries, lines
from blog.publishing.article import Article
from blog.storage import db

PUBLIC_ACTS = (
    *("decision", "decision_by_rule", "edit", "mended_words", "move"),  # of many, each by itself
    *("thread_closure", "thread_reopening", "closure", "reopening", "rule"),
)


@dataclass(frozen=True)
class PublicEntry:
    number: int
    at: datetime
    what: str  # a sentence without its full stop
    before: str  # of a decision: waiting, approved, …; empty for other acts
    after: str
    reason: str  # what the writer was told about why, or empty
    who: str | None  # a name, where names were asked for and a person did it
    by_rule: bool
    article: Article | None  # where it is public


def public_entries(*, before=None, most=50, with_names=False):
    """[PublicEntry], newest first, from before the number `before` (None: the newest). At most `most`; fewer are the last."""
    found = db.session.scalars(entries(before=before).where(Entry.act.in_(PUBLIC_ACTS)).limit(most)).all()
    told = lines(found)
    public = _public_articles(_article_id_of(each) for each in told)
    return [_told(each, public, with_names) for each in told]


def _told(line, public, with_names):
    entry, said = line.entry, line.said
    is_decision = entry.act in ("decision", "decision_by_rule")
    return PublicEntry(
        number=entry.number,
        at=entry.at,
        what=said.what,
        before=said.before if is_decision else "",
        after=said.after if is_decision else "",
        reason=_reason(said),
        who=line.who if with_names and line.is_person else None,
        by_rule=not line.is_person,
        article=public.get(_article_id_of(line)),
    )


def _reason(said: Said):
    """The first part of why, where it is one of the reasons that writers are told."""
    label = said.why.partition(" · ")[0]
    return label if label in {reason.label for reason in Reason} else ""


def _article_id_of(line):
    if isinstance(line.about, Comment):
        return line.about.article_id
    return line.about.id if isinstance(line.about, Article) else None


def _public_articles(ids):
    wanted = {number for number in ids if number is not None}
    whole = (joinedload(Article.publication), joinedload(Article.deletion))
    found = (
        db.session.scalars(select(Article).where(Article.id.in_(wanted)).options(*whole)) if wanted else ()
    )
    return {article.id: article for article in found if article.is_public()}
