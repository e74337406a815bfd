"""What staff fill in about many."""

from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, NumberRange, Optional, Regexp

from blog.moderating.forms import VerdictForm
from blog.moderating.verdict import Verdict

MOST_SHOWN = 10_000_000  # comments
HIGHEST_TURN = 2**31 - 1  # what a column holds


class GroupForm(VerdictForm):
    """About many: `number` is how many somebody was told that they are."""

    verdict = StringField(
        validators=[AnyOf(sorted(set(Verdict) - {Verdict.UNDO}), message="Choose approve, reject or spam.")]
    )
    turn = IntegerField(validators=[Optional(), NumberRange(0, HIGHEST_TURN)])
    number = IntegerField(validators=[Optional()])

    def shown_number(self):
        return min(max(self.number.data or 0, 0), MOST_SHOWN)


class AllForm(GroupForm):
    as_of = StringField(
        validators=[Regexp(r"[0-9]{1,9}(\.[0-9]{1,9}){3}\Z", message="Open the page again, and decide then.")]
    )

    mark = StringField()

    def as_of_shown(self):
        """Ids of the newest comment, decision, revision and move. Only of a valid form."""
        return tuple(map(int, self.as_of.data.split(".")))
