"""Text in a derived page stands as it was written, on both forges (DESIGN: One schema, many faces)."""

import pytest

from prakat.handbook.markdown import anchor, block, both, escaped, opening, table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", "a\\|b"),
        ("*x* _y_ ~~z~~", "\\*x\\* \\_y\\_ \\~\\~z\\~\\~"),
        ("![x](y) <b> # !", "\\!\\[x\\](y) \\<b\\> \\# \\!"),
        ("ก่อน `office.yml`", "ก่อน `office.yml`"),
        ("\\", "\\\\"),
    ],
)
def test_no_mark_becomes_markup(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize("text", ["plain", "```\nfence\n```", "`````", "a ``` b"])
def test_a_block_ends_only_at_its_own_fence(text: str) -> None:
    first, *lines, last, rest = block(text).split("\n")
    assert "\n".join(lines) == text
    assert rest == "" and first == f"{last}text"
    assert not any(line.startswith(last) for line in lines)


def test_a_table_has_as_many_cells_in_each_line() -> None:
    lines = table(("a", "b"), [("1", "2"), ("3", escaped("x|y"))]).splitlines()
    assert lines == ["| a | b |", "|---|---|", "| 1 | 2 |", "| 3 | x\\|y |"]


def test_a_page_opens_with_its_title_its_sources_and_both_languages() -> None:
    first, origin, thai, english = opening("handbook.violations-title", "handbook.violations", "x").split("\n\n")
    assert first == f"# {both('handbook.violations-title')}" == "# ข้อฝ่าฝืน · Violations"
    assert origin.startswith("<!-- derived from x ") and origin.endswith(" -->")
    assert "ทุกข้อ" in thai and "Everything" in english
    assert anchor("a.b") == '<a id="a.b"></a>'
