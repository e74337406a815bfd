"""Moderators approve: the queue, the verdicts, and what stands behind each. Knows nothing of readers' pages."""
