"""What the first look found, in plain words: for moderators every reason, for its writer only what gives nothing away.

A writer is never told of a doubt, a ban, the filter, nor of a rule and its words: whoever tries what is let through
would learn it.
"""

from blog.moderating.finding import Ground, findings_about

# Doubts are told by moderating/wording.py as long as they stand, the rest here. `{}` are the facts.
PLAIN = {
    Ground.HONEYPOT: "The field that people leave empty was filled in.",
    Ground.OWN_WORDS: "Written by the person who moderates here.",
    Ground.KNOWN: "Known visitor: published here before, and recognised by their browser.",
    Ground.FIRST_TIME: "No earlier comment is known from this browser.",
    Ground.NOT_LOOKED_AT: "Not looked at: something failed when it arrived (the log says what), so no rule, no ban and "
    "not the filter had a say.",
}
SETTLED = {
    Ground.IMPERSONATION: "When it came, somebody else might have been impersonated; since then the address was confirmed by letter.",
    Ground.REPETITION: "When it came, the same words had come under other addresses.",
}
KEPT_BACK = (
    "The filter: kept back until somebody decides, as for one in eight and for all that are re-checked."
)
FOR_ITS_WRITER = {
    Ground.LINKS: "Comments with several links are read with special care.",
    Ground.HEATED: "Many comments came in this conversation, or some had to be turned down, so each is read with special care.",
    Ground.FIRST_TIME: "The first comment from a browser is always read by a person.",
}


def reasons_in_words(finding, *, unmarked=False):
    """Sentences for moderators, of a Finding or None. `unmarked`: what the filter said stays untold until somebody decided."""
    if finding is None:
        return []
    told = [
        KEPT_BACK if unmarked and reason.ground is Ground.FILTER else sentence_of(reason)
        for reason in finding.reasons
    ]
    return [sentence for sentence in told if sentence]


def sentence_of(reason):
    """Of one FindingReason; empty where something else tells it."""
    if reason.ground is Ground.RULE:
        return _rule(reason)
    composed = COMPOSED.get(reason.ground)
    return composed(reason.facts) if composed else PLAIN.get(reason.ground, "")


def public_explanations(comment):
    """Sentences for whoever wrote a Comment that waits, at most one of each kind."""
    finding = findings_about([comment]).get(comment.id)
    if finding is None:
        return []
    told = (_told_to_its_writer(reason) for reason in finding.reasons)
    return list(dict.fromkeys(sentence for sentence in told if sentence))


def _told_to_its_writer(reason):
    if reason.ground is Ground.LANGUAGE:
        return "It seems to be in another language than the article, so it may take longer to be read."
    return FOR_ITS_WRITER.get(reason.ground)


def _links(facts):
    hosts = facts.get("hosts", [])
    return f"{facts['links']} links{': to ' + ', '.join(hosts) if hosts else ''}."


def _speed(facts):
    where = "from the same network" if facts.get("same") == "network" else "under the same address"
    return f"{facts['comments']} comments {where} within {facts['minutes']} minutes."


def _heated(facts):
    told = []
    if facts["lately"]:
        told.append(f"{facts['lately']} comments within an hour before it")
    if facts["refused"]:
        told.append(f"{facts['refused']} of the newest rejected")
    return f"A heated thread: {', '.join(told)}."


def _language(facts):
    if facts.get("by") == "script":
        return f"Written in another script ({facts['comment']}) than the article ({facts['article']})."
    return f"Seems to be in another language ({facts['comment']}) than the article ({facts['article']})."


RULE_SAYS = {"hold": "holds it", "spam": "calls it spam", "approve": "lets it in"}
RULE_WOULD_SAY = {"hold": "would hold it", "spam": "would call it spam", "approve": "would let it in"}
FOUND = {
    "words": "the words “{}”",
    "links": "{} links",
    "domains": "the domain {}",
    "names": "the name “{}”",
    "addresses": "the address",
    "address_domains": "the domain of the address",
    "networks": "the network it came from",
    "regex": "an expression that found “{}”",
    "everything": "all that is said there",
}
PILES = {"likely_fine": "likely fine", "likely_spam": "likely spam"}


def _rule(reason):
    facts = reason.facts
    says = (RULE_WOULD_SAY if reason.shadow else RULE_SAYS)[facts["outcome"]]
    found = FOUND[facts["kind"]].format(facts.get("found") or "…")
    return f"{'A rule in shadow' if reason.shadow else 'A house rule'} {says}: {found}."


def _filter(facts):
    # A pile says what its errors so far allow; where they allow neither, the number is all there is to say.
    pile, likely = PILES.get(facts["pile"]), f"{facts['likelihood']:.0%}"
    said = f"The filter: {pile}, {likely} spam." if pile else f"The filter: {likely} likely to be spam."
    for words, pulls in (("Towards spam", facts.get("towards")), ("Against it", facts.get("away"))):
        if pulls:
            said += f" {words}: {', '.join(pulls)}."
    return said


def _ban(facts):
    return f"The {facts['what']} it came {'under' if facts['what'] == 'address' else 'from'} is banned."


COMPOSED = {
    Ground.BAN: _ban,
    Ground.FILTER: _filter,
    Ground.LINKS: _links,
    Ground.SPEED: _speed,
    Ground.HEATED: _heated,
    Ground.LANGUAGE: _language,
}
