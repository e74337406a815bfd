"""`python -m bench.spam_filter FOLDER`: how well the spam filter does on each *.jsonl of FOLDER, as a table.

Each line is a comment, oldest first: author_name, url, body, post_slug, time (Unix seconds or null), label (1 = spam).
Each is scored by a filter that began empty and has learnt the decisions before it.
"""

import sys
from pathlib import Path

from tests.moderating.spam_filter.figures import figures

HEADS = (
    *("set", "real", "spam", "AUC", "caught at 0.1 %", "caught at 1 %", "Brier", "calibration error"),
    *("highest real", "ms a score", "ms an update", "MB"),
)
FEWEST = 5  # of a kind, below which there is nothing to tell apart


def main(folder):
    print(_row(HEADS))
    print(_row(["---", *["---:"] * (len(HEADS) - 1)]))
    for path in sorted(Path(folder).glob("*.jsonl")):
        of = figures(path)
        if min(len(of.fine), len(of.spam)) >= FEWEST:
            print(_row([path.stem, *_told(of)]), flush=True)


def _told(of):
    yield from map(str, (len(of.fine), len(of.spam)))
    yield f"{of.rank():.4f}"
    yield from (
        f"{share:.3f}" if (share := of.caught(hidden)) is not None else "–" for hidden in (0.001, 0.01)
    )
    yield from (f"{of.brier():.4f}", f"{of.miscalibration():.4f}", f"{int(of.fine[-1] * 1e4) / 1e4:.4f}")
    yield from (
        f"{of.score_seconds * 1e3:.2f}",
        f"{of.learn_seconds * 1e3:.2f}",
        f"{of.state_bytes / 1e6:.1f}",
    )


def _row(cells):
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
