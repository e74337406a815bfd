"""What staff fill in about many."""

from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, Optional, Regexp

from blog.moderating.forms import VerdictForm
from blog.moderating.verdict import Verdict

MOST_SHOWN = 10_000_000  # comments


class GroupForm(VerdictForm):
    """About many: `number` is how many somebody was told that they are."""

    verdict = StringField(
        validators=[AnyOf(sorted(set(Verdict) - {Verdict.UNDO}), message="Choose approve, reject or spam.")]
    )
    turn = IntegerField(validators=[Optional()])
    number = IntegerField(validators=[Optional()])

    def shown_number(self):
        return min(max(self.number.data or 0, 0), MOST_SHOWN)


class AllForm(GroupForm):
    as_of = StringField(
        validators=[
            Regexp(r"\d{1,18}\.\d{1,18}\.\d{1,18}\Z", message="Open the page again, and decide then.")
        ]
    )

    def as_of_shown(self):
        """Ids of the newest comment, decision and revision. Only of a valid form."""
        return tuple(map(int, self.as_of.data.split(".")))
