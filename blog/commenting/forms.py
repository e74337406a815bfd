"""What a visitor or a member of staff fills in to comment, and what must be true of it."""

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import StopValidation

from blog.commenting.cookies import remembered
from blog.mail.configured import mail_is_configured
from blog.text.plain import tidy_body, tidy_line
from blog.text.websites import LONGEST_WEBSITE, normalised_website
from blog.web.guards import signed_in

# All in code points. A browser's own maxlength counts emoji twice, so it is not used.
LONGEST_NAME, LONGEST_EMAIL, LONGEST_BODY = 100, 254, 10_000
# What is longer than this is not even tidied before it is refused.
FAR_TOO_LONG = 100_000


class Words:
    """A text that must be given and, once tidied, has at most `longest` code points."""

    field_flags = {"required": True}

    def __init__(self, tidy, longest, missing):
        self.tidy, self.longest, self.missing = tidy, longest, missing

    def __call__(self, form, field):
        typed = field.data or ""
        size = len(typed) if len(typed) > FAR_TOO_LONG else len(self.tidy(typed))
        if size > self.longest:
            raise StopValidation(f"At most {self.longest:,} characters; this has {size:,}.")
        if not tidy_line(typed):
            raise StopValidation(self.missing)


class CommentForm(FlaskForm):
    body = TextAreaField(
        "Comment",
        [Words(tidy_body, LONGEST_BODY, "Write a comment.")],
        render_kw={"data-limit": LONGEST_BODY},
    )
    parent = HiddenField()

    def body_said(self):
        return tidy_body(self.body.data)


class StaffCommentForm(CommentForm):
    """Who it is from is known, and the form carries their token."""

    letters_fate = letters_answers = None  # members of staff read at the desk what happens

    def who_says(self, account):
        return {"name": account.name, "email": account.email}

    def is_trapped(self):
        return False

    def kept(self):
        """(label, words) of what was typed, to be copied from a page that cannot take it."""
        return [("Your comment", self.body.data)] if self.body.data else []


class VisitorCommentForm(CommentForm):
    class Meta:
        csrf = False  # a page for visitors is the same bytes for everyone

    name = StringField(
        "Name", [Words(tidy_line, LONGEST_NAME, "Enter your name.")], render_kw={"data-limit": LONGEST_NAME}
    )
    email = StringField(
        "Email",
        [Words(str.strip, LONGEST_EMAIL, "Enter your email address.")],
        render_kw={"data-limit": LONGEST_EMAIL},
    )
    website = StringField("Website", render_kw={"data-limit": LONGEST_WEBSITE})
    remember = BooleanField("Remember me on this device")
    letters_fate = BooleanField("Tell me by letter what becomes of it")
    letters_answers = BooleanField("Write to me when somebody answers")
    # Nobody sees it; programs that fill in whatever they find do.
    subject = StringField("Subject")

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        if not mail_is_configured():  # nobody is offered what cannot be sent
            del self.letters_fate, self.letters_answers

    def validate_email(self, field):
        try:
            validate_email(field.data.strip(), check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise StopValidation("Enter an email address like name@example.org.") from None

    def validate_website(self, field):
        try:
            normalised_website(field.data or "")
        except ValueError as problem:
            raise StopValidation(str(problem)) from None

    def is_trapped(self):
        return bool(self.subject.data)

    def who_says(self, _account):
        """Name, email and website, tidied. Only of a valid form."""
        email = validate_email(self.email.data.strip(), check_deliverability=False, test_environment=True)
        return {
            "name": tidy_line(self.name.data),
            "email": email.normalized,
            "website": normalised_website(self.website.data or ""),
        }

    def kept(self):
        typed = (("Your comment", self.body), ("Name", self.name), ("Website", self.website))
        return [(label, field.data) for label, field in typed if field.data]


def comment_form_for(article, *, parent=None):
    """An empty form to comment on `article` (in answer to the Comment `parent`), with what this visitor let us remember."""
    answered = {"parent": parent.public_id if parent else ""}
    if signed_in() is not None:
        return StaffCommentForm(formdata=None, data=answered)
    known = remembered()
    return VisitorCommentForm(formdata=None, data=answered | known | {"remember": bool(known)})


def comment_form_from(typed):
    """The form as it was sent, by whoever is signed in or by a visitor. `typed` is the request's form."""
    return StaffCommentForm(formdata=typed) if signed_in() is not None else VisitorCommentForm(formdata=typed)
