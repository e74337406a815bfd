"""What staff fill in to write a house rule."""

import hashlib

from flask import request
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from blog.moderating.finding import Outcome
from blog.moderating.forms import StaffForm
from blog.moderating.rules.patterns import NotAPattern, pattern_of
from blog.moderating.rules.places import article_called, people_who_write, writer_called
from blog.moderating.rules.plain_words import MODES, OUTCOMES
from blog.moderating.rules.rule import LONGEST_NOTE, Draft, Kind, Mode
from blog.text.plain import tidy_line

LABELS = {
    Kind.WORDS: (
        "Words or phrases, one a line",
        "A whole word each: “press” is not found in “WordPress”. Large and small letters are the same. Looked for in the comment, the name and the website.",
    ),
    Kind.LINKS: ("More links than", "The rule speaks about comments with more links than this."),
    Kind.DOMAINS: (
        "Domains, one a line",
        "Such as example.org. What lies under it counts too: shop.example.org.",
    ),
    Kind.NAMES: ("Names, one a line", "The whole name, however it is cased."),
    Kind.ADDRESSES: (
        "Email addresses, one a line",
        "Only a fingerprint of each is kept. Anybody can type another.",
    ),
    Kind.ADDRESS_DOMAINS: (
        "Domains of addresses, one a line",
        "Such as @example.org. Only a fingerprint is kept, so what lies under it does not count.",
    ),
    Kind.NETWORKS: (
        "Networks",
        "Taken from a comment. Only a fingerprint is kept, and it ends with its period.",
    ),
    Kind.REGEX: (
        "Regular expression",
        "As RE2 reads it: nothing looks ahead or back. Large and small letters are the same. Looked for in the comment, the name and the website.",
    ),
    Kind.EVERYTHING: (
        "Everything",
        "Choose an article or an author below: the rule speaks about all that is said there.",
    ),
}
WITH_PARTS = (Kind.WORDS, Kind.NAMES)
MODES_OFFERED = [SelectChoice(mode.value, MODES[mode]) for mode in (Mode.ON, Mode.SHADOW, Mode.OFF)]


class RuleForm(StaffForm):
    typed = TextAreaField("What it looks for")
    part = BooleanField("Also as part of other words")
    outcome = SelectField(
        "What becomes of the comment",
        choices=[SelectChoice(each.value, words) for each, words in OUTCOMES.items()],
    )
    mode = SelectField("The rule is", choices=MODES_OFFERED)
    article = StringField("Only on this article")
    author = SelectField("Only on articles by", choices=[], validate_choice=False)
    note = StringField("Note for staff")
    looked = HiddenField()  # what the rear-view mirror was shown for
    seen = HiddenField()  # the version that the form began from

    def __init__(self, kind, *given, entries=(), keys=None, **named):
        """`entries` are those that cannot be typed again: of the last version, or the network of a comment."""
        super().__init__(*given, **named)
        self.kind, self.entries, self.keys = kind, list(entries), keys
        self.typed.label.text = LABELS[kind][0]
        self.author.choices = [
            SelectChoice("", "Anybody"),
            *(SelectChoice(each.handle, each.name) for each in people_who_write()),
        ]
        self.pattern = None

    @property
    def hint(self):
        return LABELS[self.kind][1]

    @property
    def has_parts(self):
        return self.kind in WITH_PARTS

    def kept(self):
        """The entries that are not crossed out: each box that is ticked holds the place of one."""
        if not self.is_submitted():
            return self.entries
        ticked = request.form.getlist("keep")
        return [entry for place, entry in enumerate(self.entries) if str(place) in ticked]

    def validate_typed(self, field):
        try:
            self.pattern = pattern_of(
                self.kind, field.data or "", keys=self.keys, part=self.part.data, kept=self.kept()
            )
        except NotAPattern as problem:
            raise StopValidation(str(problem)) from None

    def validate_article(self, field):
        if (field.data or "").strip() and article_called(field.data) is None:
            raise StopValidation("There is no such article. Enter its address, or what stands last in it.")

    def validate_author(self, field):
        if field.data and writer_called(field.data) is None:
            raise StopValidation("Choose one of the people, or “Anybody”.")

    def validate_note(self, field):
        if len(tidy_line(field.data or "")) > LONGEST_NOTE:
            raise StopValidation(f"At most {LONGEST_NOTE} characters.")

    def validate_outcome(self, _field):
        nowhere = not (self.article.data or "").strip() and not self.author.data
        if self.kind is Kind.EVERYTHING and nowhere and self.outcome.data != Outcome.APPROVE:
            raise StopValidation(
                "Every comment everywhere waits for a person already. Name an article or an author below."
            )

    def draft(self):
        """Only of a valid form."""
        article = article_called(self.article.data) if (self.article.data or "").strip() else None
        author = writer_called(self.author.data) if self.author.data else None
        return Draft(
            kind=self.kind,
            pattern=self.pattern,
            outcome=Outcome(self.outcome.data),
            mode=Mode(self.mode.data),
            article_id=article.id if article else None,
            author_id=author.id if author else None,
            note=tidy_line(self.note.data or ""),
        )

    def mark(self):
        """Changes with whatever changes which comments the rule would speak about."""
        kept = ",".join(sorted(entry["digest"] for entry in self.kept()))
        said = (
            self.kind,
            self.typed.data or "",
            str(self.part.data),
            self.outcome.data,
            self.article.data or "",
        )
        return hashlib.sha256(
            "\0".join((*said, self.author.data or "", kept)).encode("utf-8", "replace")
        ).hexdigest()[:16]


class PasteForm(StaffForm):
    hold = TextAreaField("“Comment Moderation”: these hold a comment")
    spam = TextAreaField("“Disallowed Comment Keys”: these call it spam")
    mode = SelectField("The rules are", choices=MODES_OFFERED)
    looked = HiddenField()

    def mark(self):
        said = f"{self.hold.data or ''}\0{self.spam.data or ''}"
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]
