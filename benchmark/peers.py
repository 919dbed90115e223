"""Generated items -> what the plain tools would make of them: a site for mkdocs-material and Zensical"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from benchmark.generate import GeneratedItem

ZENSICAL_SITE = "zensical"
"""Below the plain site's own folder: Zensical writes nowhere else."""
SITE = {
    "site_name": "สำนักงานตัวอย่าง",
    "site_url": "https://office.example/",
    "site_dir": ZENSICAL_SITE,
    "theme": {"name": "material", "language": "th", "font": False, "features": ["navigation.prune"]},
    "plugins": [{"search": {"lang": "th"}}],
    "markdown_extensions": ["tables", "fenced_code"],
    "nav": ["index.md"],
    "not_in_nav": "/*/",
}
"""As fast as both go: items out of the navigation, nothing but their own search, no font to fetch; the Markdown that
MkDocs has anyhow, where Zensical would take twice the time with its own choice."""


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


def mkdocs_command(to: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(to))


def zensical_command() -> tuple[str, ...]:
    """A full build, into ZENSICAL_SITE."""
    return (sys.executable, "-m", "zensical", "build", "--clean")
