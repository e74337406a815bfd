"""Everyone has a calm picture of their own, drawn from a random seed and from nothing that says who they are."""

import colorsys
from hashlib import sha256

# A quarter of a disc in each corner of a two by two square whose upper left corner stands at (x, y).
_QUARTERS = (
    "M{x} {y}h2a2 2 0 0 1-2 2z",
    "M{right} {y}v2a2 2 0 0 1-2-2z",
    "M{right} {bottom}h-2a2 2 0 0 1 2-2z",
    "M{x} {bottom}v-2a2 2 0 0 1 2 2z",
)


def draw_avatar(seed: str, size: int = 48) -> str:
    """An SVG picture for `seed`, `size` pixels square: four quarter discs in two colours on a pale ground.

    The same seed gives the same picture. It is decoration: screen readers skip it, the name stands beside it.
    """
    digest = sha256(seed.encode("utf-8", "replace")).digest()
    hue = digest[0] / 256
    tiles = [_quarter(digest[1 + place] % 4, x=place % 2 * 2, y=place // 2 * 2) for place in range(4)]
    crossed = digest[5] % 2  # the second colour runs along one diagonal or along one side
    main, other = (
        (tiles[0] + tiles[3], tiles[1] + tiles[2]) if crossed else ("".join(tiles[:2]), "".join(tiles[2:]))
    )
    return (
        f'<svg class="avatar" width="{size}" height="{size}" viewBox="0 0 4 4" aria-hidden="true" focusable="false">'
        f'<path fill="{_colour(hue, 0.82, 0.4)}" d="M0 0h4v4H0z"/>'
        f'<path fill="{_colour(hue, 0.48, 0.34)}" d="{main}"/>'
        f'<path fill="{_colour(hue + 0.08 + digest[6] / 1024, 0.62, 0.4)}" d="{other}"/></svg>'
    )


def _quarter(corner: int, x: int, y: int) -> str:
    return _QUARTERS[corner].format(x=x, y=y, right=x + 2, bottom=y + 2)


def _colour(hue: float, lightness: float, saturation: float) -> str:
    """A colour in three hexadecimal digits; all three numbers from 0 to 1, the hue going round."""
    return "#" + "".join(
        f"{round(part * 15):x}" for part in colorsys.hls_to_rgb(hue % 1, lightness, saturation)
    )
