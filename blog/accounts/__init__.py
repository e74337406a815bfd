"""Who people are: authors and moderators have an account; visitors need none. Knows nothing of articles or comments."""
