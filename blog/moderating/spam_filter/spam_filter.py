"""The filter learns only what it is told was decided, and says how likely the next comment is spam.

Two models that err differently speak together: one of words, hosts and form, which can say why, and one of letters.
The same decisions in the same order always make the same filter, to the last bit.
"""

from blog.moderating.spam_filter import dump
from blog.moderating.spam_filter.calibration import Calibration, claimed, probability
from blog.moderating.spam_filter.features import Taken, taken_apart
from blog.moderating.spam_filter.host_memory import HostMemory
from blog.moderating.spam_filter.letter_model import LetterModel, pieces_of
from blog.moderating.spam_filter.reasons import Pull, strongest
from blog.moderating.spam_filter.told import Told
from blog.moderating.spam_filter.word_model import WordModel

# How far each model learns from what both said together, not from its own word alone: the words fill in what the
# letters, which know the past best, leave open.
_WORDS_TOGETHER, _LETTERS_TOGETHER = 0.75, 0.25


class SpamFilter:
    """Fresh, it knows its starting weights only. `decisions` is how many it has learnt."""

    def __init__(self):
        self.decisions = 0
        self.words = WordModel()
        self.letters = LetterModel()
        self.hosts = HostMemory()
        self.calibration = Calibration()

    def score(self, told: Told) -> float:
        """How likely it is, from 0 to 1, that moderators decide that this is spam. Changes nothing."""
        taken = taken_apart(told)
        return claimed(self.calibration.logit(*self._logits(taken, pieces_of(taken.text))))

    def learn(self, told: Told, is_spam: bool):
        """Take in what people decided of a comment."""
        taken = taken_apart(told)
        pieces = pieces_of(taken.text)
        words, letters = self._logits(taken, pieces)
        together = probability(self.calibration.logit(words, letters))
        self.words.learn(taken.features, _between(probability(words), together, _WORDS_TOGETHER) - is_spam)
        self.letters.learn(pieces, _between(probability(letters), together, _LETTERS_TOGETHER) - is_spam)
        self.calibration.learn(words, letters, is_spam)
        self.hosts.learn(taken.hosts, is_spam)
        self.decisions += 1

    def reasons(self, told: Told, most: int = 6) -> list[Pull]:
        """What pulls most in words that a person can check: above nought towards spam, below it towards fine."""
        taken = taken_apart(told)
        _, of_words, of_letters = self.calibration.weights
        letters = of_letters * self.letters.logit(pieces_of(taken.text))
        return strongest(taken, lambda word: of_words * self.words.weight(word), letters, self.hosts, most)

    def dumped(self) -> bytes:
        """All it knows. Equal filters give equal bytes."""
        return dump.packed(self)

    @classmethod
    def loaded(cls, packed: bytes) -> "SpamFilter":
        """The filter of which `packed` was dumped. Raises NotAFilter for anything else, of another version too."""
        return dump.unpacked(packed, cls())

    def state_bytes(self) -> int:
        """The size of all it knows, uncompressed."""
        return dump.size(self)

    def _logits(self, taken: Taken, pieces: set[int]):
        return self.words.logit(taken.features), self.letters.logit(pieces)


def _between(one: float, other: float, share: float) -> float:
    return one + share * (other - one)
