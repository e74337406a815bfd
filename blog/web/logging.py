"""No secret address is logged: their tokens are masked in every line."""

import logging
import re

from blog.web.secret_addresses import ROOMS

SECRET_ADDRESS = re.compile(rf"(/(?:{'|'.join(ROOMS)})/)[^\s/?\"'\]]+")


class MaskSecrets(logging.Filter):
    def filter(self, record):
        record.msg, record.args = masked(record.getMessage()), None
        return True


def masked(words):
    """`words` (a string) with every token replaced by three dots."""
    return SECRET_ADDRESS.sub(r"\1…", words)


def mask_secrets_in_logs(app):
    app.logger.addFilter(MaskSecrets())
