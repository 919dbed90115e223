"""What is derived from schemas/ and src/ is not stale, and is really derived (DESIGN: one schema, many faces)."""

from pathlib import Path

from prakat.handbook import derived
from prakat.rules import data

CHECKOUT = Path(__file__).resolve().parents[1]


def test_derived_texts_are_not_stale() -> None:
    for path, text in derived.texts(CHECKOUT).items():
        assert (CHECKOUT / path).read_text(encoding="utf-8") == text, f"{path} is stale: run make derive"


def test_readme_has_every_module_with_its_own_words() -> None:
    readme = (CHECKOUT / derived.README).read_text(encoding="utf-8")
    package = CHECKOUT / "src" / "prakat"
    modules = [path for path in package.rglob("*.py") if path.stem != "__init__"]
    assert len(modules) > 100
    for path in modules:
        first = path.read_text(encoding="utf-8").split('"""')[1].partition("\n")[0]
        name = ".".join(path.relative_to(package).with_suffix("").parts)
        assert f"| `{name}` | {first.replace('|', chr(92) + '|')} |" in readme


def test_manual_has_every_field_of_the_schema() -> None:
    """An office that began anew has manuals of its own, and nothing here to compare."""
    if not (CHECKOUT / derived.STAFF_MANUAL).is_file():
        return
    manual = (CHECKOUT / derived.STAFF_MANUAL).read_text(encoding="utf-8")
    for key, field in data.load("item.schema.json")["properties"].items():
        assert f"| `{key}` | {field['title']}: {field['description']} |" in manual


def test_changed_field_makes_the_manual_stale() -> None:
    schema = data.load("item.schema.json")
    changed = {**schema, "properties": {**schema["properties"], "title": {"title": "ชื่อใหม่", "description": "ใหม่"}}}
    assert "ชื่อใหม่" in derived.field_table(changed)
    assert derived.field_table(changed) != derived.field_table(schema)
