"""One decision about many: of just those that were seen, in steps that survive whatever happens, and taken back whole."""

import re

import pytest
from sqlalchemy import func, select

from blog.accounts.account import Role
from blog.accounts.standing import suspend
from blog.clock import now
from blog.commenting.comment import Comment, Status
from blog.commenting.decision import Decision
from blog.commenting.moving import move
from blog.commenting.reason import Reason
from blog.commenting.revision import edit_comment
from blog.moderating.bulk import steps
from blog.moderating.bulk.bulk_act import AT_ONCE, BulkAct, BulkDecision, BulkStatus, NothingLeft, stop_bulk
from blog.moderating.bulk.selection import Selection, as_of_now, listed
from blog.moderating.bulk.steps import go_on_with_bulks, start_bulk, take_step, undo_bulk
from blog.moderating.groups.group import GroupMember, GroupTally, group_of
from blog.moderating.groups.verification import wrong_groups
from blog.moderating.logbook.entry import Entry
from blog.moderating.narrowing import Narrowing, Pile, Shape
from blog.moderating.spam_filter.measured import FilterStanding
from blog.moderating.spam_filter.standing import pile_of
from blog.moderating.verdict import Verdict, approve, reject
from blog.publishing.article import Article
from blog.storage import db
from tests.builders import a_comment, a_public_article, an_account
from tests.moderating.asking import as_moderator, send
from tests.moderating.groups.alike import many_alike
from tests.moderating.groups.many import seed_pending

OTHER_WORDS = (
    "Lovely replica watches number {} are in our warehouse by the great river, aisle {}, come and buy today."
)


def _all_waiting():
    return Selection(Narrowing(), as_of=as_of_now())


def _start(app, selection, verdict=Verdict.SPAM, **details):
    by = details.pop("by", None) or an_account(Role.MODERATOR)
    return start_bulk(selection, verdict, by=by, keys=app.config["KEYS"], **details)


def _of_group(comment):
    group = group_of(comment)
    return Selection(Narrowing(), groups=((group.id, group.turn),))


def _numbers():
    counted = select(Comment.status, func.count()).group_by(Comment.status)
    return {str(status): number for status, number in db.session.execute(counted)}


def _rows():
    """Everything of comments, articles and groups that a decision changes, but for how often it was decided."""
    comments = select(
        Comment.id, Comment.status, Comment.hidden_above, Comment.hides_replies, Comment.article_id
    )
    groups = select(GroupMember.comment_id, GroupMember.group_id, GroupMember.status)
    tallies = select(
        GroupTally.group_id, GroupTally.status, GroupTally.number, GroupTally.first_id, GroupTally.last_id
    )
    articles = select(Article.id, Article.comment_count)
    return [
        sorted(map(tuple, db.session.execute(each).all())) for each in (comments, groups, tallies, articles)
    ]


def test_a_group_is_decided_about_as_it_was_shown_and_what_came_since_stays(app):
    client, _moderator = as_moderator(app)
    comments = many_alike(5)
    page = client.get("/moderation").text
    action = re.search(r'action="(/moderation/groups/[^"]+/decision[^"]*)"', page)[1].replace("&amp;", "&")
    fields = {name: re.search(rf'name="{name}"\s+value="(\d+)"', page)[1] for name in ("turn", "number")}
    late = many_alike(2, first=5)
    edit_comment(
        comments[1], by=None, body=comments[1].body + " Now with other words.", name=comments[1].name
    )
    approve(comments[2], by=an_account(Role.EDITOR))
    answer = send(client, action, verdict="spam", **fields)
    assert answer.status_code == 303
    assert [each.status for each in comments] == ["spam", "pending", "approved", "spam", "spam"]
    assert [each.status for each in late] == ["pending", "pending"]
    said = " ".join(client.get(answer.location).text.split())
    assert "Marked 3 comments as spam. 2 were left as they were" in said
    assert list(wrong_groups()) == []
    assert send(client, action, verdict="spam", **fields).status_code == 409


def test_of_a_group_that_is_another_ones_nothing_is_there(app):
    client, _author = as_moderator(app, Role.AUTHOR)
    comments = many_alike(3)
    group = group_of(comments[0]).public_id
    assert client.get(f"/moderation/groups/{group}").status_code == 404
    assert (
        send(client, f"/moderation/groups/{group}/decision", verdict="spam", turn=9, number=3).status_code
        == 404
    )


