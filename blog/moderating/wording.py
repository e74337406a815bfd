"""How decisions are said in plain words."""

from blog.commenting.comment import Status
from blog.commenting.doubt import Kind
from blog.moderating.finding import Ground
from blog.moderating.first_look import BANNED, HONEYPOT, HOUSE_RULE, LIKELY_FINE, LIKELY_SPAM
from blog.moderating.telling import SETTLED, reasons_in_words

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
# Who decided, where no person did, by what the decision says.
MACHINES = {
    LIKELY_SPAM: "the filter",
    LIKELY_FINE: "the filter",
    BANNED: "a ban",
    HOUSE_RULE: "a house rule",
    HONEYPOT: "the hidden field",
}
TOLD_BY_A_REASON = (LIKELY_SPAM, BANNED, HOUSE_RULE)
EVERYBODY_WAITS = "Every comment waits for a person."
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
    if decision.because in MACHINES:
        return MACHINES[decision.because]
    # Nobody but its writer takes a comment back, or, by an appeal, lets it wait again.
    return (
        "whoever wrote it" if decision.after in (Status.WITHDRAWN, Status.PENDING) else "a rule of this blog"
    )


def why_here(case):
    """Sentences on why a comment stands where it does: what was decided last, and what the first look found."""
    last, found = case.last, _found(case)
    hidden = [HIDDEN] if case.comment.hidden_above else []
    if last is None:
        return ([] if _is_held(case) else [EVERYBODY_WAITS]) + found + hidden
    said = [f"{verb(last)} by {decider(last)}."]
    if last.undoes_id is not None:
        said = [f"{decider(last)} took back a decision: it had been {WAS[last.before]}."]
    elif last.because and not (case.finding and last.by_id is None and last.because in TOLD_BY_A_REASON):
        said.append(last.because)
    return said + [sentence for sentence in found if sentence not in said] + hidden


def _is_held(case):
    """Whether something about this comment would hold it, were comments let in without being read."""
    grounds = (
        {reason.ground for reason in case.finding.reasons if not reason.shadow} if case.finding else set()
    )
    return bool(case.doubts) or not grounds.isdisjoint({Ground.RULE, Ground.NOT_LOOKED_AT})


def _found(case):
    """Doubts are told as they stand now, the rest as it was found."""
    grounds = {reason.ground for reason in case.finding.reasons} if case.finding else set()
    settled = [SETTLED[ground] for ground in SETTLED if ground in grounds and Kind(ground) not in case.doubts]
    doubts = [DOUBTS[kind] for kind in case.doubts]
    return doubts + settled + reasons_in_words(case.finding, unmarked=case.unmarked)


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
