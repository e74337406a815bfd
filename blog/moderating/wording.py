"""How decisions are said in plain words."""

from blog.commenting.comment import Status
from blog.commenting.doubt import Kind

BADGES = {
    Status.PENDING: ("wait", "Waiting"),
    Status.APPROVED: ("good", "Approved"),
    Status.REJECTED: ("bad", "Rejected"),
    Status.SPAM: ("bad", "Spam"),
    Status.WITHDRAWN: ("", "Withdrawn"),
}
WAS = {
    Status.PENDING: "waiting",
    Status.APPROVED: "approved",
    Status.REJECTED: "rejected",
    Status.SPAM: "marked as spam",
    Status.WITHDRAWN: "withdrawn",
}
DONE = {
    Status.PENDING: "Put {} back to waiting",
    Status.APPROVED: "Approved {}",
    Status.REJECTED: "Rejected {}",
    Status.SPAM: "Marked {} as spam",
    Status.WITHDRAWN: "Withdrew {}",
}
DOUBTS = {
    Kind.IMPERSONATION: "Possible impersonation: the address belongs to somebody who was published here before, or to a "
    "member of staff. Whoever posted this typed it, and gave no proof that it is theirs.",
    Kind.REPETITION: "Repeated: the same words came under at least two other addresses within a week.",
}
HIDDEN = "Hidden with the comment it answers, which was pulled back; it is seen again when that is."


def verb(decision):
    """Approved, Rejected, Marked as spam, Put back to waiting."""
    if decision.after is Status.PENDING:
        return "Put back to waiting"
    return WAS[decision.after].capitalize()


def decider(decision):
    """The name of who decided."""
    if decision.by:
        return decision.by.name
    # Nobody but its writer takes a comment back, or, by an appeal, lets it wait again.
    return (
        "whoever wrote it" if decision.after in (Status.WITHDRAWN, Status.PENDING) else "a rule of this blog"
    )


def why_here(case):
    """Sentences on why a comment stands where it does."""
    last, doubts = case.last, [DOUBTS[kind] for kind in case.doubts]
    hidden = [HIDDEN] if case.comment.hidden_above else []
    if last is None:
        return (doubts or ["Every comment waits for a person."]) + hidden
    said = [f"{verb(last)} by {decider(last)}."]
    if last.undoes_id is not None:
        said = [f"{decider(last)} took back a decision: it had been {WAS[last.before]}."]
    elif last.because:
        said.append(last.because)
    return said + doubts + hidden


def outcome(decisions):
    """What the bar says of one or several last Decisions: "Approved Ada Byron’s comment." """
    if len(decisions) == 1:
        return _outcome_of_one(decisions[0])
    verbs = {"Took back the decision about {}" if each.undoes_id else DONE[each.after] for each in decisions}
    done = verbs.pop() if len(verbs) == 1 else "Decided about {}"
    return f"{done.format(f'{len(decisions)} comments')}."


def _outcome_of_one(decision):
    whose = f"{decision.comment.name}’s comment"
    if decision.undoes_id is None:
        return f"{DONE[decision.after].format(whose)}."
    return f"Took that back: {whose} is {WAS[decision.after]} again."
