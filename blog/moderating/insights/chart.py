"""Charts are drawn here as SVG, without script and without a style of their own: the sheet of the desk colours them.

One chart shows one row of bars, so that nothing is told apart by colour, and is as wide as a telephone, so that its
words are as large as those around it. The table beside it holds what it shows.
"""

from math import floor, log10
from xml.etree.ElementTree import tostring

from pygal import Bar, HorizontalBar
from pygal.style import Style

from blog.moderating.insights.answer import Kind
from blog.moderating.insights.in_words import DAY, HOUR, MINUTE

WIDTH, HEIGHT, ROW = 340, 180, 30  # pixels
LABELS = 4  # written under the bars, at most
LONGEST_LABEL = 20
# Styles, scripts, tooltips and grounds of the library's own are left out.
_NOT_DRAWN = {"style", "script", "defs", "title", "desc"}
_NOT_SHOWN = {"tooltip-overlay", "text-overlay", "titles", "background", "legends"}
_PLAIN = {
    "js": (),
    "show_legend": False,
    "no_prefix": True,
    "margin": 2,
    "margin_right": 16,
    "spacing": 6,
    "truncate_label": -1,
}


def drawn(chart):
    """A Chart as the text of an <svg>, with its title as its name."""
    unit, sign = _unit(chart)
    top = _round_top(max([_highest(chart), *([1] if chart.kind is Kind.NUMBER else [])]) / unit)
    shape = HorizontalBar if chart.is_horizontal else Bar
    graph = shape(
        width=WIDTH,
        height=len(chart.values) * ROW + 30 if chart.is_horizontal else HEIGHT,
        range=(0, top),
        style=Style(label_font_size=12, major_label_font_size=12),
        show_minor_x_labels=chart.is_horizontal,
        value_formatter=lambda value: f"{value:,g}{sign}",
        **_PLAIN,
    )
    graph.y_labels = [0, top] if chart.kind is Kind.NUMBER and top % 2 else [0, top / 2, top]
    values = [None if value is None else value / unit for value in chart.values]
    if chart.is_horizontal:
        graph.x_labels = [_short(label) for label in reversed(chart.labels)]
        values.reverse()
    else:
        graph.x_labels, graph.x_labels_major = chart.labels, _some(chart.labels)
    graph.add(chart.title, _with_intervals(values, chart))
    return tostring(_named(_pruned(graph.render_tree()), chart.title), encoding="unicode")


def _unit(chart):
    """(seconds a unit or 1, what stands behind a number)."""
    if chart.kind is Kind.SHARE:
        return 1, " %"
    if chart.kind is not Kind.SECONDS:
        return 1, ""
    highest = _highest(chart)
    if highest < 2 * HOUR:
        return MINUTE, " min"
    return (HOUR, " h") if highest < 2 * DAY else (DAY, " d")


def _highest(chart):
    ends = [high for _low, high in chart.intervals] if chart.intervals else chart.values
    return max((value for value in ends if value), default=0)


def _round_top(highest):
    """The next of 1, 2, 3, 4, 6, 8, 10, 20 … that is not below."""
    if highest <= 0:
        return 1
    ten = 10.0 ** floor(log10(highest))
    top = next(step * ten for step in (1, 2, 3, 4, 6, 8, 10) if step * ten >= highest)
    return int(top) if top >= 1 else top


def _some(labels):
    """A few of them, in even steps from the first."""
    step = -(-len(labels) // LABELS)
    return labels[::step]


def _short(label):
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def _with_intervals(values, chart):
    if not chart.intervals:
        return values
    intervals = reversed(chart.intervals) if chart.is_horizontal else chart.intervals
    return [
        {"value": value, "ci": {"low": low, "high": high}}
        for value, (low, high) in zip(values, intervals, strict=True)
    ]


def _pruned(node):
    for child in list(node):
        kinds = set(child.get("class", "").split())
        # A bar of no length has neither.
        is_nothing = child.tag == "rect" and not {"width", "height"} <= set(child.keys())
        if not isinstance(child.tag, str) or child.tag in _NOT_DRAWN or kinds & _NOT_SHOWN or is_nothing:
            node.remove(child)
        else:
            _pruned(child)
    return node


def _named(root, name):
    root.attrib.pop("id", None)
    root.attrib.update({"role": "img", "aria-label": name, "class": "chart"})
    return root
