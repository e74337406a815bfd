"""A browser that tells everything a page does by itself, and what it is made of."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error

from blog.text.cleaning import ARTICLE, COMMENT

HERE = Path(__file__).parent
HOOKS, AUDIT, POKE = (
    (HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("hooks", "audit", "poke")
)
# Where readers' and authors' markup stands, as opposed to the page's own.
HOLES = ".words, .prose"
LISTS = ["ol.thread > li", "ol.queue > li", "ol.teasers > li"]
ALLOWED = {tag: sorted({*COMMENT.get(tag, {}), *ARTICLE.get(tag, {})}) for tag in {*COMMENT, *ARTICLE}}
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-popup-blocking",
    "--autoplay-policy=no-user-gesture-required",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
MOST_SECONDS = 60


@dataclass
class Sight:
    shape: str = ""  # of the markup that is the page's own
    items: list[int] = field(default_factory=list)  # how many comments, queued comments and teasers it lists
    troubles: list[str] = field(default_factory=list)


class Watch:
    """`policy` is "force" (the page's Content-Security-Policy as shipped) or "report" (it only reports)."""

    def __init__(self, browser, url, *, policy, cookie=None):
        self.url, self.policy, self.troubles = url, policy, []
        self.context = browser.new_context(
            base_url=url, extra_http_headers={"X-Policy": policy}, service_workers="block"
        )
        self.context.expose_binding("__tell", lambda _source, words: self.troubles.append(words))
        self.context.add_init_script(HOOKS)
        if cookie:
            self.context.add_cookies([cookie])
        self.page = self.context.new_page()
        self.page.set_default_timeout(MOST_SECONDS * 1000)
        self.context.on("page", self._note_window)
        self.page.on("dialog", self._note_dialog)
        self.page.on("request", self._note_request)
        self.page.on("pageerror", lambda error: self.troubles.append(f"threw {error}"[:200]))

    def look(self, path, *, audited=True):
        """Opens the page, touches it, and returns a Sight of it; of no markup where it is not `audited`."""
        return self._seen(lambda: self._answered(self.page.goto(path, wait_until="load")), path, audited)

    def look_at(self, html, *, headers=None):
        """The same for `html` (a string) that was got elsewhere, with that answer's policy, or one that reports every
        script.
        """
        policy = (headers or {}).get("Content-Security-Policy")
        kept = {"Content-Security-Policy-Report-Only": policy or "script-src 'none' 'report-sample'"}
        if policy and self.policy == "force":
            kept = {"Content-Security-Policy": policy}
        address = f"{self.url}/raw"
        self.page.route(
            address,
            lambda route: route.fulfill(body=html, headers=kept, content_type="text/html; charset=utf-8"),
        )
        try:
            return self._seen(lambda: self.page.goto(address, wait_until="load"), "/raw", True)
        finally:
            self.page.unroute(address)

    def close(self):
        self.context.close()

    def _answered(self, response):
        if response.status != 200:
            self.troubles.append(f"was answered {response.status}")

    def _seen(self, go, path, audited):
        self.troubles.clear()
        try:
            go()
            sight = self._sight() if audited else Sight()
            self.page.evaluate(POKE, HOLES)
            self.page.wait_for_timeout(30)
        except Error as error:
            sight = Sight(troubles=[f"left the page or hung: {error.message.splitlines()[0]}"])
        if urlsplit(self.page.url).path != urlsplit(path).path:
            self.troubles.append(f"went to {self.page.url}"[:200])
        sight.troubles += self.troubles
        return sight

    def _sight(self):
        found = self.page.evaluate(AUDIT, {"holes": HOLES, "allowed": ALLOWED, "lists": LISTS})
        return Sight(found["shape"], found["items"], found["dangers"])

    def _note_window(self, page):
        if page is not self.page:
            self.troubles.append(f"opened {page.url}"[:200])
            page.close()

    def _note_dialog(self, dialog):
        self.troubles.append(f"asked: {dialog.message}"[:200])
        dialog.dismiss()

    def _note_request(self, request):
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != urlsplit(self.url).netloc:
            self.troubles.append(f"asked another host: {request.url}"[:200])
