"""`make bench`: the real server on an SQLite blog of N articles and M comments, beside floors of the same run.

ARTICLES, COMMENTS and SECONDS in the environment change the size; BENCH_JSON=FILE writes the figures there too.
"""

import json
import os
import platform
import shutil
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from bench import seeder
from bench.inside import count_queries, hard_inputs
from bench.letters import letters_a_second
from bench.load import post, read
from bench.people import comment_posts, decision_posts, sign_in
from bench.seeder import seed
from bench.server import CORES, peak_memory, running
from blog import create_app
from blog.commenting.comment import Comment
from blog.housekeeping.installation import make_whole
from blog.publishing.article import Article
from blog.storage import db
from blog.storage.site_setting import change_site_setting

ARTICLES = int(os.environ.get("ARTICLES", "1000"))
COMMENTS = int(os.environ.get("COMMENTS", "5000"))
LONG = int(os.environ.get("LONG", "10000"))  # comments on one article
SECONDS = int(os.environ.get("SECONDS", "5"))
POSTS = 200
BROWSER = ("Accept-Encoding: gzip, br",)


def main():
    if not shutil.which("wrk"):
        raise SystemExit("The load is made by wrk, which is not installed (Debian: apt-get install wrk).")
    with tempfile.TemporaryDirectory(prefix="blog-bench-") as folder:
        environ = {"INSTANCE": folder, "BENCH_BYTES": "25000", "BLOG_COMMENT_RATE": ""}
        slug = _make_blog(environ)
        figures = _floors(environ) | _blog(environ, slug)
        queries = count_queries(environ, slug)
        letters = letters_a_second(environ)
    slow = hard_inputs()
    _print(figures, queries, slow)
    print("\nletters a second: {:,.0f} posted, {:,.0f} delivered".format(*letters))
    if os.environ.get("BENCH_JSON"):
        kept = {"figures": figures, "queries": queries, "hard inputs, ms": slow}
        Path(os.environ["BENCH_JSON"]).write_text(json.dumps(kept, indent=1) + "\n")


def _make_blog(environ):
    started = time.perf_counter()
    app = create_app(environ)
    with app.app_context():
        make_whole(app.config["RUN"], app.config["KEYS"])
        pending = POSTS + 50
        slug, _author = seed(
            app.config["KEYS"], articles=ARTICLES, comments=COMMENTS, pending=pending, long=LONG
        )
        # As many as the short conversation has, so that both pages show the same number.
        change_site_setting("comments_per_page", 50, by=None)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    print(
        f"seeded {ARTICLES} articles and {COMMENTS + LONG + pending} comments in {time.perf_counter() - started:.1f} s"
    )
    return slug


def _floors(environ):
    figures = {}
    for name, target in (
        ("bare WSGI, constant bytes", "bare"),
        ("bare Flask view, constant bytes", "bare_flask"),
    ):
        with running(f"bench.floors:{target}", environ) as (address, process):
            figures[name] = read(address + "/", process, seconds=SECONDS)
    return figures


def _blog(environ, slug):
    figures = {}
    with running("app:app", environ) as (address, process):
        cookie = sign_in(address, "owner@bench.example", "bench bench")
        pages = {
            "home": ("/", BROWSER),
            "article with 50 comments": (f"/articles/{slug}", BROWSER),
            "article with 10,000, its beginning": (f"/articles/{seeder.LONG_SLUG}", BROWSER),
            "article with 10,000, its middle": (_middle(environ), BROWSER),
            "feed": ("/feed.xml", BROWSER),
            "queue page": ("/moderation", (f"Cookie: {cookie}",)),
        }
        for name, (path, headers) in pages.items():
            figures[name] = read(address + path, process, seconds=SECONDS, headers=headers)
        figures["posting a comment"] = post(address, process, comment_posts(slug, POSTS))
        figures["one decision"] = post(address, process, decision_posts(address, cookie, POSTS))
        print(f"peak memory of a worker: {peak_memory(process):.0f} MiB")
    return figures


def _middle(environ):
    """The address of the part in the middle of the long conversation, which a permalink leads to."""
    with create_app(environ).app_context():
        middle = select(Comment.public_id).join(Article).where(Article.slug == seeder.LONG_SLUG)
        return f"/articles/{seeder.LONG_SLUG}?from={db.session.scalar(middle.offset(LONG // 2).limit(1))}"


def _print(figures, queries, slow):
    floor = figures["bare Flask view, constant bytes"]
    print(f"\n{platform.machine()}, {len(CORES)} cores, Python {platform.python_version()}, one worker")
    row = "{:36} {:>10} {:>9} {:>9} {:>12} {:>12} {:>8}"
    print(row.format("", "requests/s", "p50 ms", "p99 ms", "CPU ms each", "x bare Flask", "queries"))
    for name, each in figures.items():
        ratio = f"{each['cpu'] / floor['cpu']:.1f}"
        numbers = (
            f"{each['per_second']:,.0f}",
            f"{each['p50']:.2f}",
            f"{each['p99']:.2f}",
            f"{each['cpu']:.3f}",
        )
        print(row.format(name, *numbers, ratio, queries.get(name, "")))
    print("\nhard inputs of 10,000 characters, ms to render and clean as a comment (limit 200):")
    for name, milliseconds in sorted(slow.items(), key=lambda pair: -pair[1])[:12]:
        print(f"  {milliseconds:8.1f}  {name}")
    if max(slow.values()) > 200:
        raise SystemExit("One of the hard inputs takes longer than 200 ms.")


if __name__ == "__main__":
    main()
