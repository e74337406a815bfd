"""Words that are read elsewhere, in a feed reader, need whole addresses in their links and pictures."""

import html
import re
from urllib.parse import urljoin

# Cleaned HTML escapes every < of its text and quotes every value, so this finds tags and nothing else.
_TAG = re.compile(r"""<[a-z][a-z0-9]*(?:\s+[^\s"'<>/=]+(?:=(?:"[^"]*"|'[^']*'))?)*\s*/?>""")
_ATTRIBUTE = re.compile(r"""(\s[^\s"'<>/=]+=)(?:"([^"]*)"|'([^']*)')""")
_HOLDS_AN_ADDRESS = {"href=", "src="}


def with_absolute_links(clean_html, base):
    """`clean_html` with every address completed from `base`, the absolute address of the page it stands on."""
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(lambda found: _completed(found, base), tag[0]), clean_html)


def _completed(found, base):
    if found[1].strip() not in _HOLDS_AN_ADDRESS:
        return found[0]
    address = html.unescape(found[2] if found[2] is not None else found[3])
    try:
        return f'{found[1]}"{html.escape(urljoin(base, address))}"'
    except ValueError:  # such as http://[ : no browser follows it either
        return found[0]
