"""What staff fill in. The limits are those of a visitor's form; the token is asked for centrally (blog/web/guards.py)."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Optional, ValidationError

from blog.moderating.verdict import Verdict
from blog.refusals import NotAcceptable
from blog.text.plain import tidy_body, tidy_line
from blog.text.websites import normalised_website

LONGEST_BODY, LONGEST_NAME, LONGEST_REASON = 10_000, 100, 200  # code points


def _tidy_line(typed):
    return tidy_line(typed or "")


def _tidy_body(typed):
    return tidy_body(typed or "")


class AtMost:
    """At most so many code points. Unlike Length it tells the browser nothing, which counts otherwise and cuts."""

    def __init__(self, longest, message):
        self.longest, self.message = longest, message

    def __call__(self, _form, field):
        if len(field.data or "") > self.longest:
            raise ValidationError(self.message)


class StaffForm(FlaskForm):
    class Meta:
        csrf = False


class VerdictForm(StaffForm):
    verdict = StringField(validators=[AnyOf(list(Verdict), message="Choose approve, reject, spam or undo.")])
    seen = IntegerField(validators=[Optional()])
    because = StringField(
        filters=[_tidy_line],
        validators=[AtMost(LONGEST_REASON, "The reason can be at most 200 characters long.")],
    )

    def insist(self):
        """Raises NotAcceptable with what is wrong."""
        if not self.validate():
            raise NotAcceptable(" ".join(error for errors in self.errors.values() for error in errors))


class ReplyForm(StaffForm):
    body = TextAreaField(
        "Your reply",
        id="reply-body",
        filters=[_tidy_body],
        validators=[
            DataRequired("Please write something first."),
            AtMost(LONGEST_BODY, "A reply can be at most 10,000 characters long."),
        ],
    )
    seen = IntegerField(validators=[Optional()])


class EditForm(StaffForm):
    body = TextAreaField(
        "Comment",
        filters=[_tidy_body],
        validators=[
            DataRequired("A comment needs words."),
            AtMost(LONGEST_BODY, "A comment can be at most 10,000 characters long."),
        ],
    )
    name = StringField(
        "Name",
        filters=[_tidy_line],
        validators=[
            DataRequired("A comment needs a name."),
            AtMost(LONGEST_NAME, "A name can be at most 100 characters long."),
        ],
    )
    website = StringField("Website", filters=[lambda typed: (typed or "").strip()])
    edited = HiddenField()  # when the words that this form began from were last changed

    def validate_website(self, field):
        try:
            self.checked_website = normalised_website(field.data)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
