from concurrent.futures import ThreadPoolExecutor

import pytest

from blog.text.markdown import render_article, render_comment
from tests.text.reading_html import elements, text_of

REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("[a](http://b.cd)", f'<p><a href="http://b.cd" {REL}>a</a></p>\n'),
        ("see http://b.cd/e_f_g.", f'<p>see <a href="http://b.cd/e_f_g" {REL}>http://b.cd/e_f_g</a>.</p>\n'),
        ("(https://b.cd)", f'<p>(<a href="https://b.cd" {REL}>https://b.cd</a>)</p>\n'),
        ("*http://b.cd*", f'<p><em><a href="http://b.cd" {REL}>http://b.cd</a></em></p>\n'),
        ("<https://b.cd/>", f'<p><a href="https://b.cd/" {REL}>https://b.cd/</a></p>\n'),
    ],
)
def test_a_comment_may_hold(typed, shown):
    assert render_comment(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "# a heading",
        "a heading\n===",
        "---",
        "<b>bold</b> <script>alert(1)</script>",
        "<!-- a remark -->",
        "![a picture](/media/a.png)",
        "[a](javascript:alert)",
        "[a](/articles/b)",
        "[a](mailto:b@c.de)",
        "<grace@example.org> grace@example.org mailto:grace@example.org",
        "www.example.org example.org //example.org ftp://example.org xhttp://example.org",
        "&lt; &copy; &#60;",
        "| a |\n|---|\n| b |",
        "a[^1]\n\n[^1]: b",
        "[a]: b\n\n[a]",
    ],
)
def test_what_a_comment_may_not_hold_is_shown_as_typed(typed):
    html = render_comment(typed)
    assert text_of(html).split() == typed.split()
    assert {element.tag for element in elements(html)} <= {"p", "br"}


def test_a_picture_in_a_link_stays_as_typed_inside_the_link():
    html = render_comment("[![a](http://b.cd/e.png)](http://f.gh)")
    assert html == f'<p><a href="http://f.gh" {REL}>![a](http://b.cd/e.png)</a></p>\n'


def test_code_of_a_comment_can_be_reached_by_keyboard_and_is_shown_as_typed():
    html = render_comment("```html\n<b>\n```")
    assert html == '<pre tabindex="0" role="group" aria-label="Code"><code>&lt;b&gt;\n</code></pre>\n'


@pytest.mark.parametrize("depth", [5, 50, 500])
@pytest.mark.parametrize("mark", [">", "- ", "1. ", "**", "*", "["])
def test_words_under_many_marks_are_still_shown(mark, depth):
    for render in (render_comment, render_article):
        assert "words" in text_of(render(mark * depth + "words\n\nmore"))
        assert "more" in text_of(render(mark * depth + "words\n\nmore"))


@pytest.mark.parametrize("typed", ["``` buy http://a.example", "~~~words, words", "```" + "a" * 50])
def test_words_that_are_no_language_do_not_vanish_behind_a_fence(typed):
    assert typed in text_of(render_comment(f"{typed}\nmore\n"))


def test_a_very_long_list_is_shown_to_its_end():
    lines = [f"- word{number}" for number in range(1200)]
    shown = text_of(render_comment("\n".join(lines)))
    assert [number for number in range(1200) if f"word{number}" not in shown.replace("- ", "").split()] == []


@pytest.mark.parametrize("render", [render_comment, render_article])
def test_what_may_not_stand_in_a_page_is_shown_as_a_replacement_character(render):
    assert text_of(render("a\0b\x0bc\x85d\ud800e\uffff")) == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd\n"


def test_many_threads_render_as_one_does():
    sources = [f"*a{number}* `b` <i> http://c.de/{number}\n\n> quoted" for number in range(200)]
    with ThreadPoolExecutor(max_workers=8) as threads:
        assert list(threads.map(render_comment, sources)) == [render_comment(source) for source in sources]
        assert list(threads.map(render_article, sources)) == [render_article(source) for source in sources]


@pytest.mark.parametrize("render", [render_comment, render_article])
def test_nothing_gives_nothing(render):
    assert [render(text) for text in ("", " ", "\n\n")] == ["", "", ""]


def headings(source):
    return [
        (e.tag, e.get("id"))
        for e in elements(render_article(source))
        if e.tag in {f"h{n}" for n in range(1, 7)}
    ]


