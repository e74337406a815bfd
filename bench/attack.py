"""`make attack`: every attack string on its own, on every page that shows it, with the policy only reporting and in force.

ARGS='--limit 100' tries some, `--jobs 4` uses so many processes. Ends with 1 where anything ran, was let through, left
the page or broke it.
"""

import argparse
import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.attack.arena import ARTICLES, COMMENTS, Arena, batches, culprits
from tests.attack.single import OneAtATime
from tests.attack.stage import a_stage
from tests.attack.watch import FLAGS
from tests.corpora import corpus
from tests.live import CHROMIUM

A_SHARE = 100  # strings on one blog


def main():
    asked = _arguments()
    strings = [entry["input"] for entry in corpus("xss")][: asked.limit]
    started, found = time.monotonic(), []
    with get_context("spawn").Pool(asked.jobs) as pool:
        shares = batches(strings, A_SHARE)
        for number, more in enumerate(pool.imap_unordered(_try_all, shares), 1):
            found += more
            passed = time.monotonic() - started
            print(
                f"{number} of {len(shares)} parts after {passed / 60:.1f} min, {len(found)} found", flush=True
            )
    for string, troubles in found:
        print(f"\n{string[:500]!r}")
        for each in troubles:
            print(f"  {each.where}: {'; '.join(each.troubles)}")
    print(f"\n{len(strings)} attack strings, one at a time: {len(found)} did something")
    sys.exit(bool(found))


def _arguments():
    words = argparse.ArgumentParser(prog="make attack", description=__doc__.splitlines()[0])
    words.add_argument("--limit", type=int, help="only the first so many strings")
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    return words.parse_args()


def _try_all(strings):
    """[(string, [Found])] of some of the strings, on a blog and in a browser of its own."""
    with tempfile.TemporaryDirectory(prefix="blog-attack-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with a_stage(Path(folder)) as stage:
            arena, pages = Arena(browser, stage), OneAtATime(browser, stage)
            found = []
            for batch in batches(strings, COMMENTS):
                found += culprits(batch, arena.comments)
            for batch in batches(strings, ARTICLES):
                found += culprits(batch, arena.articles)
            found += [(string, troubles) for string in strings if (troubles := pages.attempt(string))]
        browser.close()
    return found


if __name__ == "__main__":
    main()
