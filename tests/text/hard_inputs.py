"""Bodies that slow Markdown readers and HTML cleaners down: one builder a family.

`HARD_INPUTS` maps a name to a function `(length) -> str` that answers exactly `length` characters, so that
the tests can ask for the longest comment allowed and the bench can watch how the time grows with it.
"""

from collections.abc import Callable


def repeat(unit: str) -> Callable[[int], str]:
    """`unit` over and over, cut to the length asked for."""
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def nest(opening: str, closing: str, middle: str = "x") -> Callable[[int], str]:
    """As many `opening`s as fit, something in the middle, and the same number of `closing`s."""

    def build(length: int) -> str:
        depth = (length - len(middle)) // (len(opening) + len(closing))
        return (opening * depth + middle + closing * depth).ljust(length, "x")

    return build


def lead(start: str, unit: str) -> Callable[[int], str]:
    """`start` once, then `unit` over and over."""
    return lambda length: (start + repeat(unit)(length))[:length]


def staircase(mark: str) -> Callable[[int], str]:
    """Lines that are each indented one step more than the line above."""

    def build(length: int) -> str:
        lines, size, depth = [], 0, 0
        while size < length:
            lines.append(" " * (depth * len(mark)) + mark + "x")
            size += len(lines[-1]) + 1
            depth += 1
        return "\n".join(lines)[:length].ljust(length, "x")

    return build


def rising(unit: str, between: str = " ") -> Callable[[int], str]:
    """Runs of `unit`, each one longer than the run before."""

    def build(length: int) -> str:
        runs, size, count = [], 0, 1
        while size < length:
            runs.append(unit * count)
            size += len(runs[-1]) + len(between)
            count += 1
        return between.join(runs)[:length].ljust(length, "x")

    return build


def table(columns: int) -> Callable[[int], str]:
    """A table head of so many columns, then rows of one cell, which a reader must fill up."""

    def build(length: int) -> str:
        head = "|a" * columns + "|\n" + "|-" * columns + "|\n"
        return lead(head, "|b\n")(length)

    return build


def numbered(template: str) -> Callable[[int], str]:
    """`template` with 0, 1, 2, … in the place of `#`."""

    def build(length: int) -> str:
        units, size, number = [], 0, 0
        while size < length:
            units.append(template.replace("#", str(number)))
            size += len(units[-1])
            number += 1
        return "".join(units)[:length]

    return build


