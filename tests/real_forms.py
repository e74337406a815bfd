"""Forms as a browser without scripts would send them: read from the page that was served, hidden fields included."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.by_id, self.words = [], {}, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "fields": {}})
            self.by_id[given.get("id")] = self.forms[-1]
        form = self.by_id.get(given.get("form"), self.forms[-1] if self.forms else None)
        name = given.get("name")
        if form is None or not name:
            return
        if tag == "textarea":
            self.words, form["fields"][name] = (form, name), ""
        elif tag == "input" and given.get("type") in {"checkbox", "radio"}:
            if "checked" in given:
                form["fields"][name] = given.get("value") or "on"
        elif tag == "input" and given.get("type") not in {"submit", "file", "image"}:
            form["fields"].setdefault(name, given.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.words = None

    def handle_data(self, words):
        if self.words:
            form, name = self.words
            form["fields"][name] += words


def form_to(page, action):
    """The fields (a dict) of the form on `page` (HTML) that posts to `action`."""
    reader = _Forms()
    reader.feed(page)
    found = [form for form in reader.forms if form["action"] == action]
    assert found, f"no form posts to {action}, only {[form['action'] for form in reader.forms]}"
    return found[0]["fields"]
