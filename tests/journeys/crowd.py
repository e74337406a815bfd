"""Eight visitors who post as fast as they are answered, and a moderator who lets things through, while the server dies.

A visitor whose answer does not come sends the same words again, as people do, until it comes.
"""

import re
import secrets
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode

VISITORS = 8
FORM_OF_A_DECISION = re.compile(
    r'action="(/moderation/comments/\w+/decision[^"]*)"\s+data-decision>(.*?)<button', re.DOTALL
)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Crowd:
    port: int
    slugs: list
    moderator_cookie: str  # "name=value"
    said: dict = field(default_factory=dict)  # words that were sent -> whether an answer came
    receipts: dict = field(default_factory=dict)  # words -> the receipt's address, where it came
    surprises: list = field(default_factory=list)  # answers that no one should get
    approvals: int = 0
    is_answered: threading.Event = field(default_factory=threading.Event)  # set with every whole answer

    def __post_init__(self):
        self._over = threading.Event()
        everybody = [(self._visit, n) for n in range(VISITORS)] + [(self._moderate,)]
        self._threads = [threading.Thread(target=each[0], args=each[1:], daemon=True) for each in everybody]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join(30)

    def _visit(self, number):
        line = Line(self.port, self._over, self.is_answered)
        for n in count():
            # Like nobody else's, so that each has a card of its own in the queue.
            words = " ".join(secrets.token_hex(4) for _ in range(5))
            slug = self.slugs[n % len(self.slugs)]
            fields = {
                "body": words,
                "name": f"Visitor {number}",
                "email": f"visitor-{number}@visitors.example",
            }
            self.said[words] = False
            while not self.said[words]:
                if self._over.is_set():
                    return
                answer = line.ask("POST", f"/articles/{slug}/comments", urlencode(fields), FORM)
                self._note(words, *answer) if answer else None

    def _note(self, words, status, location, page):
        if status == 303:
            self.receipts[words] = location
        elif not (status == 409 and "already said this" in page):  # kept, and approved before the answer came
            self.surprises.append((status, page[:2000]))
        self.said[words] = True

    def _moderate(self):
        """Approves the comment on top of the queue, and every third time rejects it."""
        line, cookie = Line(self.port, self._over, self.is_answered), {"Cookie": self.moderator_cookie}
        while not self._over.is_set():
            shown = line.ask("GET", "/moderation", None, cookie)
            form = shown and FORM_OF_A_DECISION.search(shown[2])
            if form:
                verdict = "reject" if self.approvals % 3 == 2 else "approve"
                fields = dict(HIDDEN.findall(form[2])) | {"verdict": verdict}
                answer = line.ask("POST", form[1].replace("&amp;", "&"), urlencode(fields), FORM | cookie)
                self.approvals += bool(answer and answer[0] == 303)


class Line:
    """One connection that is kept open, and made anew where it breaks."""

    def __init__(self, port, over, is_answered):
        self._port, self._over, self._is_answered = port, over, is_answered
        self._connection = None

    def ask(self, method, path, body, headers):
        """(status, location, page), or None where no whole answer came."""
        try:
            if self._connection is None:
                self._connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            whole = answer.status, answer.getheader("Location"), answer.read().decode()
        except (OSError, HTTPException):
            self._connection.close()
            self._connection = None
            self._over.wait(0.03)  # nobody is there; not so often that those who start have no time to
            return None
        self._is_answered.set()
        return whole
