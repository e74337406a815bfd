from xml.etree import ElementTree

from blog.text.avatar import draw_avatar

SEEDS = [f"{number:032x}" for number in range(500)]


def test_the_same_seed_gives_the_same_picture():
    assert [draw_avatar(seed) for seed in SEEDS] == [draw_avatar(seed) for seed in SEEDS]


def test_different_seeds_mostly_give_different_pictures():
    assert len({draw_avatar(seed) for seed in SEEDS}) > 490


def test_an_avatar_is_small_whole_and_silent():
    for seed in [*SEEDS, "", "é\ud800"]:
        svg = draw_avatar(seed)
        root = ElementTree.fromstring(svg)
        assert len(svg) < 350
        assert root.attrib["aria-hidden"] == "true"
        assert root.attrib["focusable"] == "false"
        assert {name for element in root.iter() for name in element.attrib} & {"id", "style"} == set()


def test_an_avatar_has_the_size_asked_for():
    assert '<svg class="avatar" width="96" height="96" ' in draw_avatar("a", size=96)
