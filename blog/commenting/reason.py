"""What the writer of a comment may be told about why it was not published: a word from this list, never staff's own.

What tripped a rule, and what staff wrote for each other, is not told.
"""

from enum import StrEnum


class Reason(StrEnum):
    OFF_TOPIC = "off_topic"
    UNKIND = "unkind"
    ADVERTISING = "advertising"
    UNLAWFUL = "unlawful"
    REPEATED = "repeated"
    OTHER = "other"

    @property
    def label(self):
        """As staff choose it."""
        return LABELS[self]

    @property
    def sentence(self):
        """As its writer reads it."""
        return SENTENCES[self]


LABELS = {
    Reason.OFF_TOPIC: "Off the topic",
    Reason.UNKIND: "Unkind to somebody",
    Reason.ADVERTISING: "Advertising",
    Reason.UNLAWFUL: "May break the law",
    Reason.REPEATED: "Has been said already",
    Reason.OTHER: "Does not fit here",
}
SENTENCES = {
    Reason.OFF_TOPIC: "It is not about what the article is about.",
    Reason.UNKIND: "It is unkind to somebody. You are welcome to say the same in other words.",
    Reason.ADVERTISING: "It advertises something.",
    Reason.UNLAWFUL: "Publishing it may break the law.",
    Reason.REPEATED: "It has been said here already.",
    Reason.OTHER: "It does not fit into this conversation.",
}
