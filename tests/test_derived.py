"""What is derived is not stale, and is really derived (DESIGN: One schema, many faces); every rule, violation and
requirement is explained in both languages."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import by_name
import derive
from prakat.handbook import derived, explanation, module_page, rule_page
from prakat.handbook.command_page import PROGRAM
from prakat.handbook.example import example
from prakat.handbook.explanation import Explanation
from prakat.handbook.floors import FLOORS, ROOMS
from prakat.handbook.requirement_page import REQUIREMENT, requirements
from prakat.rules import data
from prakat.rules.finding import rules
from prakat.rules.page import RULES, VIOLATIONS, page_of
from prakat.rules.violation import kinds
from prakat.rules.wording import LANGUAGES
from unusual_trees import TREES

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = CHECKOUT / "src" / "prakat"
ITEMS = CHECKOUT / "tests" / "items"
DOCS = CHECKOUT / "docs"
EXPLAINED = {**explanation.of_rules(), **explanation.of_violations()}


def docs(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_derived_texts_are_not_stale() -> None:
    texts = derived.texts(CHECKOUT, derive.commands(), derive.shared())
    assert len(texts) >= 8
    for path, text in texts.items():
        assert (CHECKOUT / path).read_text(encoding="utf-8") == text, f"{path} is stale: run make derive"


def test_every_module_stands_in_its_room_with_its_own_words() -> None:
    page = docs("modules.md")
    modules = [path for path in PACKAGE.rglob("*.py") if path.stem not in ("__init__", "__main__")]
    assert len(modules) > 100
    for path in modules:
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        section = page.split(f"\n## {parts[0]}\n")[1].partition("\n## ")[0]
        first = path.read_text(encoding="utf-8").split('"""')[1].partition("\n")[0]
        assert f"| `{'.'.join(parts)}` | {first.replace('|', chr(92) + '|')} |" in section


def test_rooms_stand_in_the_order_of_floors() -> None:
    assert re.findall(r"^## (.*)$", docs("modules.md"), re.M) == [*ROOMS, "prakat_desk"]
    drawn = [line.strip("| ") for line in module_page.diagram().splitlines() if line.startswith("| ")]
    assert drawn[1:] == [" · ".join(floor) for floor in FLOORS]


def test_readme_has_every_room_with_its_own_words() -> None:
    readme = (CHECKOUT / derived.README).read_text(encoding="utf-8")
    for room in ROOMS:
        path = PACKAGE / f"{room}.py" if (PACKAGE / f"{room}.py").is_file() else PACKAGE / room / "__init__.py"
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert f"| [`{room}`](docs/modules.md#{room}) | {words} |" in readme


def test_manual_has_every_field_of_the_schema() -> None:
    """An office that began anew has manuals of its own, and nothing here to compare."""
    if not (CHECKOUT / derived.STAFF_MANUAL).is_file():
        return
    manual = (CHECKOUT / derived.STAFF_MANUAL).read_text(encoding="utf-8")
    for key, field in data.load("item.schema.json")["properties"].items():
        assert f"| `{key}` | {field['title']}: {field['description']} " in manual


def test_changed_field_makes_the_manual_stale() -> None:
    schema = data.load("item.schema.json")
    changed = {**schema, "properties": {**schema["properties"], "title": {"title": "ชื่อใหม่", "description": "ใหม่"}}}
    assert "ชื่อใหม่" in derived.field_table(changed)
    assert derived.field_table(changed) != derived.field_table(schema)


def test_every_command_has_usage_and_exit_codes() -> None:
    found = derive.commands()
    assert {each.name for each in found} == {*by_name.named(), PROGRAM}
    page = docs("commands.md")
    for each in found:
        section = page.split(f'<a id="{each.name}"></a>')[1].partition("<a id=")[0]
        assert re.match(r"[01]\b", each.exits), f"{each.name}: main's docstring says with what it exits"
        assert each.exits in section.replace("\\", "")
        assert all(
            f"`{option.name}" in section for option in each.options if option not in derive.shared() and option.told
        )


def test_a_new_option_makes_the_commands_stale() -> None:
    first, *rest = derive.commands()
    assert first.options
    fewer = derived.texts(CHECKOUT, [type(first)(first.name, first.does, (), (), first.exits), *rest], derive.shared())
    assert fewer[derived.DOCS / "commands.md"] != docs("commands.md")


@pytest.mark.parametrize(
    ("explained", "known"),
    [(explanation.of_rules(), rules()), (explanation.of_violations(), kinds())],
    ids=["rules", "violations"],
)
def test_everything_that_is_found_is_explained_and_nothing_else(
    explained: Mapping[str, Explanation], known: Mapping[str, object]
) -> None:
    assert list(explained) == list(known)


