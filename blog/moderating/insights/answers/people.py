"""Answers who decides how much."""

from blog.moderating.insights.answer import Answer, Chart, Column, Kind, Table
from blog.moderating.insights.in_words import counted
from blog.moderating.insights.people import work_by_person


def answer(period, **_rest):
    people = work_by_person(period)
    if not people:
        return Answer(nothing="Nothing has been decided in this time.")
    columns = (
        Column("Who", Kind.TEXT),
        Column("Decisions"),
        Column("First to decide about"),
        Column("Half of those waited at most", Kind.SECONDS),
        Column("Took back themselves"),
        Column("Taken back by others"),
    )
    rows = [
        (each.name, each.number, each.firsts, each.median, each.by_themselves, each.by_others)
        for each in people
    ]
    decisions = sum(each.number for each in people)
    return Answer(
        sentences=[
            f"{counted(len(people), 'person', 'people')} made {counted(decisions, 'decision')} in this time."
        ],
        charts=[
            Chart(
                "Decisions",
                [each.name for each in people],
                [each.number for each in people],
                is_horizontal=True,
            )
        ],
        tables=[Table("people", "Who decided how much, by name", columns, rows)],
        notes=[
            "Counted by when it was decided; an undo is no decision of its own. Who finds a comment first depends on "
            "when people are here more than on how quick they are, and taking back what turns out wrong is good work."
        ],
    )
