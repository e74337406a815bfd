"""An email address counts as the same whatever its case, and is checked for its form only: nobody is asked by DNS."""

from email_validator import EmailNotValidError, validate_email

from blog.refusals import NotAcceptable


class WrongAddress(NotAcceptable):
    sentence = "This is not an email address. It looks like name@example.org."


def normalised_address(typed):
    """The address in the one form in which accounts keep it. Raises WrongAddress."""
    try:
        return validate_email(
            typed.strip(), check_deliverability=False, test_environment=True
        ).normalized.lower()
    except EmailNotValidError:
        raise WrongAddress from None