@pytest.mark.parametrize("named", EXPLAINED)
def test_an_explanation_is_in_both_languages(named: str) -> None:
    for texts in (EXPLAINED[named].why, EXPLAINED[named].mend):
        assert list(texts) == list(LANGUAGES)
        assert not re.search("[ก-๙]", re.sub("`[^`]*`", "", texts["en"]))
        assert re.search("[ก-๙]", texts["th"]) or texts["th"] == texts["en"], "a command alone"
    assert re.search("[ก-๙]", EXPLAINED[named].why["th"])


def test_every_violation_says_what_closes_it() -> None:
    words = data.load("labels.yml")["met"]
    assert {each.met for each in explanation.of_violations().values()} == set(words)
    assert not any(each.met for each in explanation.of_rules().values())


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_violation_is_shown_by_a_case_of_it(kind: str) -> None:
    """What was done, in both languages, and the whole line of the command, with every place of it filled."""
    played = explanation.of_violations()[kind].scene
    assert played
    places = set(re.findall(r"{(\w+)}", kinds()[kind].messages["th"]))
    assert played.shown.values.keys() == places
    for language in LANGUAGES:
        first, line = played.text(language).split("\n")
        assert 20 < len(first) < 200
        assert re.search("[ก-๙]", first) if language == "th" else not re.search("[ก-๙]", first + line)
        assert line == f"> {played.command}: {played.shown.text(language)}"
        assert not re.search(r"[{}]|\\u|\b[A-Z]\w+Error\b", line)
        assert line in docs("violations.md")


def test_the_cases_of_two_violations_are_two() -> None:
    told = [each.scene.told["th"] for each in explanation.of_violations().values() if each.scene]
    assert len(set(told)) == len(told) == len(kinds())


def test_merge_shows_what_is_met_before_the_merge() -> None:
    for kind, explained in explanation.of_violations().items():
        assert explained.scene
        if explained.met in ("main", "repository"):
            assert explained.scene.command == "prakat audit", kind


BUILT = {tree.rule for tree in TREES}


@pytest.mark.parametrize("rule", sorted(rules()))
def test_an_example_is_written_only_where_no_document_shows_it(rule: str) -> None:
    """A whole one in words is for cases that are built by code or are no text."""
    written = explanation.of_rules()[rule].written
    assert set(written) <= {"rejected", "accepted"}
    if set(written) == {"rejected", "accepted"}:
        assert rule in BUILT | {"file.encoding", "change-note.missing", "path.gone"}
    else:
        shown = example(ITEMS, rule, explanation.of_rules()[rule].cases)
        assert "> " in shown.rejected
        assert "> " not in shown.accepted.replace("> อ้างอิง", "")


def test_an_example_follows_its_documents(tmp_path: Path) -> None:
    for side, day in (("rejected", "2569-10-01"), ("accepted", "2026-10-01")):
        case = tmp_path / side / "date.buddhist-era" / "one"
        case.mkdir(parents=True)
        (case / "index.md").write_text(f"---\ntitle: a\npublish_on: {day}\n---\n", encoding="utf-8")
        (case / "expected.txt").write_text("index.md:3 date.buddhist-era error\n", encoding="utf-8")
    shown = example(tmp_path, "date.buddhist-era", {})
    assert shown.rejected == "index.md\n    2  title: a\n>   3  publish_on: 2569-10-01\n    4  ---"
    assert shown.accepted == "index.md\n    3  publish_on: 2026-10-01"


@pytest.mark.parametrize("named", EXPLAINED)
def test_the_page_of_an_id_has_its_anchor_once(named: str) -> None:
    path, _, anchor = page_of(named).partition("#")
    assert path == (RULES if named in rules() else VIOLATIONS)
    assert (CHECKOUT / path).read_text(encoding="utf-8").count(f'<a id="{anchor}"></a>') == 1


def test_a_message_is_shown_as_it_is_written() -> None:
    """Nothing in it becomes a picture, a link or a line of its own."""
    page = rule_page.violation_page() + docs("rules.md")
    assert "![คำบรรยาย]" not in page
    assert r"\!\[คำบรรยาย\]({file})" in page


def test_every_requirement_that_is_cited_is_listed() -> None:
    cited = {each for rule in rules().values() for each in rule.requirements}
    cited |= {each for kind in kinds().values() for each in kind.requirements}
    for folder in ("src", "scripts", "hooks", "tests", "theme", "benchmark", "schemas", ".github"):
        for path in (CHECKOUT / folder).rglob("*"):
            if path.is_file() and path.suffix in (".py", ".yml", ".html", ".json", ".js", ".css"):
                cited |= set(REQUIREMENT.findall(path.read_text(encoding="utf-8", errors="replace")))
    assert list(requirements()) == [f"R{number:02}" for number in range(1, 52)]
    assert cited <= requirements().keys()
    page = docs("requirements.md")
    for each, words in requirements().items():
        assert page.count(f'<a id="{each}"></a>') == 1
        assert list(words) == list(LANGUAGES)
