"""An email address counts as the same whatever its case, and is checked for its form only: nobody is asked by DNS."""

from email_validator import EmailNotValidError, validate_email

from blog.refusals import NotAcceptable

FAR_TOO_LONG = 1000  # characters; what is longer is not even looked at, for that takes a while


class WrongAddress(NotAcceptable):
    sentence = "This is not an email address. It looks like name@example.org."


def normalised_address(typed):
    """The address in the one form in which accounts keep it. Raises WrongAddress."""
    if len(typed) > FAR_TOO_LONG:
        raise WrongAddress
    try:
        return validate_email(
            typed.strip(), check_deliverability=False, test_environment=True
        ).normalized.lower()
    except EmailNotValidError:
        raise WrongAddress from None
