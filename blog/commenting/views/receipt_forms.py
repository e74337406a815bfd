"""Glue: what whoever wrote a comment fills in on its receipt. Staff who are signed in send their token beside it."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from blog.commenting.appeal import LONGEST_APPEAL
from blog.commenting.forms import LONGEST_BODY, Words
from blog.text.plain import tidy_body, tidy_line


class MendForm(FlaskForm):
    class Meta:
        csrf = False  # whoever knows the address may; blog/web/guards.py asks staff who are signed in for their token

    body = TextAreaField(
        "Your words", id="mended", validators=[Words(tidy_body, LONGEST_BODY, "A comment needs words.")]
    )
    seen = HiddenField()  # the version that the words began from

    def body_said(self):
        return tidy_body(self.body.data)


class AppealForm(FlaskForm):
    class Meta:
        csrf = False

    words = TextAreaField(
        "What should the moderator know?",
        id="appeal-words",
        validators=[Words(tidy_line, LONGEST_APPEAL, "Please write a sentence.")],
    )

    def said(self):
        return tidy_line(self.words.data)
