"""Who is banned: made from a comment, seen and lifted on a page of its own."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, flash, redirect, render_template, request, url_for

from blog.accounts.permissions import insist
from blog.clock import now
from blog.commenting.contact import Contact, glimpse_of
from blog.moderating.ban import (
    ADDRESS,
    NETWORK,
    AlreadyBanned,
    NothingToBan,
    OneOfUs,
    OverAlready,
    ban,
    bans_about,
    caught_by,
    ended_bans,
    find_ban,
    lift,
    standing_bans,
)
from blog.moderating.ban_consequences import (
    Consequence,
    acts_with,
    draw_consequence,
    take_back_consequence,
    written_under,
)
from blog.moderating.forms import BanForm
from blog.moderating.views.asking import moderating, the_comment, whoever_moderates
from blog.refusals import NotThere
from blog.storage import db
from blog.text.plain import tidy_line
from blog.web.template_helpers import the_site

MOST = 100  # bans on a page that stand; more stand behind
ENDED = 30  # that are over are shown


@moderating.get("/bans")
def bans():
    whoever_bans()
    standing = standing_bans()
    behind = request.args.get("after", "")
    if behind:
        last = find_ban(behind)
        standing = standing.where(type(last).id < last.id) if last else standing
    rows = db.session.scalars(standing.limit(MOST + 1)).all()
    ended = [] if behind else db.session.scalars(ended_bans().limit(ENDED)).all()
    return render_template(
        "moderating/bans.html",
        standing=rows[:MOST],
        ended=ended,
        glimpses=_glimpses([*rows, *ended]),
        caught=caught_by([*rows, *ended]),
        acts=acts_with([*rows, *ended]),
        older=rows[MOST - 1].public_id if len(rows) > MOST else None,
    )


@moderating.get("/comments/<public_id>/ban")
def new_ban(public_id):
    account = whoever_bans()
    form = BanForm(formdata=None, data={"what": ADDRESS, "time": "30", "consequence": Consequence.LEAVE})
    return _page(account, the_comment(account, public_id), form)


@moderating.post("/comments/<public_id>/ban")
def make_ban(public_id):
    account, form = whoever_bans(), BanForm()
    comment = the_comment(account, public_id)
    if not form.validate():
        return _page(account, comment, form), 422
    keys, at = current_app.config["KEYS"], now()
    wanted = (ADDRESS, NETWORK) if form.what.data == "both" else (form.what.data,)
    said = {"until": _end(form, at), "because": tidy_line(form.because.data or ""), "at": at}
    try:
        made = [ban(comment, by=account, keys=keys, what=what, **said) for what in wanted]
    except (AlreadyBanned, NothingToBan, OneOfUs, OverAlready) as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        account = whoever_bans()
        return _page(account, the_comment(account, public_id), form), 422
    consequence = Consequence(form.consequence.data)
    acts = [act for each in made for act in draw_consequence(each, consequence, by=account, keys=keys)]
    words = _said(acts)
    db.session.commit()
    flash(f"Banned. {words}".strip(), "good")
    return redirect(url_for("moderating.bans"), 303)


@moderating.post("/bans/<public_id>/lift")
def lift_ban(public_id):
    account = whoever_bans()
    found = _the_ban(public_id)
    lift(found, by=account)
    is_more = bool(acts_with([found]))
    db.session.commit()
    flash(
        "Lifted: what comes from now on is read like any other comment."
        + (" What was decided with the ban stands; it can be taken back below." if is_more else ""),
        "good",
    )
    return redirect(url_for("moderating.bans", _anchor="ended"), 303)


@moderating.post("/bans/<public_id>/take-back")
def take_back(public_id):
    account = whoever_bans()
    acts = take_back_consequence(_the_ban(public_id), by=account, keys=current_app.config["KEYS"])
    words = _said(acts, verb="taken back")
    db.session.commit()
    flash(words, "good")
    return redirect(url_for("moderating.bans"), 303)


def whoever_bans():
    """The Account that is signed in, if it may ban. Raises NotSignedIn or NotYours."""
    account = whoever_moderates()
    insist(account, "ban")
    return account


def _page(account, comment, form):
    contact = db.session.get(Contact, comment.id)
    under_address, under_network = written_under(contact, account) if contact else ({}, {})
    return render_template(
        "moderating/ban.html",
        comment=comment,
        form=form,
        glimpse=glimpse_of(contact, current_app.config["KEYS"]) if contact else None,
        network_until=contact.network_until if contact and contact.network_digest else None,
        under_address=under_address,
        under_network=under_network,
        standing=bans_about(contact),
    )


def _the_ban(public_id):
    found = find_ban(public_id)
    if found is None:
        raise NotThere
    return found


def _end(form, at):
    """The moment, or None for good. A day that was chosen ends in the blog's time zone."""
    if form.time.data == "good":
        return None
    if form.time.data == "date":
        zone = ZoneInfo(the_site().time_zone)
        return datetime.combine(form.until.data + timedelta(days=1), time(), zone)
    return at + timedelta(days=int(form.time.data))


def _said(acts, verb="decided"):
    """How far the acts on many have come, in words."""
    done, left = sum(act.done for act in acts), sum(act.left for act in acts)
    if left:
        return f"{done + left:,} comments are being {verb}; that goes on while you do something else."
    return f"{done:,} comment{'s were' if done != 1 else ' was'} {verb}." if done else ""


def _glimpses(bans):
    """{comment id: what is seen of its address}, where that is still kept."""
    ids = {each.comment_id for each in bans}
    contacts = db.session.scalars(db.select(Contact).where(Contact.comment_id.in_(ids))) if ids else []
    return {each.comment_id: glimpse_of(each, current_app.config["KEYS"]) for each in contacts}
