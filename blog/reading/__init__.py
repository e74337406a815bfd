"""Visitors read: home, articles, authors, tags, feed and sitemap. Knows nothing of how comments are judged."""
