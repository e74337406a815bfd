"""A kind of talk is recognised by whole words and phrases of its list; how often one is repeated does not count."""

from blog.moderating.spam_filter.wordlists import KINDS_OF_TALK

_STEM = 4  # letters by which entries that end with a star are found


def signs_of_talk(words: list[str]) -> dict[str, list[str]]:
    """The kinds of talk in `words` (lower case, in their order), each with the different signs of it, in their order."""
    signs: dict[str, list[str]] = {}
    for place, word in enumerate(words):
        whole, stemmed = _WHOLE.get(word), _STEMS.get(word[:_STEM])
        if not whole and not stemmed:
            continue
        for kind, parts in (*(whole or ()), *(stemmed or ())):
            if not _fits(parts, words[place : place + len(parts)]):
                continue
            sign = " ".join(words[place : place + len(parts)])
            found = signs.setdefault(kind, [])
            if len(found) < 8 and sign not in found:
                found.append(sign)
    return signs


def _fits(parts, words):
    return len(parts) == len(words) and all(map(_fits_word, parts, words))


def _fits_word(part, word):
    return word.startswith(part[:-1]) if part[-1] == "*" else word == part


def _entries():
    for kind, entries in KINDS_OF_TALK.items():
        for entry in entries.split():
            yield kind, tuple(entry.split("%"))


def _by_first_word(starred):
    found: dict[str, tuple] = {}
    for kind, parts in _entries():
        if parts[0].endswith("*") == starred:
            key = parts[0][:_STEM] if starred else parts[0]
            found[key] = (*found.get(key, ()), (kind, parts))
    return found


_WHOLE = _by_first_word(starred=False)
_STEMS = _by_first_word(starred=True)
