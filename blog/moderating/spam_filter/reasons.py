"""What the filter goes by is said in plain words, each with its weight; the words of a visitor are only ever quoted."""

from dataclasses import dataclass

from blog.moderating.spam_filter.letters import INVISIBLE
from blog.moderating.spam_filter.starting_weights import FORM

_LEAST = 0.05


@dataclass(frozen=True)
class Pull:
    """`words` are plain text, never markup. `weight` is in logits: above nought towards spam, below it towards fine."""

    words: str
    weight: float


def strongest(taken, weigh, letters: float, memory, most: int) -> list[Pull]:
    """The `most` strongest pulls on a comment, the strongest first. `weigh(feature)` and `letters` are in logits."""
    weights: dict[str, float] = {_of_letters(letters): letters}
    for feature in taken.features:
        words = _said(feature, taken, memory)
        weights[words] = weights.get(words, 0.0) + weigh(feature)
    pulls = [Pull(words, weight) for words, weight in weights.items() if abs(weight) >= _LEAST]
    return sorted(pulls, key=lambda pull: (-abs(pull.weight), pull.words))[:most]


def _of_letters(pull):
    return f"turns of phrase like those of earlier {'spam' if pull > 0 else 'comments that were fine'}"


def _said(feature, taken, memory):
    kind, _, what = feature.partition(":")
    if kind == "f":
        return FORM[what][1]
    if kind == "k":
        talk = what.partition("/")[0]
        return f"{talk}: {', '.join(map(_quoted, taken.talk[talk][:3]))}"
    if kind == "h":
        return _of_host(what, memory)
    return _SAID[kind].format(_quoted(what))


def _of_host(host, memory):
    spam, fine = memory.of(host)
    seen = [
        said
        for times, said in ((spam, _counted(spam, "spam comment")), (fine, _counted(fine, "fine one")))
        if times
    ]
    return f"a link to {_quoted(host)}" + (f", seen in {' and '.join(seen)}" if seen else "")


def _counted(number, what):
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _quoted(words):
    visible = INVISIBLE.sub("", words)
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in visible[:40])
    return f"“{shown}”"


_SAID = {
    "w": "the word {}",
    "n": "the name {}",
    "t": "a link to an address that ends with {}",
    "u": "{} in the address linked to",
    "a": "left at the article {}",
}