def test_headings_of_an_article_begin_under_its_title_and_skip_no_level():
    assert headings("# A\n\n#### B\n\n## C\n\n# D") == [
        ("h2", "h-a"),
        ("h3", "h-b"),
        ("h3", "h-c"),
        ("h2", "h-d"),
    ]
    assert headings("### A\n\n#### B") == [("h2", "h-a"), ("h3", "h-b")]
    assert [tag for tag, _ in headings("\n\n".join("#" * level + " a" for level in range(1, 7)))] == [
        "h2", "h3", "h4", "h5", "h6", "h6",
    ]  # fmt: skip


def test_headings_with_the_same_words_have_different_anchors():
    assert [identity for _, identity in headings("# A\n\n# A\n\n# A 2\n\n# a")] == [
        "h-a",
        "h-a-2",
        "h-a-2-2",
        "h-a-3",
    ]


def test_a_heading_without_words_is_a_paragraph():
    assert render_article("#") == "<p>#</p>\n"


def test_a_footnote_leads_there_and_back():
    html = render_article("a[^x] b[^x]\n\n[^x]: *note*")
    ids = [element.get("id") for element in elements(html) if element.get("id")]
    links = [element.get("href") for element in elements(html) if element.tag == "a"]
    names = [element.get("aria-label") for element in elements(html) if element.tag == "a"]
    assert ids == ["fnref-1", "fnref-1-1", "fn-1"]
    assert links == ["#fn-1", "#fn-1", "#fnref-1", "#fnref-1-1"]
    assert names[2:] == ["Back to mention 1 of footnote 1", "Back to mention 2 of footnote 1"]


def test_a_table_has_a_frame_of_its_own_column_heads_and_no_style():
    html = render_article("| a | b |\n|---|--:|\n| 1 | 2 |\n\n|c|\n|-|\n")
    assert [e.get("aria-label") for e in elements(html) if e.tag == "div"] == ["Table 1", "Table 2"]
    assert [(e.get("scope"), e.get("class")) for e in elements(html) if e.tag == "th"] == [
        ("col", None), ("col", "align-right"), ("col", None),
    ]  # fmt: skip
    assert "style" not in html


def test_a_picture_of_this_site_is_shown_when_it_comes_near():
    html = render_article(
        '![A *dog*](/media/a1/dog.jpg "Rex")', size_of={"/media/a1/dog.jpg": (640, 480)}.get
    )
    assert html == (
        '<p><img src="/media/a1/dog.jpg" alt="A dog" title="Rex" width="640" height="480" loading="lazy"></p>\n'
    )


@pytest.mark.parametrize(
    "source",
    ["http://e.org/a.png", "/media/../desk", "/media/%2e%2e/desk", "//e.org/media/a.png", "/mediaa", "a.png"],
)
def test_no_other_picture_is_shown(source):
    html = render_article(f"![words]({source})")
    assert "words" in text_of(html)
    assert "img" not in [element.tag for element in elements(html)]


def test_code_is_coloured_by_classes_and_its_text_stays_exact():
    code = "\n\ndef f(x):\n    return '<é>'\n\n"
    html = render_article(f"```python\n{code}```")
    assert '<span class="k">def</span>' in html
    assert text_of(html) == code + "\n\n"


@pytest.mark.parametrize(
    "language", ["nosuchlanguage", "", '"><script>', "x" * 500, "../python", "{.python}"]
)
def test_code_of_an_unknown_language_is_shown_plain(language):
    html = render_article(f"```{language}\na < b\n```")
    assert text_of(html).strip() == "a < b"
    assert "span" not in [element.tag for element in elements(html)]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/a", True), ("#a", True), ("?a", True), ("a/b", True), ("a.html", True), ("http://a.b", True),
        ("mailto:a@b.c", True), ("//a.b", False), ("javascript:a", False), ("data:a", False), ("ftp://a.b", False),
        ("java&#115;cript:a", False), ("/\\a.b", True), ("tel:1", False), ("JaVaScRiPt:a", False),
    ],
)  # fmt: skip
def test_an_article_links_only_to_the_web_to_this_site_and_to_email(address, kept):
    links = [e.get("href") for e in elements(render_article(f"[x]({address})")) if e.tag == "a"]
    assert len(links) == kept
    assert not any(link.startswith("/\\") for link in links)
