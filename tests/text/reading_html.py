"""Reads HTML as a browser would and says what in it is more than our Markdown makes."""

import re

from bleach._vendor import html5lib

from blog.text.cleaning import ARTICLE, COMMENT

_HTML = "{http://www.w3.org/1999/xhtml}"
_ADDRESSES = ("href", "src")
_SCHEMES = {"comment": {"http", "https"}, "article": {"http", "https", "mailto", ""}}


def tree(html: str):
    return html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=True)


def text_of(html: str) -> str:
    return "".join(tree(html).itertext())


def elements(html: str) -> list:
    """Every element of `html`, in order, its name without the namespace of HTML."""
    found = list(tree(html).iter())[1:]
    for element in found:
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(_HTML)
    return found


def foreign_parts(html: str, kind: str) -> list[str]:
    """Elements, attributes and addresses of `html` that may not stand in a comment or an article."""
    allowed = {"comment": COMMENT, "article": ARTICLE}[kind]
    return [part for element in elements(html) for part in _foreign(element, allowed, _SCHEMES[kind])]


def _foreign(element, allowed, schemes):
    if element.tag not in allowed:
        yield f"<{element.tag}>"
        return
    for name, value in element.attrib.items():
        if name not in allowed[element.tag] or name.startswith("on") or name == "style":
            yield f"<{element.tag} {name}>"
        if name in _ADDRESSES and _scheme(value) not in schemes:
            yield f"<{element.tag} {name}={value}>"


def _scheme(address: str) -> str:
    """As the URL standard finds it: outer controls and spaces, and any tab or line break, are not there."""
    address = re.sub("[\t\n\r]", "", address.strip("".join(map(chr, range(0x21)))))
    found = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
    return found[1].lower() if found else ""
