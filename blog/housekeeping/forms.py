"""Set-up and settings. The fields of site settings are made from blog/settings.py, so that a new setting has its field."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from blog.accounts.passwords import LONGEST, SHORTEST, WeakPassword
from blog.housekeeping.time_zones import time_zones_by_part
from blog.settings import SITE_SETTINGS, WrongSetting
from blog.text.plain import tidy_line

MISSING = "Please fill this in."
# Which settings stand together, by the first word of their names; the rest is about the blog.
SECTIONS = {
    "Comments": ("comments", "auto", "filter", "moderators", "letters"),
    "Moderation": ("moderation",),
    "What is kept": ("keep", "network"),
}


def _tidy(words):
    return tidy_line(words or "")


def _checked_as(setting):
    """A validator: the setting's own rule has the last word."""

    def check(_form, field):
        try:
            setting.checked(field.data)
        except WrongSetting as wrong:
            raise ValidationError(f"{wrong.why[0].upper()}{wrong.why[1:]}.") from None

    return check


def setting_field(setting):
    """The WTForms field of a SiteSetting."""
    if setting.name == "time_zone":
        return SelectField(setting.label, choices=time_zones_by_part)
    if setting.kind is bool:
        return BooleanField(setting.label)
    if setting.kind is int:
        says = f"A whole number from {setting.lowest:,} to {setting.highest:,}."
        within = NumberRange(setting.lowest, setting.highest, says)
        return IntegerField(setting.label, validators=[InputRequired(MISSING), within])
    needed = DataRequired(MISSING) if setting.lowest else Optional()
    length = Length(max=setting.highest, message=f"At most {setting.highest} characters.")
    return StringField(setting.label, filters=[_tidy], validators=[needed, length, _checked_as(setting)])


class SettingsForm(FlaskForm):
    """One field a site setting, named like it."""

    hints = {setting.name: setting.hint for setting in SITE_SETTINGS.values()}

    def sections(self):
        """(heading, fields) in the order of the page."""
        found = {heading: [] for heading in ("The blog", *SECTIONS)}
        for name in SITE_SETTINGS:
            begins = name.partition("_")[0]
            heading = next((heading for heading, words in SECTIONS.items() if begins in words), "The blog")
            found[heading].append(self[name])
        return list(found.items())


for _setting in SITE_SETTINGS.values():
    setattr(SettingsForm, _setting.name, setting_field(_setting))


class SetUpForm(FlaskForm):
    class Meta:
        csrf = False

    title = setting_field(SITE_SETTINGS["title"])
    tagline = setting_field(SITE_SETTINGS["tagline"])
    time_zone = setting_field(SITE_SETTINGS["time_zone"])
    name = StringField("Your name", filters=[_tidy], validators=[DataRequired(MISSING), Length(max=100)])
    email = EmailField("Your email", validators=[DataRequired(MISSING), Length(max=254)])
    password = PasswordField(
        "Password", validators=[InputRequired(MISSING), Length(SHORTEST, LONGEST, WeakPassword.sentence)]
    )

    site_fields = ("title", "tagline", "time_zone")
