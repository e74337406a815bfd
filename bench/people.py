"""What people send in a bench: a sign-in, comments of visitors, decisions of a moderator."""

import re
import urllib.parse
import urllib.request
from hashlib import sha256
from http.cookiejar import CookieJar


def sign_in(address, email, password):
    """The Cookie header of a session that the server gave."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    fields = {"email": email, "password": password}
    browser.open(address + "/sign-in", urllib.parse.urlencode(fields).encode()).read()
    if not len(jar):
        raise SystemExit("Signing in for the bench failed.")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def comment_posts(slug, number):
    """Posts of different visitors, for `bench.load.post`."""
    return [
        (
            f"/articles/{slug}/comments",
            {
                "name": f"Visitor {n}",
                "email": f"visitor-{n}@bench.example",
                "body": f"Like nobody else's: *{sha256(str(n).encode()).hexdigest()}*.",
            },
            "",
        )
        for n in range(number)
    ]


def decision_posts(address, cookie, number):
    """Approvals of what waits, with the token and the state that the queue's own forms carry."""
    posts, path = [], "/moderation"
    while len(posts) < number:
        page = _get(address + path, cookie)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        found = re.findall(r'action="(/moderation/comments/([0-9a-f]{16})/decision[^"]*)"', page)
        shown = list(dict.fromkeys(public_id for _path, public_id in found))
        fields = {"csrf_token": token, "verdict": "approve", "seen": "0"}
        posts += [(f"/moderation/comments/{public_id}/decision", fields, cookie) for public_id in shown]
        path = f"/moderation?after={shown[-1]}"
    return posts[:number]


def _get(address, cookie):
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookie})) as answer:
        return answer.read().decode()
