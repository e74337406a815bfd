"""Letters are templates: one of text, one of HTML, in `templates/<room>/mail/`, in the layouts that all letters share."""

import re

from flask import render_template


def render_letter(name, /, **values):
    """(text, html) from the templates `name`.txt and `name`.html: `render_letter("commenting/mail/fate", …)`.

    Both extend layouts/letter.txt and layouts/letter.html: block `words`, and block `why` for the sentence of the footer
    that says why this letter came. Pass `end_page` for a link below it that ends such letters, and `preheader` for
    what a mailbox shows beside the subject.
    """
    text = render_template(f"{name}.txt", **values)
    html = render_template(f"{name}.html", **values)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html.strip() + "\n"
