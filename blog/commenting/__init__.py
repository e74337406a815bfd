"""Visitors comment: what they say, in which thread, and what becomes of it. Knows no queue and no moderator's page."""
