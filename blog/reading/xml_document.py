"""XML is written by the standard library, and only with characters that XML knows."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root(name, namespace, **attributes):
    return Element(name, xmlns=namespace, **attributes)


def add(parent, name, text=None, **attributes):
    """A new last element inside `parent`. Characters that XML forbids are dropped from `text` (a string or None)."""
    element = SubElement(parent, name, attributes)
    element.text = None if text is None else _NOT_IN_XML.sub("", text)
    return element


def written(document):
    """The document's bytes, in UTF-8."""
    return tostring(document, encoding="UTF-8", xml_declaration=True)
