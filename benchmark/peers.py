"""Generated items -> what the plain tools would make of them: an mkdocs-material site, and a bare schema check."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from benchmark.generate import GeneratedItem

GUESSED = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
SITE = {
    "site_name": "สำนักงานตัวอย่าง",
    "site_url": "https://office.example/",
    "theme": {"name": "material", "language": "th", "font": False, "features": ["navigation.prune"]},
    "plugins": [{"search": {"lang": "th"}}],
    "nav": ["index.md"],
    "not_in_nav": "/*/",
}
"""As fast as Material goes: items out of the navigation, nothing but its own search, no font to fetch."""


def write_plain_site(root: Path, items: Iterable[GeneratedItem]) -> None:
    """The same items as plain pages, each at the same path: title, summary and text, files as a list of links."""
    (root / "docs").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(yaml.safe_dump(SITE, allow_unicode=True), encoding="utf-8")
    (root / "docs" / "index.md").write_text("# สำนักงานตัวอย่าง\n", encoding="utf-8")
    for item in items:
        folder = root / "docs" / item.folder.removeprefix("content/")
        folder.mkdir(parents=True)
        (folder / "index.md").write_text("\n".join(_plain_page(item)), encoding="utf-8")
        for name, content in item.companions.items():
            (folder / name).write_bytes(content)


def _plain_page(item: GeneratedItem) -> Iterator[str]:
    yield f"---\ntitle: {json.dumps(item.fields.title, ensure_ascii=False)}\n---\n"
    yield f"# {item.fields.title}\n\n{item.fields.summary}\n"
    yield item.body
    for attachment in item.fields.attachments:
        yield f"- [{attachment.title}]({attachment.file})"


class PlainLoader(yaml.CSafeLoader):
    """PyYAML's fastest, except that dates stay the strings that a JSON Schema wants, and the key `on` is not true."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in GUESSED]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def faults(repository: Path, schema: Path) -> int:
    """How many errors jsonschema finds in the front matter of every item: nothing but loading and validating."""
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    paths = sorted(repository.glob("content/**/index.md"))
    return sum(1 for path in paths for _ in validator.iter_errors(_loaded(path)))


def _loaded(path: Path) -> object:
    found = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    return yaml.load(found.group(1), PlainLoader) if found else None  # noqa: S506  a subclass of the safe one


if __name__ == "__main__":
    sys.exit(faults(Path(sys.argv[1]), Path(sys.argv[2])) > 0)
