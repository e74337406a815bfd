"""A filter that learns from this site's own decisions how likely a comment is spam, and says why."""
