"""No secret address is logged: the tokens of receipts, set-up, invitations and passwords are masked in every line."""

import logging
import re

SECRET_ADDRESS = re.compile(r"(/(?:receipts|set-up|invitations|passwords)/)[^\s/?\"'\]]+")


class MaskSecrets(logging.Filter):
    def filter(self, record):
        record.msg, record.args = masked(record.getMessage()), None
        return True


def masked(words):
    """`words` (a string) with every token replaced by three dots."""
    return SECRET_ADDRESS.sub(r"\1…", words)


def mask_secrets_in_logs(app):
    app.logger.addFilter(MaskSecrets())
