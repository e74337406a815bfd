"""No secret address is logged: their tokens are masked in every line. Nor are values that a database quotes in an error."""

import logging
import re

from blog.web.secret_addresses import ROOMS

# Also where it stands in another address, as what comes next, with its strokes written as %2F.
SECRET_ADDRESS = re.compile(rf"((?:/|%2[Ff])(?:{'|'.join(ROOMS)})(?:/|%2[Ff]))[^\s/?&\"'\]]+")


_WRITTEN = logging.Formatter()


class MaskSecrets(logging.Filter):
    def filter(self, record):
        record.msg, record.args = masked(record.getMessage()), None
        if record.exc_info:
            record.exc_text = without_values(_WRITTEN.formatException(record.exc_info), record.exc_info[1])
        return True


def masked(words):
    """`words` (a string) with every token replaced by three dots."""
    return SECRET_ADDRESS.sub(r"\1…", words)


def without_values(words, problem):
    """`words` of an exception (`problem`) without the rows and keys that PostgreSQL quotes: an email could be in them."""
    seen = set()
    while problem is not None and problem not in seen:
        seen.add(problem)
        detail = getattr(getattr(problem, "diag", None), "message_detail", None)
        words = words.replace(detail, "…") if detail else words
        problem = problem.__cause__ or problem.__context__
    return masked(words)


def mask_secrets_in_logs(app):
    app.logger.addFilter(MaskSecrets())
