"""Answers how many comments come, and what becomes of them."""

from blog.moderating.insights.answer import Answer, Chart, Column, Kind, Table
from blog.moderating.insights.fate import LABELS, Became, fates_by_step
from blog.moderating.insights.in_words import counted


def answer(period, **_rest):
    steps = fates_by_step(period)
    arrived = [sum(step.values()) for step in steps]
    if not sum(arrived):
        return Answer(nothing="No comments came in this time.")
    in_all = {became: sum(step.get(became, 0) for step in steps) for became in Became}
    shown = [became for became in Became if in_all[became]]
    charts = [Chart("Comments that came", period.labels, arrived)]
    charts += [
        Chart(LABELS[became], period.labels, [step.get(became, 0) for step in steps]) for became in shown
    ]
    columns = (Column(period.unit.capitalize(), Kind.DATE), Column("Came"))
    return Answer(
        sentences=[f"{counted(sum(arrived), 'comment')} came: {_in_all(in_all, shown)}."],
        charts=charts,
        tables=[
            Table(
                "comments",
                f"What became of the comments that came, by {period.unit}",
                (*columns, *(Column(LABELS[became]) for became in shown)),
                [
                    (day, number, *(step.get(became, 0) for became in shown))
                    for day, number, step in zip(period.days, arrived, steps, strict=True)
                ],
            )
        ],
        notes=[
            "Each comment counts for when it came, as it stands now. What members of staff wrote is left out. "
            "Each chart has a scale of its own."
        ],
    )


def _in_all(in_all, shown):
    return ", ".join(
        f"{LABELS[became][0].lower()}{LABELS[became][1:]} {in_all[became]:,}" for became in shown
    )
