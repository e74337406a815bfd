"""The tools of moderation beside the reading lists, for whoever may use them."""

from blog.accounts.permissions import may
from blog.moderating.views.asking import moderating
from blog.web.guards import signed_in

# What is written on it, the endpoint it leads to, and the permission it needs.
TOOLS = (
    ("Rules", "moderating.rules", "write rules"),
    ("Bans", "moderating.bans", "ban"),
    ("Filter", "moderating.spam_filter", "see insights"),
    ("Insights", "moderating.insights", "see insights"),
    ("Logbook", "moderating.logbook", "read the logbook"),
)


@moderating.app_template_global("moderation_tools")
def moderation_tools():
    """(label, endpoint) of each tool that whoever is signed in may use."""
    person = signed_in()
    return [(label, endpoint) for label, endpoint, act in TOOLS if may(person, act)]
