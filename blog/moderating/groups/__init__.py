"""Comments that are alike stand on one card and are decided about together."""
