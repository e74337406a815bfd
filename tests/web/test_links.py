import pytest

from blog.web.links import is_local_path


@pytest.mark.parametrize(
    "path", ["/", "/desk", "/desk/articles?state=drafts#top", "/a%2f%2fb", "/search?q=//x"]
)
def test_a_path_of_this_site(path):
    assert is_local_path(path)


@pytest.mark.parametrize(
    "address",
    ["", "desk", "//evil.example", "/\\evil.example", "\\\\evil", "/\t/evil.example", "/\n/evil", " //evil", "https:evil",
     "http://evil.example", "javascript:alert(1)", "///evil.example", "/a\\b", "/\x00", "//[", "/ /evil"],
)  # fmt: skip
def test_an_address_that_could_lead_away(address):
    assert not is_local_path(address)
