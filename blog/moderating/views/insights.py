"""What moderators ask of their own work: a page a question, and a file a table."""

from flask import Response, render_template, request
from markupsafe import Markup

from blog.accounts.permissions import insist
from blog.clock import now
from blog.moderating.insights.chart import drawn
from blog.moderating.insights.csv_file import lines_of
from blog.moderating.insights.in_words import FEW, HOUR, time_in_brief, value_in_words
from blog.moderating.insights.period import NAMES
from blog.moderating.insights.question import FIRST, QUESTIONS, period_asked
from blog.moderating.views.asking import moderating
from blog.refusals import NotThere
from blog.storage.site_setting import site_settings
from blog.web.guards import whoever_is_signed_in

# From how many hours on a cell of the week is of the next shade.
SHADES = (1, 6, 24, 48)


@moderating.get("/insights", defaults={"question": FIRST})
@moderating.get("/insights/<question>")
def insights(question):
    question, period, answer = _asked(question)
    return render_template(
        "moderating/insights/question.html",
        question=question,
        questions=QUESTIONS.values(),
        period=period,
        periods=NAMES,
        answer=answer,
        drawn=lambda chart: Markup(drawn(chart)),  # noqa: S704  (drawn by us; the library escapes labels)
        value_in_words=value_in_words,
        brief=time_in_brief,
        shade=_shade,
        few=FEW,
    )


@moderating.get("/insights/<question>/<table>.csv")
def insight_file(question, table):
    question, period, answer = _asked(question)
    found = answer.files().get(table)
    if found is None:
        raise NotThere
    name = f"{found.name}-{period.name}.csv" if question.has_period else f"{found.name}.csv"
    response = Response(lines_of(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(name):
    """(Question, Period, Answer) for whoever may see it. Raises NotSignedIn, NotYours or NotThere."""
    insist(whoever_is_signed_in(), "see insights")
    question, at = QUESTIONS.get(name), now()
    if question is None:
        raise NotThere
    period = period_asked(request.args.get("period"), zone=site_settings().time_zone, at=at)
    return question, period, question.answer(period, at=at)


def _shade(seconds):
    """0 for the quickest to 4."""
    return sum(seconds >= hours * HOUR for hours in SHADES)
