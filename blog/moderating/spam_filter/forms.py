from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from blog.moderating.spam_filter.reset import ResetKind
from blog.text.plain import tidy_line


class FilterResetForm(FlaskForm):
    class Meta:
        csrf = False  # guards.py asks every signed-in person's form for its token

    kind = RadioField(
        "What it should do",
        choices=[
            SelectChoice(ResetKind.LEARN_AGAIN, "Learn everything again"),
            SelectChoice(ResetKind.TO_NOTHING, "Start from nothing"),
        ],
        validators=[InputRequired("Please choose one.")],
    )
    because = StringField(
        "Note for staff",
        filters=[lambda words: tidy_line(words or "")],
        validators=[Length(max=200, message="At most 200 characters.")],
    )
