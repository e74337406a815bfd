"""What an act on many is doing, or has done, in plain words."""

from blog.moderating.bulk.bulk_act import BulkStatus
from blog.moderating.verdict import Verdict

DONE = {
    Verdict.APPROVE: "Approved {}",
    Verdict.REJECT: "Rejected {}",
    Verdict.SPAM: "Marked {} as spam",
    Verdict.UNDO: "Took back {}",
}
DOING = {
    Verdict.APPROVE: "Approving {}",
    Verdict.REJECT: "Rejecting {}",
    Verdict.SPAM: "Marking {} as spam",
    Verdict.UNDO: "Taking back {}",
}


def outcome_of_many(act):
    """“Marked 212 comments as spam. 3 were left as they were.”"""
    if not act.status.is_over:
        return f"{DOING[act.verdict].format(_number(act, act.total))}: {act.done:,} so far."
    said = f"{DONE[act.verdict].format(_number(act, act.done))}."
    if act.status is BulkStatus.STOPPED:
        return f"Stopped. {said}"
    if act.skipped:
        left = "1 was" if act.skipped == 1 else f"{act.skipped:,} were"
        said += (
            f" {left} left as {'it was' if act.skipped == 1 else 'they were'}, because somebody was faster."
        )
    return said


def _number(act, number):
    what = "decision" if act.verdict is Verdict.UNDO else "comment"
    return f"{number:,} {what}{'' if number == 1 else 's'}"
