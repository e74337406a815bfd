"""The logbook's page and its file."""

import csv
import io
import tempfile

from flask import has_request_context, render_template, request, send_file, url_for

from blog.accounts.account import Account, accounts
from blog.accounts.permissions import insist, may, may_any
from blog.commenting.comment import Comment
from blog.moderating.logbook.acts import FAMILIES
from blog.moderating.logbook.entry import find_head
from blog.moderating.logbook.reading import NO_ACCOUNT, PER_PAGE, Narrowed, entries, lines
from blog.moderating.views.asking import moderating
from blog.publishing.article import Article
from blog.refusals import NotThere
from blog.storage import db
from blog.text.plain import find_number
from blog.web.guards import signed_in, whoever_is_signed_in
from blog.web.template_helpers import iso

WHEN = {"": "Always", "day": "A day", "week": "A week", "month": "30 days"}
AT_A_TIME = 500  # entries of the file that are in memory at once
COLUMNS = ("number", "at", "who", "what", "about", "before", "after", "why", "hash")


def whoever_acts():
    """The Account that is signed in, or None: a visitor, the worker, or whoever commands the machine."""
    return signed_in() if has_request_context() else None


@moderating.get("/logbook")
def logbook():
    person, narrowed = _reader(), _narrowed()
    found = db.session.scalars(entries(narrowed, before=_before()).limit(PER_PAGE + 1)).all()
    shown = found[:PER_PAGE]
    return render_template(
        "moderating/logbook.html",
        lines=[(line, *place_of(line, person)) for line in lines(shown)],
        head=find_head(),
        narrowed=narrowed,
        filters=_filters(narrowed),
        older=_address(narrowed, before=shown[-1].number) if len(found) > PER_PAGE else None,
        newest=_address(narrowed) if "before" in request.args else None,
        file=_address(narrowed, endpoint="moderating.logbook_file"),
    )


@moderating.get("/logbook.csv")
def logbook_file():
    """Written to a file first: it may be long, and what is read for it is one snapshot."""
    _reader()
    file = tempfile.TemporaryFile()  # noqa: SIM115  (closed when it has been sent)
    for line in _rows(_narrowed()):
        file.write(line.encode("utf-8", "replace"))
    file.seek(0)
    return send_file(file, mimetype="text/csv", as_attachment=True, download_name="logbook.csv")


def _rows(narrowed):
    yield _written(COLUMNS)
    before = None
    while found := db.session.scalars(entries(narrowed, before=before).limit(AT_A_TIME)).all():
        for line in lines(found):
            entry, said = line.entry, line.said
            label, _url = place_of(line, None)
            told = (said.what, label, said.before, said.after, said.why)
            yield _written((entry.number, iso(entry.at), line.who, *told, entry.hash))
        before = found[-1].number
        db.session.expunge_all()


def _written(cells):
    """One line of CSV. What a spreadsheet would take for a formula begins with an apostrophe."""
    line = io.StringIO()
    csv.writer(line).writerow(_harmless(str(cell)) for cell in cells)
    return line.getvalue()


def _harmless(words):
    return f"'{words}" if words.lstrip().startswith(("=", "+", "-", "@")) or words[:1] in "\t\r" else words


def _reader():
    person = whoever_is_signed_in()
    insist(person, "read the logbook")
    return person


def _narrowed():
    asked = Narrowed(*(request.args.get(name, "") for name in ("who", "what", "when")))
    if not asked.is_possible():
        raise NotThere
    return asked


def _before():
    if "before" not in request.args:
        return None
    number = find_number(request.args["before"])
    if number is None:
        raise NotThere
    return number


def place_of(line, person):
    """(what a Line is about in words, the address where `person` can look at it or None)"""
    about = line.about
    if isinstance(about, Comment):
        return f"{about.name}’s comment on “{about.article.title}”", _if(
            may_any(person, "moderate"), "moderating.comment", public_id=about.public_id
        )
    if isinstance(about, Article):
        return f"“{about.title}”", _if(may_any(person, "write"), "publishing.article", article_id=about.id)
    if isinstance(about, Account):
        is_shown = about.id != line.entry.by_id
        return about.name if is_shown else "", _if(
            is_shown and may(person, "invite"), "accounts.person", handle=about.handle
        )
    return "", None


def _if(allowed, endpoint, **values):
    return url_for(endpoint, **values) if allowed else None


def _filters(narrowed):
    """[(name, [(label, address, whether it is the current one)])]"""
    people = [(account.handle, account.name) for account in db.session.scalars(accounts())]
    choices = {
        "when": list(WHEN.items()),
        "what": [("", "All"), *FAMILIES.items()],
        "who": [("", "Everybody"), *people, (NO_ACCOUNT, "Nobody signed in")],
    }
    return [
        (
            name,
            [
                (label, _address(narrowed, **{name: value}), getattr(narrowed, name) == value)
                for value, label in each
            ],
        )
        for name, each in choices.items()
    ]


def _address(narrowed, *, endpoint="moderating.logbook", **changed):
    values = {name: getattr(narrowed, name) for name in ("who", "what", "when")} | changed
    return url_for(endpoint, **{name: value or None for name, value in values.items()})
