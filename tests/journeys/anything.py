"""A blog to which anything may happen, through the real acts, as a number says: for tests that ask what stays true."""

from random import Random

from flask import current_app
from sqlalchemy import select

from blog.accounts.account import Role
from blog.commenting.appeal import appeal
from blog.commenting.comment import Comment, Status
from blog.commenting.erasure import erase_comments, find_erasure
from blog.commenting.mend import mend
from blog.commenting.moving import move, undo_move
from blog.commenting.proposal import accept_proposal, find_proposal, refuse_proposal
from blog.commenting.queries import public_comments
from blog.commenting.revision import edit_comment
from blog.commenting.thread_closure import close_thread, find_thread_closure, reopen_thread
from blog.commenting.withdrawal import withdraw_comment
from blog.moderating.ban import NETWORK, Ban, ban, lift
from blog.moderating.ban_consequences import Consequence, draw_consequence, take_back_consequence
from blog.moderating.bulk.bulk_act import BulkAct
from blog.moderating.bulk.selection import Selection, as_of_now
from blog.moderating.bulk.steps import start_bulk, undo_bulk
from blog.moderating.narrowing import Narrowing
from blog.moderating.spam_filter.fold import fold_once
from blog.moderating.verdict import Verdict, say
from blog.refusals import Refusal
from blog.storage import db
from blog.storage.site_setting import site_settings
from tests.builders import a_comment, a_public_article, an_account

BODIES = (
    "The bread rose well with rye, and I would leave out the second cup of water next time.",
    "Buy cheap watches at https://watches.example now, they are the best that money can buy today!",
    "Buy cheap watches at https://watches.example now, they are the best which money can buy today!!",
    "Is the mill open on Tuesdays?",
)
PEOPLE = ("ada@visitors.example", "bo@visitors.example", "cy@visitors.example")
ACTS = (
    *("arrive", "arrive", "arrive", "reply"),
    *("decide", "decide", "decide", "undo", "bulk", "undo bulk"),
    *("edit", "mend", "settle", "withdraw", "appeal", "erase"),
    *("ban", "lift", "move", "undo move", "close", "learn"),
)


class Anything:
    """What the rules forbid is refused, and changes nothing."""

    def __init__(self):
        self.keys = current_app.config["KEYS"]
        self.moderators = [an_account(Role.MODERATOR), an_account(Role.OWNER)]
        self.articles = [a_public_article(), a_public_article()]
        self.refused = self.happened = self.number = 0
        db.session.commit()

    def happen(self, act, seed):
        """One act, committed; `seed` chooses about what and by whom."""
        chance = Random(seed)
        try:
            getattr(self, f"_{act.replace(' ', '_')}")(chance)
            db.session.commit()
            self.happened += 1
        except Refusal:
            db.session.rollback()
            self.refused += 1

    def _one(self, chance, *conditions):
        ids = db.session.scalars(select(Comment.id).where(*conditions).order_by(Comment.id)).all()
        if not ids:
            raise Refusal
        return db.session.get(Comment, chance.choice(ids))

    def _by(self, chance):
        return chance.choice(self.moderators)

    def _arrive(self, chance, **details):
        article = details.pop("article", None) or chance.choice(self.articles)
        a_comment(
            article,
            email=chance.choice(PEOPLE),
            name=chance.choice(("Ada", "Bo")),
            body=chance.choice(BODIES),
            network=f"192.0.2.{chance.randint(1, 3)}",
            honeypot_filled=chance.random() < 0.1,
            **details,
        )

    def _reply(self, chance):
        parents = db.session.scalars(public_comments().order_by(Comment.id)).all()
        if not parents:
            raise Refusal
        parent = chance.choice(parents)
        self._arrive(chance, article=parent.article, parent=parent)

    def _decide(self, chance):
        verdict = chance.choice((Verdict.APPROVE, Verdict.APPROVE, Verdict.REJECT, Verdict.SPAM))
        say(self._one(chance), verdict, by=self._by(chance))

    def _undo(self, chance):
        say(self._one(chance, Comment.decision_count > 0), Verdict.UNDO, by=self._by(chance))

    def _bulk(self, chance):
        status = chance.choice((Status.PENDING, Status.PENDING, Status.APPROVED, Status.SPAM))
        selection = Selection(Narrowing(status=status), as_of=as_of_now())
        verdict = chance.choice((Verdict.APPROVE, Verdict.REJECT, Verdict.SPAM))
        start_bulk(selection, verdict, by=self._by(chance), keys=self.keys)

    def _undo_bulk(self, chance):
        acts = db.session.scalars(select(BulkAct).order_by(BulkAct.id)).all()
        if not acts:
            raise Refusal
        undo_bulk(chance.choice(acts), by=self._by(chance), keys=self.keys)

    def _edit(self, chance):
        comment = self._with_words(chance)
        self.number += 1
        edit_comment(comment, by=self._by(chance), name=comment.name, body=f"{comment.body} {self.number}")

    def _mend(self, chance):
        self.number += 1
        mend(self._with_words(chance), body=f"Mended {self.number}.", site=site_settings())

    def _with_words(self, chance):
        comment = self._one(chance)
        if find_erasure(comment) or comment.status is Status.WITHDRAWN:
            raise Refusal
        return comment

    def _settle(self, chance):
        comment = self._one(chance, Comment.status == Status.APPROVED)
        if find_proposal(comment) is None:
            raise Refusal
        chance.choice((accept_proposal, refuse_proposal))(comment, by=self._by(chance))

    def _withdraw(self, chance):
        withdraw_comment(self._one(chance, Comment.account_id.is_(None)))

    def _appeal(self, chance):
        appeal(self._one(chance, Comment.status == Status.REJECTED), words="Please look again.")

    def _erase(self, chance):
        erase_comments([self._one(chance, Comment.account_id.is_(None))], words=chance.random() < 0.5)

    def _ban(self, chance):
        by, what = self._by(chance), chance.choice(({}, {"what": NETWORK}))
        made = ban(self._one(chance), by=by, keys=self.keys, **what)
        draw_consequence(made, chance.choice(list(Consequence)), by=by, keys=self.keys)

    def _lift(self, chance):
        bans = db.session.scalars(select(Ban).where(~Ban.lift.has()).order_by(Ban.id)).all()
        if not bans:
            raise Refusal
        lifted, by = chance.choice(bans), self._by(chance)
        lift(lifted, by=by)
        if chance.random() < 0.5:
            take_back_consequence(lifted, by=by, keys=self.keys)

    def _move(self, chance):
        comment, other = self._one(chance), self._one(chance)
        to = {"under": other} if chance.random() < 0.6 else {"article": chance.choice(self.articles)}
        move(comment, by=self._by(chance), **to)

    def _undo_move(self, chance):
        undo_move(self._one(chance), by=self._by(chance))

    def _close(self, chance):
        comment = self._one(chance)
        turn = close_thread if find_thread_closure(comment) is None else reopen_thread
        turn(comment, by=self._by(chance))

    def _learn(self, _chance):
        fold_once()
