"""Reading a page's forms as a browser would, without JavaScript."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """`forms` is a list of (action, [(name, value)]); a textarea loses its first line break, as in a browser."""

    def __init__(self, page):
        super().__init__()
        self.forms, self._textarea = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append((attributes.get("action"), []))
        elif tag == "input" and self.forms and attributes.get("name"):
            self.forms[-1][1].append((attributes["name"], attributes.get("value") or ""))
        elif tag == "textarea" and attributes.get("name"):
            self._textarea = (attributes["name"], "")

    def handle_data(self, words):
        if self._textarea:
            self._textarea = (self._textarea[0], self._textarea[1] + words)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._textarea:
            name, words = self._textarea
            self.forms[-1][1].append((name, words.removeprefix("\n")))
            self._textarea = None


def form_to(page, action):
    """The fields of the form with this action, as a list of (name, value)."""
    return next(fields for found, fields in Forms(page).forms if found == action)