def test_an_author_decides_about_their_part_of_a_group(app):
    client, author = as_moderator(app, Role.AUTHOR)
    own, others = many_alike(2, a_public_article(by=author)), many_alike(2, first=2)
    group = group_of(own[0])
    assert group.id == group_of(others[0]).id
    path = f"/moderation/groups/{group.public_id}/decision"
    assert send(client, path, verdict="spam", turn=group.turn, number=2).status_code == 303
    assert [each.status for each in own + others] == ["spam", "spam", "pending", "pending"]
    assert list(wrong_groups()) == []


def test_groups_and_single_ones_are_selected_together_and_undone_together(app):
    client, _moderator = as_moderator(app)
    alike, real = many_alike(3), a_comment(body="About something else.")
    group = group_of(alike[0])
    fields = {"group": f"{group.public_id}.{group.turn}.3", "comment": f"{real.public_id}.0."}
    answer = send(client, "/moderation/decisions", verdict="reject", reason=next(iter(Reason)), **fields)
    assert {each.status for each in [*alike, real]} == {Status.REJECTED}
    page = client.get(answer.location).text
    assert "Rejected 4 comments." in page
    undo = re.search(r'action="(/moderation/bulk/[^"]+/undo[^"]*)"', page)[1].replace("&amp;", "&")
    assert "Took back 4 decisions." in client.get(send(client, undo).location).text
    assert {each.status for each in [*alike, real]} == {Status.PENDING}


def test_all_that_match_a_search_are_decided_about_as_of_when_they_were_counted(app):
    client, _moderator = as_moderator(app)
    matching, other = (
        [a_comment(body=f"Eggs number {n}.") for n in range(3)],
        a_comment(body="No such thing."),
    )
    page = client.get("/moderation/all?q=eggs").text
    assert "3 comments match" in page
    as_of = re.search(r'name="as_of"\s+value="([^"]+)"', page)[1]
    late = a_comment(body="More eggs.")
    reject(matching[0], by=an_account(Role.EDITOR))
    answer = send(client, "/moderation/all?q=eggs", verdict="spam", as_of=as_of, number=3)
    assert [each.status for each in matching] == ["rejected", "spam", "spam"]
    assert (other.status, late.status) == (Status.PENDING, Status.PENDING)
    assert "Marked 2 comments as spam. 1 was left as it was" in client.get(answer.location).text


@pytest.mark.parametrize("as_of", ["", "1.2", "x.y.z", "1.2.3", "1.2.3.4.5", "-1.2.3.4", "9999999999.1.1.1"])
def test_without_knowing_what_was_seen_nothing_is_decided(app, as_of):
    client, _moderator = as_moderator(app)
    comment = a_comment()
    assert send(client, "/moderation/all", verdict="spam", as_of=as_of).status_code == 422
    assert comment.status is Status.PENDING


def test_more_than_three_hundred_are_left_to_the_worker(app):
    seed_pending(320, group_size=320)
    act = _start(app, _all_waiting())
    db.session.commit()
    assert (act.status, act.total, act.done) == (BulkStatus.RUNNING, 320, 0)
    late = a_comment()
    db.session.commit()
    go_on_with_bulks(app.config["KEYS"])
    db.session.refresh(act)
    assert (act.status, act.done, act.skipped) == (BulkStatus.FINISHED, 320, 0)
    assert late.status is Status.PENDING
    assert _numbers() == {"spam": 320, "pending": 1}
    assert list(wrong_groups()) == []


def test_a_worker_that_dies_between_decides_about_nothing_twice(app):
    seed_pending(700)
    act = _start(app, _all_waiting())
    db.session.commit()
    take_step(act, keys=app.config["KEYS"])
    db.session.commit()
    take_step(act, keys=app.config["KEYS"])
    db.session.rollback()  # killed before it committed
    assert db.session.get(BulkAct, act.id, populate_existing=True).done == steps.STEP
    go_on_with_bulks(app.config["KEYS"])
    assert _numbers() == {"spam": 700}
    assert db.session.scalar(select(func.count(Decision.id))) == 700
    assert db.session.scalar(select(func.count(BulkDecision.decision_id))) == 700


