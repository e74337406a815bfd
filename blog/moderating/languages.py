"""Which script and, in Latin letters, which language a text is most likely written in; None where that cannot be told.

Scripts are told by the names that Unicode gives its letters, languages by their commonest small words. So it knows ten
languages, needs about a dozen words of prose, and cannot tell languages apart that share another script (Russian and
Ukrainian), nor near ones reliably in few words (Danish and Norwegian count as one).
"""

import re
import unicodedata
from collections import Counter
from functools import cache

LOOKS_AT = 4000  # code points of a text
FEWEST_LETTERS, FEWEST_WORDS = 20, 12
MOST_OF_IT = 0.6  # of the letters
SPOKEN, NOT_SPOKEN = (
    0.2,
    0.06,
)  # share of a language's small words in what is written in it, and in what is not

SMALL_WORDS = {
    "English": "the and of to in is that it was for you with this are not have but they be as at from your my we what there",
    "German": "der die das und ist nicht ich zu den mit ein eine es auch auf für sich dem von wie aber noch nur war so hat sind",
    "French": "le la les et est pas une un des du que qui dans pour sur avec je vous il elle mais nous ce cette au plus sont",
    "Spanish": "el la los las y es que de no un una en por con para se lo como más pero su al muy del este esta hay yo",
    "Italian": "il lo la gli le e è che di non un una per con sono si ma come più del della nel anche questo molto ho ci",
    "Portuguese": "o os as e é que de não um uma em por com para se mas como mais do da no na muito isso este você são ao",
    "Dutch": "de het een en is niet ik van dat te op met voor zijn er maar ook aan wat je bij nog naar als heeft deze",
    "Swedish": "och att det är som en på för av inte med den jag har till om ett men var så vi från kan när mycket",
    "Danish or Norwegian": "og det er at som en på for av af ikke med den jeg har til om et men var så vi fra kan når meget",
    "Polish": "i w nie to się na z że jest do jak ale co po tak za od są czy tylko być już przez dla ten tego",
}
_WORD = re.compile(r"[^\W\d_]+")


def script_of(text):
    """Such as Latin, Cyrillic, Han: the one that most letters of `text` are of, or None."""
    letters = Counter(_script(letter) for letter in text[:LOOKS_AT] if letter.isalpha())
    number = letters.total()
    if number < FEWEST_LETTERS:
        return None
    script, most = letters.most_common(1)[0]
    return script if most >= number * MOST_OF_IT else None


def language_of(text):
    """The English name of a language written in Latin letters, or None. The others' shares must be far behind."""
    words = _WORD.findall(text[:LOOKS_AT].casefold())
    if len(words) < FEWEST_WORDS:
        return None
    shares = _shares(words)
    (best, share), (_next, following) = shares.most_common(2)
    return best if share >= SPOKEN and following < share * 0.75 else None


def is_spoken(language, text):
    """Whether there is any sign of that language in `text`."""
    words = _WORD.findall(text[:LOOKS_AT].casefold())
    return bool(words) and _shares(words)[language] >= NOT_SPOKEN


def _shares(words):
    counts = Counter(words)
    return Counter(
        {name: sum(counts[word] for word in known) / len(words) for name, known in _small_words().items()}
    )


@cache
def _small_words():
    return {name: frozenset(words.split()) for name, words in SMALL_WORDS.items()}


@cache
def _script(letter):
    """The first word of its Unicode name. Japanese and Chinese share letters, so those three count as one."""
    word = unicodedata.name(letter, "UNKNOWN").split()[0].capitalize()
    return {"Cjk": "Han", "Hiragana": "Han", "Katakana": "Han", "Fullwidth": "Latin"}.get(word, word)
