"""Comments that are alike, as a flood brings them."""

from tests.builders import a_comment

WORDS = (
    "Hello dear friend, I earned {} dollars last week with this simple trading system, visit https://quick-profit.example/{} "
    "and start today without any risk at all."
)


def many_alike(number, article=None, *, words=WORDS, first=0, **details):
    """So many pending Comments that are alike, under five names."""
    return [
        a_comment(
            article,
            name=f"Jenny {n % 5}",
            email=f"jenny-{n}@flood.example",
            body=words.format(1000 + n * 7, n),
            **details,
        )
        for n in range(first, first + number)
    ]
