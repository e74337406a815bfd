"""What staff fill in. The rules are those of a visitor's form; the token is asked for centrally (blog/web/guards.py)."""

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Optional, StopValidation

from blog.commenting.forms import LONGEST_BODY, LONGEST_NAME, Words
from blog.commenting.reason import Reason
from blog.moderating.ban import ADDRESS, NETWORK
from blog.moderating.ban_consequences import Consequence
from blog.moderating.verdict import Verdict
from blog.refusals import NotAcceptable
from blog.text.plain import tidy_body, tidy_line
from blog.text.websites import normalised_website

LONGEST_REASON = 200  # code points


class StaffForm(FlaskForm):
    class Meta:
        csrf = False


class VerdictForm(StaffForm):
    verdict = StringField(validators=[AnyOf(list(Verdict), message="Choose approve, reject, spam or undo.")])
    seen = IntegerField(validators=[Optional()])
    # The edition of its words that was seen: see commenting/revision.py.
    edition = StringField()
    because = StringField()
    reason = StringField(
        validators=[AnyOf(["", *Reason], message="Choose one of the reasons."), Optional()],
        filters=[lambda typed: typed or ""],
    )

    def insist(self):
        """Raises NotAcceptable with what is wrong."""
        if not self.validate():
            raise NotAcceptable(" ".join(error for errors in self.errors.values() for error in errors))

    def validate_because(self, field):
        if len(tidy_line(field.data or "")) > LONGEST_REASON:
            raise StopValidation(f"The reason can be at most {LONGEST_REASON} characters long.")

    def said(self):
        """What `say` takes beside the verdict and what was seen. Only of a valid form."""
        reason = Reason(self.reason.data) if self.reason.data else None
        return {"because": tidy_line(self.because.data or ""), "reason": reason}


class ProposalForm(StaffForm):
    outcome = StringField(validators=[AnyOf(["accept", "refuse"], message="Choose accept or refuse.")])
    seen = StringField()

    insist = VerdictForm.insist


class ReplyForm(StaffForm):
    body = TextAreaField(
        "Your reply",
        id="reply-body",
        validators=[Words(tidy_body, LONGEST_BODY, "Please write something first.")],
    )
    seen = IntegerField(validators=[Optional()])
    edition = StringField()

    def body_said(self):
        return tidy_body(self.body.data)


class EditForm(StaffForm):
    body = TextAreaField("Comment", validators=[Words(tidy_body, LONGEST_BODY, "A comment needs words.")])
    name = StringField("Name", validators=[Words(tidy_line, LONGEST_NAME, "A comment needs a name.")])
    website = StringField("Website")
    edited = HiddenField()  # when the words that this form began from were last changed

    def validate_website(self, field):
        try:
            normalised_website(field.data or "")
        except ValueError as problem:
            raise StopValidation(str(problem)) from None

    def said(self):
        """Body, name and website, tidied. Only of a valid form."""
        return {
            "body": tidy_body(self.body.data),
            "name": tidy_line(self.name.data),
            "website": normalised_website(self.website.data or ""),
        }


class BanForm(StaffForm):
    what = RadioField(
        "Who is banned",
        choices=[
            (ADDRESS, "Whoever types this address"),
            (NETWORK, "Whoever comes from the same network"),
            ("both", "Both"),
        ],
    )
    time = RadioField(
        "For how long",
        choices=[
            ("1", "A day"),
            ("7", "A week"),
            ("30", "A month"),
            ("date", "Until a day that I choose"),
            ("good", "For good"),
        ],
    )
    until = DateField("Until the end of", validators=[Optional()])
    consequence = RadioField(
        "What they wrote already",
        choices=[
            (Consequence.LEAVE, "Leave it as it is"),
            (Consequence.REJECT, "Reject what waits"),
            (Consequence.SPAM, "Mark everything as spam, what is published too"),
        ],
    )
    because = StringField("Note for staff")

    def validate(self, extra_validators=None):
        right = super().validate(extra_validators)
        if self.time.data == "date" and self.until.data is None and not self.until.errors:
            self.until.errors = ["Choose a day."]
            return False
        return right

    def validate_because(self, field):
        _insist_on_short(field)


class MoveForm(StaffForm):
    to = StringField("Where to", validators=[InputRequired("Choose where it belongs.")])
    because = StringField("Note for staff")

    def validate_because(self, field):
        _insist_on_short(field)


class ThreadForm(StaffForm):
    sentence = StringField("What visitors read")
    because = StringField("Note for staff")

    def validate_sentence(self, field):
        _insist_on_short(field)

    def validate_because(self, field):
        _insist_on_short(field)


def _insist_on_short(field):
    if len(tidy_line(field.data or "")) > LONGEST_REASON:
        raise StopValidation(f"At most {LONGEST_REASON} characters.")
