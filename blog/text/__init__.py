"""Turns the words that people typed into safe pages; knows nothing of articles, comments or the database."""
