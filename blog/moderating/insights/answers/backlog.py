"""Answers what waits at this moment, whatever the period."""

from sqlalchemy import select

from blog.commenting.comment import Comment
from blog.moderating.insights.answer import Answer, Chart, Column, Kind, Table
from blog.moderating.insights.backlog import AGES, backlog_of
from blog.moderating.insights.in_words import counted, time_in_words


def answer(_period, *, at):
    backlog = backlog_of(select(Comment), at=at)
    if not backlog.number:
        return Answer(nothing="No comments are waiting.")
    names = [name for _age, name in AGES]
    oldest = time_in_words(max((at - backlog.oldest).total_seconds(), 0))
    old = backlog.older_than_a_day
    return Answer(
        sentences=[
            f"{counted(backlog.number, 'comment')} {'waits' if backlog.number == 1 else 'wait'}, the longest for {oldest}.",
            f"{old:,} of them longer than a day." if old else "None of them longer than a day.",
        ],
        charts=[Chart("How long they have waited", names, backlog.by_age, is_horizontal=True)],
        tables=[
            Table(
                "waiting",
                "How long what waits has waited",
                (Column("Waits", Kind.TEXT), Column("Comments")),
                list(zip(names, backlog.by_age, strict=True)),
            )
        ],
        notes=["Counted since it came, or since a decision was taken back or its writer appealed."],
    )
