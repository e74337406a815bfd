"""What authors open and send at the desk, one file a resource, and the pictures that everybody sees."""

from blog.publishing.views import articles, pictures, preview, publication
from blog.publishing.views.room import publishing

__all__ = ["articles", "pictures", "preview", "publication", "publishing"]
