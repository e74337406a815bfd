import re

from blog.text.highlighting import COLOUR_CLASSES
from tests.corpora import REPOSITORY

SHEET = (REPOSITORY / "static" / "css" / "code.css").read_text(encoding="utf-8")
TOKENS = (REPOSITORY / "static" / "css" / "tokens.css").read_text(encoding="utf-8")


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_of_code_can_be_read_in_light_and_in_dark():
    grounds = re.findall(r"--raised: (#[0-9a-f]{6})", TOKENS)
    light, dark = (re.findall(r"--code-\w+: (#[0-9a-f]{6})", part) for part in SHEET.split("@media"))
    assert (len(grounds), len(light), len(dark)) == (2, 8, 8)
    assert [c for c in light if contrast(c, grounds[0]) < 4.5] + [
        c for c in dark if contrast(c, grounds[1]) < 4.5
    ] == []


def test_only_classes_that_pygments_gives_have_a_colour():
    assert set(re.findall(r"\.([a-z]\w*)\b", SHEET.split("*/")[1])) - {"highlight"} <= COLOUR_CLASSES
