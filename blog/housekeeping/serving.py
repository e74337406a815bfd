"""Serving the blog with granian."""


def serve(app):
    raise NotImplementedError