def test_what_is_stopped_stays_where_it_was_and_can_be_taken_back(app):
    client, moderator = as_moderator(app)
    seed_pending(700)
    act = _start(app, _all_waiting(), by=moderator)
    take_step(act, keys=app.config["KEYS"])
    page = client.get(f"/moderation/bulk/{act.public_id}").text
    assert "Marking 700 comments as spam: 250 so far." in page
    assert "Look again" in page  # without JavaScript
    assert send(client, f"/moderation/bulk/{act.public_id}/stop").status_code == 303
    go_on_with_bulks(app.config["KEYS"])
    assert _numbers() == {"spam": 250, "pending": 450}
    assert "Stopped. Marked 250 comments as spam." in client.get(f"/moderation/bulk/{act.public_id}").text
    assert send(client, f"/moderation/bulk/{act.public_id}/stop").status_code == 409
    assert send(client, f"/moderation/bulk/{act.public_id}/undo").status_code == 303
    assert _numbers() == {"pending": 700}


def test_five_hundred_decisions_are_undone_and_every_row_is_as_it_was(app):
    moderator, article = an_account(Role.MODERATOR), a_public_article()
    seed_pending(480, article, group_size=7)
    parent = a_comment(article)
    approve(parent, by=moderator)
    for n in range(19):
        approve(a_comment(article, parent=parent, body=f"Answer {n} to that."), by=moderator)
    db.session.commit()
    before = _rows()
    keys, acts = app.config["KEYS"], []
    for status in (Status.PENDING, Status.APPROVED):
        acts.append(
            _start(app, Selection(Narrowing(status=status), as_of=as_of_now()), Verdict.REJECT, by=moderator)
        )
        db.session.commit()
        go_on_with_bulks(keys)
    assert _numbers() == {"rejected": 500}
    assert list(wrong_groups()) == []
    for act in acts:
        undo_bulk(act, by=moderator, keys=keys)
        db.session.commit()
        go_on_with_bulks(keys)
    assert _rows() == before
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["commenting", "verify"]).exit_code == 0


def test_an_undo_leaves_what_somebody_decided_since(app):
    moderator, editor = an_account(Role.MODERATOR), an_account(Role.EDITOR)
    comments = many_alike(3)
    act = _start(app, _of_group(comments[0]), by=moderator)
    approve(comments[1], by=editor)
    undo_bulk(act, by=moderator, keys=app.config["KEYS"])
    assert [each.status for each in comments] == ["pending", "approved", "pending"]
    with pytest.raises(NothingLeft):
        undo_bulk(act, by=moderator, keys=app.config["KEYS"])


def test_an_undo_restores_what_the_writer_was_told(app):
    moderator = an_account(Role.MODERATOR)
    comment = a_comment()
    first = reject(comment, by=moderator, reason=next(iter(Reason)))
    act = _start(app, listed([comment]), Verdict.APPROVE, by=moderator)
    undo_bulk(act, by=moderator, keys=app.config["KEYS"])
    newest = db.session.scalars(select(Decision).order_by(Decision.id.desc())).first()
    assert (comment.status, newest.reason) == (Status.REJECTED, first.reason)


def test_whoever_is_suspended_decides_about_nothing_more(app):
    moderator, owner = an_account(Role.MODERATOR), an_account(Role.OWNER)
    seed_pending(400)
    act = _start(app, _all_waiting(), by=moderator)
    suspend(moderator, by=owner, because="Away.")
    db.session.commit()
    go_on_with_bulks(app.config["KEYS"])
    db.session.refresh(act)
    assert (act.status, _numbers()) == (BulkStatus.STOPPED, {"pending": 400})


def test_nobody_sees_another_authors_act(app):
    owner, _account = as_moderator(app, Role.OWNER)
    author, _author = as_moderator(app, Role.AUTHOR)
    act = _start(app, _of_group(many_alike(2)[0]))
    assert owner.get(f"/moderation/bulk/{act.public_id}").status_code == 200
    assert author.get(f"/moderation/bulk/{act.public_id}").status_code == 404
    assert send(author, f"/moderation/bulk/{act.public_id}/undo").status_code == 404


