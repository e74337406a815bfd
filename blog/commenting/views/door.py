"""Glue: the door. What comes too often or weighs too much is turned away before it costs anything.

It is counted and not stored; the words go back to whoever wrote them.
"""

from flask import current_app, make_response, render_template, request, url_for

from blog.accounts.sign_in import address_as_counted
from blog.commenting.contact import digest_of_address
from blog.commenting.cookies import proofs_shown
from blog.commenting.forms import LONGEST_BODY, LONGEST_EMAIL
from blog.commenting.trust import is_confirmed
from blog.commenting.views.blueprint import commenting
from blog.storage.database import reading_only
from blog.web.errors import answer_http_error, error_page
from blog.web.guards import signed_in
from blog.web.headers import keep_private
from blog.web.throttle import hit_or_refuse, note_today, noted_lately, several_limits, this_network

# Bytes. The longest comment that is taken weighs half of it, where every sign takes twelve bytes on its way.
LARGEST_POSTING = 256 * 1024
LOOKS = 10  # times as often as comments may be posted, previews may be looked at, and forms may be wrong
LATELY = 7  # days
TOO_OFTEN, TOO_LONG = "too often", "too long"


def knock(form, *, only_looks):
    """Counts one more try of this network, and of the address that was typed. Raises TooOften. Staff come as they like."""
    limits = several_limits(current_app.config["RUN"].comment_rate, LOOKS if only_looks else 1)
    if not limits or signed_in() is not None:
        return
    what = "look at a comment" if only_looks else "comment"
    whose = [("network", this_network()), *_address_typed(form)]
    for limit in limits:
        for each in whose:
            hit_or_refuse(limit, what, *each)


def knock_gently(what):
    """Counts one more try of this network to do `what` (words) for which no address is typed. Raises TooOften."""
    for limit in several_limits(current_app.config["RUN"].comment_rate, LOOKS):
        if signed_in() is None:
            hit_or_refuse(limit, what, "network", this_network())


def _address_typed(form):
    """However it is written. Whoever answered a letter to it is not kept out by strangers who type it."""
    typed, keys = (form.email.data or "").strip()[:LONGEST_EMAIL], current_app.config["KEYS"]
    digest = digest_of_address(address_as_counted(typed), keys)
    return [("address", digest)] if typed and not is_confirmed(digest, proofs_shown(), keys) else []


def turned_away_too_often(slug, form, refusal):
    """The page with the words in a form, from which they can be sent again. Nobody asked for the article yet."""
    note_today(_turned_away(TOO_OFTEN))
    others = [(each.name, "y" if each.data is True else each.data) for each in form if each.data]
    with reading_only():
        page = render_template(
            "commenting/too_often.html",
            form=form,
            others=[(name, words) for name, words in others if name != form.body.name],
            seconds=refusal.retry_after,
            slug=slug,
            way=url_for("commenting.leave", slug=slug),
            article=url_for("reading.article", slug=slug),
        )
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(refusal.retry_after)
    return keep_private(response)


@commenting.errorhandler(413)
def turned_away_too_long(error):
    """The words were not read, so they cannot be given back; the browser has them."""
    if request.endpoint != "commenting.leave":
        return answer_http_error(error)
    note_today(_turned_away(TOO_LONG))
    sentence = f"It may have at most {LONGEST_BODY:,} characters. Nothing was posted. Go back: your words are still in the form."
    ways = [("Back to the article", url_for("reading.article", slug=request.view_args["slug"]))]
    return error_page(413, heading="That comment is too long", sentence=sentence, way_out=ways), 413


def turned_away_lately():
    """[(how many, why)] in the last seven days, without the reasons for which nobody was."""
    counted = [(noted_lately(_turned_away(why), days=LATELY), why) for why in (TOO_OFTEN, TOO_LONG)]
    return [(number, why) for number, why in counted if number]


def _turned_away(why):
    return f"comments turned away {why}"
