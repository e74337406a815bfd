"""The few ways the house says no. Rooms name the reason; blog/web/errors.py picks the page.

A refusal's first argument is a sentence for the person who asked; a subclass may give its own default as `sentence`.
"""


class Refusal(Exception):
    """Something a person asked for that a rule forbids."""

    sentence = "That is not possible."

    def __init__(self, sentence=None):
        super().__init__(sentence or self.sentence)

    def __str__(self):
        return self.args[0]


class NotYours(Refusal):
    """Someone else may do this; you may not (403)."""

    sentence = "Your role does not include this."


class NotThere(Refusal):
    """It does not exist, or its existence is none of your business (404)."""

    sentence = "There is nothing here."


class TooLate(Refusal):
    """It was possible once; the world has moved on (409)."""

    sentence = "Something changed in the meantime."


class NotAcceptable(Refusal):
    """What was given breaks a rule that the giver can mend (422)."""

    sentence = "That cannot be accepted as it is."


class TooOften(Refusal):
    """Asked too many times in too short a time (429)."""

    sentence = "That was tried too often. Please wait a while and try again."

    def __init__(self, sentence=None, *, retry_after=60):
        """`retry_after` is in whole seconds."""
        super().__init__(sentence)
        self.retry_after = retry_after