def test_while_a_group_is_decided_about_its_card_is_not_offered(app):
    client, moderator = as_moderator(app)
    seed_pending(400, group_size=400)
    group = db.session.scalars(select(GroupTally.group_id)).one()
    _start(app, Selection(Narrowing(), groups=((group, 400),)), by=moderator)
    page = client.get("/moderation").text
    assert "data-card" not in page
    assert "Marking 400 comments as spam: 0 so far." in page


def test_the_logbook_says_that_many_were_stopped_only_where_somebody_stopped_them(app):
    moderator, acts = an_account(Role.MODERATOR), select(Entry.act)
    act = _start(app, _of_group(many_alike(3)[0]), by=moderator)
    undo_bulk(act, by=moderator, keys=app.config["KEYS"])
    db.session.commit()
    assert "bulk_stopped" not in db.session.scalars(acts).all()
    seed_pending(700)
    stop_bulk(_start(app, _all_waiting(), by=moderator), by=moderator)
    db.session.commit()
    assert db.session.scalars(acts).all().count("bulk_stopped") == 1


def _shown(client, path):
    page = client.get(path).text
    return dict(re.findall(r'name="(as_of|mark|number)"\s+value="([^"]+)"', page))


def test_what_was_moved_there_since_is_left_alone(app):
    client, moderator = as_moderator(app)
    here, there = a_public_article(), a_public_article()
    seen, elsewhere = a_comment(here), a_comment(there)
    answer = a_comment(there)
    shown = _shown(client, f"/moderation/all?article={here.slug}")
    move(elsewhere, by=moderator, article=here)
    send(client, f"/moderation/all?article={here.slug}", verdict="spam", **shown)
    assert [each.status for each in (seen, elsewhere, answer)] == ["spam", "pending", "pending"]


def test_where_others_match_than_were_counted_nothing_is_decided(app):
    client, _moderator = as_moderator(app)
    alone, group = many_alike(1)[0], many_alike(2, words=OTHER_WORDS, first=50)
    path = "/moderation/all?shape=groups"
    shown = _shown(client, path)
    many_alike(1, first=5)  # what stood alone is a group now
    answer = send(client, path, verdict="spam", **shown)
    assert (answer.status_code, "Look at them again" in answer.text) == (409, True)
    assert {each.status for each in [alone, *group]} == {Status.PENDING}
    assert send(client, path, verdict="spam", **_shown(client, path)).status_code == 303
    assert {each.status for each in [alone, *group]} == {Status.SPAM}


def test_what_the_filter_thinks_anew_meanwhile_makes_no_difference_to_the_worker(app, monkeypatch):
    monkeypatch.setattr(steps, "STEP", 2)
    seed_pending(AT_ONCE + 4)
    act = _start(app, Selection(Narrowing(pile=Pile.UNSURE, shape=Shape.ALONE), as_of=as_of_now()))
    db.session.commit()
    take_step(act, keys=app.config["KEYS"])
    measured = {
        "fine": 9,
        "spam": 9,
        "fine_hidden": 0,
        "spam_caught": 9,
        "spam_let_through": 0,
        "fine_recognised": 9,
    }
    db.session.add(FilterStanding(version=0, spam_above=0.0, hides_at_most=10, at=now(), **measured))
    db.session.commit()
    assert pile_of(0.1) == "likely_spam"
    go_on_with_bulks(app.config["KEYS"])
    assert (act.status, act.done, act.skipped) == (BulkStatus.FINISHED, AT_ONCE + 4, 0)


@pytest.mark.parametrize("pile", list(Pile))
def test_a_filter_that_is_sure_of_nothing_has_its_piles_too(app, pile):
    client, _moderator = as_moderator(app)
    a_comment()
    for place in ("", "/all"):
        page = client.get(f"/moderation{place}?pile={pile}")
        assert page.status_code == 200


@pytest.mark.parametrize("turn", ["9" * 30, "-1", "x"])
def test_a_turn_that_cannot_be_decides_about_nothing(app, turn):
    client, _moderator = as_moderator(app)
    comments = many_alike(2)
    path = f"/moderation/groups/{group_of(comments[0]).public_id}/decision"
    assert send(client, path, verdict="spam", turn=turn, number=turn).status_code in (409, 422)
    assert {each.status for each in comments} == {Status.PENDING}
