"""Glue: what the addresses of commenting hang on."""

from flask import Blueprint

commenting = Blueprint("commenting", __name__)
