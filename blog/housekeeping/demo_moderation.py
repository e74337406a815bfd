"""What the moderators of the demonstration have before them: house rules, somebody banned, words mended, and a flood."""

from datetime import timedelta

from sqlalchemy import select

from blog.commenting.comment import Comment, Status
from blog.commenting.leaving import leave_comment
from blog.commenting.mend import mend
from blog.moderating.ban import ban
from blog.moderating.finding import Outcome
from blog.moderating.rules.patterns import pattern_of
from blog.moderating.rules.rule import Draft, Kind, Mode, write_rule
from blog.storage import db
from blog.storage.site_setting import site_settings

RULES = (
    (Kind.LINKS, "3", Outcome.HOLD, Mode.ON, "A shop list, or a good bibliography: somebody has to look."),
    (
        Kind.WORDS,
        "gutter cleaning\nquick loan",
        Outcome.SPAM,
        Mode.SHADOW,
        "To see whether it would hit neighbours too.",
    ),
)
FLOODED = ("we-stopped-charging-for-late-books", "the-loaf-that-forgives-you", "the-path-behind-the-gasworks")
FLOOD = 24
MINUTES = 2  # between two of the flood
OPENINGS = ("What a wonderful article", "Such a wonderful article", "What a really wonderful article")
FIRST_NAMES = ("Carla", "Dennis", "Mona", "Piet", "Selma", "Boris", "Wanda", "Igor")
LAST_NAMES = ("Roofwell", "Gutterby", "Downspout")


def write_house_rules(owner, keys, *, at):
    for kind, typed, outcome, mode, note in RULES:
        draft = Draft(kind, pattern_of(kind, typed, keys=keys), outcome, mode, note=note)
        write_rule(draft, by=owner, at=at)


def give_moderators_something(articles, moderator, keys, *, at):
    """What came last. `articles` is {slug: Article}, `keys` the Keys; as it stands at the moment `at`."""
    _ban_a_spammer(moderator, keys, at - timedelta(hours=3))
    _mend_something()
    for number in range(FLOOD):
        _flood(number, articles[FLOODED[number % len(FLOODED)]], keys, at)


def _ban_a_spammer(moderator, keys, at):
    spam = select(Comment).where(Comment.status == Status.SPAM).order_by(Comment.id.desc()).limit(1)
    ban(db.session.scalars(spam).one(), by=moderator, keys=keys, because="Third time this month.", at=at)


def _mend_something():
    """The writer of the newest comment that was let in has thought of something."""
    newest = select(Comment).where(Comment.status == Status.APPROVED, Comment.account_id.is_(None))
    comment = db.session.scalars(newest.order_by(Comment.left_at.desc()).limit(1)).one()
    body = f"{comment.body}\n\n(I have looked it up since: it was a Thursday.)"
    mend(comment, body=body, site=site_settings(), at=comment.left_at + timedelta(minutes=4))


def _flood(number, article, keys, at):
    name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]}"
    leave_comment(
        article,
        name=name,
        email=f"{name.lower().replace(' ', '.')}.{number}@example.net",
        website="https://clear-gutters.example/offers",
        body=f"{OPENINGS[number % len(OPENINGS)]}, thank you for sharing it with everybody! Is your roof ready for the winter? "
        f"Our gutter cleaning is the cheapest in the county, call today: https://clear-gutters.example/?from={number}",
        keys=keys,
        network=f"198.51.100.{number % 9}",
        at=at - timedelta(minutes=MINUTES * (FLOOD - number)),
    )
