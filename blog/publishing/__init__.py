"""Authors publish: articles, their tags and pictures, and from when readers see them. Knows nothing of comments."""
