import pytest

from blog.reading.absolute_links import with_absolute_links

BASE = "https://blog.example/articles/winter"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/tags/x">y</a>', '<a href="https://blog.example/tags/x">y</a>'),
        ('<a href="#fn1" id="a">y</a>', f'<a href="{BASE}#fn1" id="a">y</a>'),
        ('<a href="other">y</a>', '<a href="https://blog.example/articles/other">y</a>'),
        ('<a href="mailto:a@b.example">y</a>', '<a href="mailto:a@b.example">y</a>'),
        ('<a href="https://c.example/?a=1&amp;b=2">y</a>', '<a href="https://c.example/?a=1&amp;b=2">y</a>'),
        (
            '<img alt=\'say "x" > y\' src="/media/a.png">',
            '<img alt=\'say "x" > y\' src="https://blog.example/media/a.png">',
        ),
        ('<p>&lt;a href="/x"&gt; href="/y"</p>', '<p>&lt;a href="/x"&gt; href="/y"</p>'),
        (
            '<a title=\' href="/x"\' href="/z">y</a>',
            '<a title=\' href="/x"\' href="https://blog.example/z">y</a>',
        ),
        ('<a href="http://[">y</a>', '<a href="http://[">y</a>'),
    ],
)
def test_addresses_are_completed_and_nothing_else_is_touched(before, after):
    assert with_absolute_links(before, BASE) == after
