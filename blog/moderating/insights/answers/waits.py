"""Answers how long visitors wait."""

from blog.moderating.insights.answer import Answer, Chart, Column, Heat, Kind, Table
from blog.moderating.insights.in_words import counted, few, time_in_words
from blog.moderating.insights.wait import still_waiting, waits_in

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HALF, MOST = "Half waited at most", "Nine in ten waited at most"
FIGURES = (Column("Comments"), Column(HALF, Kind.SECONDS), Column(MOST, Kind.SECONDS))


def answer(period, **_rest):
    waits, waiting = waits_in(period), still_waiting(period)
    in_all, steps = waits.in_all, waits.by_step
    if not in_all.number:
        left = (
            [f"{counted(waiting, 'comment')} of this time {'waits' if waiting == 1 else 'wait'} still."]
            if waiting
            else []
        )
        return Answer(sentences=left, nothing="Nothing has been decided in this time.")
    return Answer(
        sentences=list(_sentences(in_all, waiting)),
        charts=[
            Chart(f"{HALF}, by when it came", period.labels, [each.median for each in steps], Kind.SECONDS),
            Chart(f"{MOST}, by when it came", period.labels, [each.most for each in steps], Kind.SECONDS),
        ],
        tables=[
            Table(
                "waits",
                f"How long visitors waited, by {period.unit}",
                (Column(period.unit.capitalize(), Kind.DATE), *FIGURES),
                [
                    (day, each.number, each.median, each.most)
                    for day, each in zip(period.days, steps, strict=True)
                ],
            )
        ],
        heat=_heat(waits.by_hour),
        notes=[
            "A visitor waits from when a comment was left until a person decided about it for the first time. "
            "What was published at once waited for nobody and is left out, and so is what members of staff wrote."
        ],
    )


def _sentences(in_all, waiting):
    yield (
        f"Of {counted(in_all.number, 'comment')}, half waited {time_in_words(in_all.median)} at most, "
        f"and nine in ten {time_in_words(in_all.most)}."
    )
    if in_all.number < 10:
        yield few(in_all.number) or "With fewer than ten, the longest wait stands for nine in ten."
    if waiting:
        verb = "waits still and is" if waiting == 1 else "wait still and are"
        yield f"{counted(waiting, 'comment')} of this time {verb} not among them."


def _heat(hours):
    rows = [
        (f"{DAYS[hour // 24]} {hour % 24:02}:00", each.number, each.median, each.most)
        for hour, each in enumerate(hours)
    ]
    return Heat(
        "How long half waited at most, by the hour in which the comment came",
        [(each.median, each.number) for each in hours],
        Table(
            "hours",
            "How long visitors waited, by hour of the week",
            (Column("Hour", Kind.TEXT), *FIGURES),
            rows,
        ),
    )