def halves(first: str, second: str) -> Callable[[int], str]:
    """The first half of one unit, the second half of another."""
    return lambda length: repeat(first)(length // 2) + repeat(second)(length - length // 2)


HARD_INPUTS: dict[str, Callable[[int], str]] = {
    # brackets and links
    "round brackets": repeat("("),
    "round brackets closed": nest("(", ")"),
    "square brackets": repeat("["),
    "square brackets closing": repeat("]"),
    "square brackets nested": nest("[", "]"),
    "square brackets, then closed links": halves("[", "]()"),
    "link starts": repeat("[a]("),
    "link starts without label": repeat("[]("),
    "link starts, nested": repeat("[a](["),
    "empty links": repeat("[]()"),
    "small links": repeat("[a](/b)"),
    "small links with lines": repeat("[a](b)\n"),
    "links to pointed addresses": repeat("[a](<b"),
    "links with open brackets": repeat("[a](b(c"),
    "links with open titles": repeat('[a](b "'),
    "link labels in labels": nest("[a", "](b)"),
    "link labels of references": repeat("[a][b]"),
    "reference definitions": numbered("[#]: /a\n"),
    "reference definition repeated": repeat("[a]: b\n"),
    "reference definitions, open titles": repeat('[a]: b "\n'),
    "references to one long address": lambda n: lead("[a]: http://a.b/" + "c" * (n // 2) + "\n\n", "[a]")(n),
    "references to one long title": lambda n: lead("[a]: /b '" + "c" * (n // 2) + "'\n\n", "[a]")(n),
    "pictures with one long title": lambda n: lead("[a]: /media/b '" + "c" * (n // 2) + "'\n\n", "![a]")(n),
    "reference start": lead("[a]:", "\n"),
    "images": repeat("!["),
    "images closed": repeat("![]()"),
    "images with label": repeat("![a](/media/b)"),
    "images nested": nest("![", "](/media/a)"),
    "exclamation and brackets": repeat("![[]()"),
    # emphasis
    "asterisks": repeat("*"),
    "asterisks apart": repeat("* "),
    "asterisks and letters": repeat("*a"),
    "asterisks, opening": repeat("a **a "),
    "asterisks, nested": nest("*", "*"),
    "asterisks, two opened one closed": repeat("*a **a "),
    "asterisks rising": rising("*", "a"),
    "asterisks and underscores": repeat("*_"),
    "asterisks and underscores with letters": repeat("*a_ "),
    "asterisks around underscores": repeat("**x [a*b**c*](d)"),
    "underscores": repeat("_"),
    "underscores and letters": repeat("_a"),
    "underscores opening": repeat(" _a"),
    "strong and not closed": repeat("**a*"),
    "tildes": repeat("~"),
    "tildes and letters": repeat("~~a"),
    "tildes three": repeat("~~~a "),
    "carets": repeat("^["),
    "mixed marks": repeat("*_~~`["),
    "mixed emphasis": halves("*a **a ~~a _a ", "a_ a~~ a** a* "),
    # code
    "backticks": repeat("`"),
    "backticks and letters": repeat("`a"),
    "backticks rising": rising("`"),
    "backticks with lines": repeat("`\n"),
    "fences": repeat("```\n"),
    "fences rising": rising("`", "\n"),
    "fence, open": lead("```\n", "a\n"),
    "fence of code": lead("```python\n", "def f(x): return '<' + x\n"),
    "fence of marks": lead("```python\n", "(" * 20 + "\n"),
    "fence of quotes": lead("```python\n", '"""'),
    "fence of open strings": lead("```python\n", "f'{"),
    "fence of c": lead("```c\n", "int (*a)("),
    "fence of html": lead("```html\n", "<a "),
    "fence of javascript": lead("```javascript\n", "/a"),
    "fence of json": lead("```json\n", '{"a":'),
    "fence of shell": lead("```bash\n", "$(("),
    "fence of perl": lead("```perl\n", "s{a"),
    "fence of yaml": lead("```yaml\n", "- ? "),
    "fence of sql": lead("```sql\n", "/* "),
    "fence of css": lead("```css\n", "a{b:"),
    "fence of spaces": lead("```c\n", " \n"),
    "fence of one long line": lead("```ng2\n", "("),
    "fence of ruby": lead("```ruby\n", "%w<#{"),
    "fences of many languages": repeat("```python\nx\n```\n```html\nx\n```\n"),
    "indented code": repeat("    a\n"),
    "indented code, blank lines": repeat("    a\n\n"),
    # blocks
    "quotes": repeat("> "),
    "quotes close": repeat(">"),
    "quotes on lines": repeat(">\n"),
    "quotes of one line": repeat("> a\n"),
    "quotes, lazy": lead(">" * 100 + "a\n", "a\n"),
    "quotes deep on many lines": repeat("> " * 40 + "a\n"),
    "quotes deep and apart": repeat("> " * 40 + "a\n\n"),
    "quotes rising": rising(">", "a\n"),
    "hyphens": repeat("- "),
    "hyphens close": repeat("-"),
    "hyphens on lines": repeat("-\n"),
    "list items": repeat("- a\n"),
    "list items, loose": repeat("- a\n\n"),
    "list, deep on many lines": repeat("- " * 40 + "a\n"),
    "list, staircase": staircase("- "),
    "list, numbered staircase": staircase("1. "),
    "list numbers": repeat("1. "),
    "list numbers on lines": repeat("1. a\n"),
    "list and quotes": repeat("- > "),
    "list and quotes on lines": repeat("- > a\n"),
    "list and quotes, deep on many lines": repeat("- > 1. " * 12 + "a\n"),
    "list marks changing": repeat("- a\n* a\n+ a\n"),
    "list of fences": repeat("- ```\n"),
    "list with indented lines": lead("- a\n", "  a\n"),
    "list after blank lines": lead("- a", "\n"),
    "headings": repeat("# a\n"),
    "headings of marks": repeat("#"),
    "headings, same name": repeat("# a\n\n"),
    "headings numbered": numbered("# a-#\n"),
    "headings of six": repeat("###### a\n"),
    "headings underlined": repeat("a\n-\n"),
    "headings of equals signs": repeat("a\n===\n"),
    "rules": repeat("***\n"),
    "rules almost": repeat("* * * * a\n"),
    "lines": repeat("\n"),
    "lines of one letter": repeat("a\n"),
    "lines of spaces": repeat(" \n"),
    "lines broken hard": repeat("a  \n"),
    "lines broken by a backslash": repeat("a\\\n"),
    "paragraphs": repeat("a\n\n"),
    "spaces": repeat(" "),
    "spaces inside": lead("a", " "),
    "tabs": repeat("\t"),
    "tabs and quotes": repeat(">\t"),
    "tables": repeat("|"),
    "tables of rows": lead("|a|\n|-|\n", "|a|\n"),
    "tables of cells": repeat("|a|\n|-|\n"),
    "tables to be filled up": table(60),
    "tables very wide": table(1200),
    "tables to be filled up, many": repeat("|a" * 60 + "|\n" + "|-" * 60 + "|\n" + "b\n" * 400 + "\n"),
    "tables, one after another": repeat("|a\n|-\n\n"),
    "tables with code": lead("|a|\n|-|\n", "`|"),
    "table heads": repeat("a|b\n-|-\n\n"),
    "footnotes": numbered("[^#]\n\n[^#]: a\n\n"),
    "footnote repeated": lead("[^a]: a\n\n", "[^a]"),
    "footnote, open mentions": lead("[^a]: a\n\n", "[^"),
    "footnotes, mentioned before": lambda n: numbered("[^#]")(n // 2) + numbered("\n[^#]: a\n")(n - n // 2),
    "footnotes nested": repeat("[^a]: "),
    "footnotes of footnotes": numbered("[^#]: [^#] b\n"),
    "footnotes inline": repeat("^[a]"),
    "footnotes inline, nested": nest("^[", "]"),
    "footnotes inline, open": repeat("^[a"),
    # markup as it was typed
    "tag starts": repeat("<a "),
    "tags nested": repeat("<b>"),
    "tags closed": nest("<b>", "</b>"),
    "tags of attributes": repeat('<a href="'),
    "tags and slashes": repeat("</"),
    "pointed brackets": repeat("<"),
    "pointed brackets closing": repeat(">x"),
    "pointed brackets and letters": repeat("<a"),
    "comments": repeat("<!--"),
    "comments closed": repeat("<!---->"),
    "comments, long closings": repeat("<!-- --"),
    "declarations": repeat("<!A "),
    "instructions": repeat("<?"),
    "character data": repeat("<![CDATA["),
    "tables as tags": repeat("<table><tr><td>"),
    "selects": repeat("<select><option>"),
    "forms": repeat("<svg><math><style>"),
    "ampersands": repeat("&"),
    "number entities": repeat("&#"),
    "number entities, whole": repeat("&#60;"),
    "named entities": repeat("&lt;"),
    "named entities, double": repeat("&amp;lt;"),
    "named entities, open": repeat("&a"),
    "named entities, long": repeat("&CounterClockwiseContourIntegral"),
    "quotation marks": repeat('"'),
    "apostrophes": repeat("'"),
    "backslashes": repeat("\\"),
    "backslashes and marks": repeat("\\*"),
    "backslashes and pointed brackets": repeat("\\<"),
    # addresses
    "schemes": repeat("://"),
    "colons": repeat(":"),
    "http": repeat("http://"),
    "http close": repeat("http:"),
    "http and a letter": repeat("http://a"),
    "http, spaced": repeat("http://a "),
    "http, whole": repeat("http://a.b "),
    "http, ten thousand": repeat("http://a.bc\n"),
    "http, many brackets": lead("http://a.b/", "("),
    "http, many square brackets": lead("http://a.b/", "["),
    "http, many quotes": lead("http://a.b/", "'\""),
    "http, many dots": lead("http://a.b/", "."),
    "http, many commas": lead("http://a.b/", ",a"),
    "http, many question marks": lead("http://a.b/", "?!"),
    "http, many names": lead("http://", "a."),
    "http, many hyphens": lead("http://a", "-"),
    "http, long name": lead("http://", "a"),
    "http, many at signs": lead("http://", "a@"),
    "http, many colons": lead("http://", "a:"),
    "http, ampersands": lead("http://a.b/?", "&a=b"),
    "http, percent signs": lead("http://a.b/", "%"),
    "http, umlauts": lead("http://a.b/", "ü"),
    "http, umlaut names": lead("http://", "ü."),
    "http, puny names": repeat("http://xn--a.xn--b/ "),
    "http in angle brackets": repeat("<http://a.b>"),
    "http in open angle brackets": repeat("<http://a"),
    "http in links": repeat("[http://a.b](http://a.b)"),
    "http in emphasis": repeat("*http://a.b*"),
    "http in schemes": repeat("a+http://b.c "),
    "long scheme": lambda n: lead("", "a")(n - 7) + "://b.cd",
    "long schemes": lambda n: repeat("a" * 200 + "://b.cd ")(n),
    "mailto": repeat("mailto:"),
    "mailto, whole": repeat("mailto:a@b.cd "),
    "at signs": repeat("a@"),
    "at signs alone": repeat("@"),
    "emails": repeat("a@b.cd "),
    "emails, dots": repeat("a.b@c."),
    "double slashes": repeat("//"),
    "double slashes, names": repeat("//a.b"),
    "www": repeat("www."),
    "www, whole": repeat("www.a.bc "),
    "dots": repeat("."),
    "names and dots": repeat("a."),
    "numbers and dots": repeat("1."),
    # letters
    "letters": repeat("a"),
    "words": repeat("word "),
    "wide letters": repeat("字"),
    "emoji": repeat("👩\u200d👩\u200d👧 "),
    "marks on marks": repeat("\u0301"),
    "NUL": repeat("\0"),
    "control characters": repeat("\x01\x0b\x1f\x7f\x85"),
    "lone surrogates": repeat("\ud800"),
    "right to left": repeat("\u202e\u2066a"),
    "zero width": repeat("\u200b\ufeff"),
    "noncharacters": repeat("\ufdd0\uffff"),
    "carriage returns": repeat("\r"),
    "carriage returns and lines": repeat("\r\n"),
}
