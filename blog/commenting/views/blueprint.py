"""Glue: what the addresses of commenting hang on."""

from flask import Blueprint

from blog.commenting.expectation import ABSENCE, USUAL_WAIT, sentence_of

commenting = Blueprint("commenting", __name__)


@commenting.app_template_global("what_to_expect")
def what_to_expect():
    """Sentences on how long an answer may take: one question to the database, whatever there is to say."""
    return [sentence for name in (USUAL_WAIT, ABSENCE) if (sentence := sentence_of(name))]
