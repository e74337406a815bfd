"""Several workers share the letters, and one that is killed loses none."""

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import bindparam, text

from blog.clock import now
from blog.mail.delivery import deliver_letters
from blog.mail.letter import (
    LEASE,
    PAUSES,
    claim_letters,
    letter_failed,
    letter_sent,
    post_letter,
    put_off_letter,
)
from blog.storage import db
from blog.storage.types import Moment
from tests.housekeeping.starting import HOUSE, surroundings
from tests.mail.conftest import ADDRESS
from tests.mail.test_delivery import deliver, fate, post


@contextmanager
def a_worker(environ, *options):
    """A process that has its application and waits for a line."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.mail.one_worker", *options],
        cwd=HOUSE,
        env=surroundings(**environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def tell(process):
    process.stdin.write("go\n")
    process.stdin.flush()


def test_two_workers_at_once_send_each_letter_once(app, environ, smtp):
    names = [f"reader-{n}" for n in range(60)]
    post(*names)
    with a_worker(environ) as first, a_worker(environ) as second:
        tell(first)
        tell(second)
        assert (first.wait(60), second.wait(60)) == (0, 0)
    assert Counter(smtp.to()) == Counter(ADDRESS.format(name) for name in names)


def test_claims_at_the_same_instant_share_no_letter(app):
    post(*(f"reader-{n}" for n in range(40)))
    moment = now()

    def claim(_):
        with app.app_context():
            claims = claim_letters(7, moment)
            db.session.commit()
            return [each.id for each in claims]

    with ThreadPoolExecutor(4) as people:
        claimed = [number for claims in people.map(claim, range(8)) for number in claims]
    assert len(claimed) == len(set(claimed)) == 40


def test_a_worker_that_is_killed_after_the_letter_left_repeats_it_under_the_same_id(app, environ, smtp):
    letters = post("ann", "bob", "cid")
    with a_worker(environ) as worker:

        def kill():
            if "bob@readers.example" in smtp.to():
                os.kill(worker.pid, signal.SIGKILL)

        smtp.while_asked = kill
        tell(worker)
        assert worker.wait(30) == -signal.SIGKILL
    smtp.while_asked = None
    assert [fate(each)[0] for each in letters] == ["sent", "waiting", "waiting"]
    assert deliver() == 1  # bob's is still claimed
    assert deliver(now() + LEASE) == 1
    assert [fate(each)[0] for each in letters] == ["sent", "sent", "sent"]
    assert Counter(smtp.to()) == {
        ADDRESS.format("ann"): 1,
        ADDRESS.format("bob"): 2,
        ADDRESS.format("cid"): 1,
    }
    ids = [each.message["Message-ID"] for each in smtp.received if each.to == [ADDRESS.format("bob")]]
    assert ids == [f"<{letters[1].public_id}@forge.example>"] * 2


def test_a_worker_that_is_killed_before_the_letter_left_loses_nothing(app, environ, smtp):
    (letter,) = post("ann")
    with a_worker(environ, "lethal") as worker:
        tell(worker)
        assert worker.wait(30) == -signal.SIGKILL
    assert deliver() == 0
    assert deliver(now() + LEASE) == 1
    assert smtp.to() == ["ann@readers.example"]
    assert fate(letter) == ("sent", 2, "")


def test_a_letter_over_which_every_worker_dies_is_given_up(app, smtp):
    (letter,) = post("ann")
    moment = now()
    for _ in range(len(PAUSES) + 1):
        assert len(claim_letters(1, moment)) == 1
        db.session.commit()
        moment += LEASE
    assert deliver(moment) == 0
    assert fate(letter) == ("failed", len(PAUSES) + 2, "the worker ended each time it was tried")


def test_whoever_comes_late_with_an_outcome_changes_nothing_but_that_it_was_sent(app):
    (letter,) = post("ann")
    moment = now()
    (late,) = claim_letters(1, moment)
    (current,) = claim_letters(1, moment + LEASE)
    letter_failed(late, "too late")
    put_off_letter(late, "too late", at=moment)
    db.session.commit()
    assert fate(letter) == ("waiting", 2, "")
    letter_sent(late, at=moment)
    letter_failed(current, "too late")
    db.session.commit()
    assert fate(letter) == ("sent", 2, "")


def test_what_is_due_is_found_by_an_index_however_much_was_sent(app):
    sent = text(
        "INSERT INTO letter (public_id, kind, about, made_at, due_at, status, tries, problem) "
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
        "SELECT 'sent ' || i, 'greeting', '{}', :moment, :moment, 'sent', 1, '' FROM n"
    )
    db.session.execute(sent.bindparams(bindparam("moment", now(), type_=Moment)))
    post_letter("greeting", {"name": "ann"})
    db.session.commit()
    asks = "SELECT id FROM letter WHERE status = 'waiting' AND due_at <= CURRENT_TIMESTAMP ORDER BY due_at, id LIMIT 1"
    if db.engine.dialect.name == "sqlite":
        plan = str(db.session.execute(text(f"EXPLAIN QUERY PLAN {asks}")).all())
    else:
        db.session.execute(text("ANALYZE letter"))
        plan = str(db.session.execute(text(f"EXPLAIN {asks}")).all())
    assert "ix_letter_status_due_at" in plan
    assert [claim.about for claim in claim_letters(5, now())] == [{"name": "ann"}]
    assert deliver_letters(None) == 0
