"""what was measured or counted -> a picture of columns or bars: plain SVG, the same bytes every time"""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

_WIDTH, _HEIGHT = 760, 340
_NARROW, _EDGES, _ROW, _LETTER = 460, 68, 26, 8
_FONT = "Sarabun, 'Noto Sans Thai', 'Leelawadee UI', Thonburi, sans-serif"
_COLOUR = "#14508f"
_GROUND, _INK = "#ffffff", "#17212e"


@cache
def _leather() -> Any:
    """leather, in our colours: they are its own settings."""
    import leather  # type: ignore[import-untyped]  # here: only pages with a chart need it

    for name in ("title_font_family", "legend_font_family", "tick_font_family"):
        setattr(leather.theme, name, _FONT)
    leather.theme.title_color = leather.theme.label_color = _INK
    leather.theme.background_color = _GROUND
    return leather


def columns_chart(title: str, points: Sequence[tuple[str, Decimal]]) -> str:
    """One column for each label, in their order. It stands within a page, whose font it takes; words are escaped."""
    leather = _leather()
    chart = leather.Chart(title)
    chart.add_columns(list(points), fill_color=_COLOUR)
    chart.add_y_scale(0, max([*(value for _, value in points), Decimal(1)]))
    return _boxed(chart.to_svg(width=_WIDTH, height=_HEIGHT), "chart", _WIDTH, _HEIGHT)


def bars_chart(counts: Sequence[tuple[str, int]]) -> str:
    """One bar for each label, in their order, with its number in words beside it, so that neither colour nor a scale is
    needed to read it; what it is called stands above it on the page."""
    leather = _leather()
    labels = [f"{name}  {count}" for name, count in counts]
    chart, names = leather.Chart(), leather.Axis()
    names.estimate_label_margin = lambda *_: max(map(_letters, labels)) * _LETTER
    chart.add_bars([(count, label) for (_, count), label in zip(counts, labels, strict=True)], fill_color=_COLOUR)
    most = max([*(count for _, count in counts), 1])
    chart.add_x_scale(0, most)
    chart.add_x_axis(ticks=sorted({0, most // 2, most}))
    chart.set_y_axis(names)
    height = _EDGES + _ROW * len(counts)
    return _boxed(chart.to_svg(width=_NARROW, height=height), "chart bars", _NARROW, height)


def _letters(text: str) -> int:
    """How many take room in a line: marks above and below do not."""
    return sum(unicodedata.category(each) != "Mn" for each in text)


def _boxed(drawn: str, name: str, width: int, height: int) -> str:
    box = f'<svg class="{name}" role="img" aria-hidden="true" viewBox="0 0 {width} {height}" '
    return drawn.replace("<svg ", box, 1)
