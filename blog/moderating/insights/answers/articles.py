"""Answers which articles draw what."""

from blog.moderating.insights.answer import Answer, Chart, Column, Kind, Table
from blog.moderating.insights.fate import LABELS, Became, articles_that_drew, fates_by_article
from blog.moderating.insights.in_words import counted

IN_CHART = 10
TURNED_AWAY = (Became.REJECTED, Became.SPAM, Became.PUT_AWAY)


def answer(period, **_rest):
    articles = fates_by_article(period)
    if not articles:
        return Answer(nothing="No comments came in this time.")
    rows = [
        (title, sum(fates.values()), *(fates.get(became, 0) for became in Became))
        for title, fates in articles
    ]
    number, most = articles_that_drew(period), articles[:IN_CHART]
    sentences = [f"{counted(number, 'article')} drew comments."]
    if number > len(articles):
        sentences.append(f"The {len(articles)} that drew most are shown.")
    return Answer(
        sentences=sentences,
        charts=[
            _chart("Comments that came", most, lambda fates: sum(fates.values())),
            _chart(
                "Not published: rejected or spam",
                most,
                lambda fates: sum(fates.get(each, 0) for each in TURNED_AWAY),
            ),
        ],
        tables=[
            Table(
                "articles",
                "What articles drew, most first",
                (Column("Article", Kind.TEXT), Column("Came"), *(Column(LABELS[each]) for each in Became)),
                rows,
            )
        ],
    )


def _chart(title, articles, number_of):
    return Chart(
        title,
        [title for title, _fates in articles],
        [number_of(fates) for _title, fates in articles],
        is_horizontal=True,
    )
