"""Generated items -> the same as a Hugo site: pages, lists by category and year, feed and sitemap; no search"""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path

from benchmark.generate import GeneratedItem
from benchmark.office import CATEGORIES

NAME = "สำนักงานตัวอย่าง"
CONFIGURATION = {
    "baseURL": "https://office.example/",
    "locale": "th",
    "title": NAME,
    "disableKinds": ["taxonomy", "term"],
    "enableRobotsTXT": True,
    "outputs": {"home": ["html", "rss"], "section": ["html"]},
    "pagination": {"pagerSize": 50, "disableAliases": True},
    "buildFuture": True,
}
"""Lists are as long as ours; of feeds there is one, of the whole site; this machine's clock decides nothing."""
LAYOUTS: Mapping[str, str] = {
    "baseof.html": """<!doctype html>
<html lang="th">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ if .IsHome }}{{ site.Title }}{{ else }}{{ .Title }} - {{ site.Title }}{{ end }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="{{ "style.css" | relURL }}">
</head>
<body>
<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a>
<nav><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
</body>
</html>
""",
    "page.html": """{{ define "main" }}<article>
<nav><a href="{{ .CurrentSection.RelPermalink }}">{{ .CurrentSection.Title }}</a></nav>
<h1>{{ .Title }}</h1>
<p>{{ .Description }}</p>
{{ .Content }}
{{ with .Params.files }}<h2>เอกสารแนบ</h2>
<ul>{{ range . }}<li><a href="{{ .file }}">{{ .title }}</a></li>{{ end }}</ul>{{ end }}
</article>{{ end }}
""",
    "section.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ with .Sections }}<ul>{{ range . }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
{{ $shown := .Paginate .RegularPagesRecursive }}<ul>{{ range $shown.Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date.Format "2006-01-02" }}</time></li>{{ end }}</ul>
<nav>{{ with $shown.Prev }}<a href="{{ .URL }}">ก่อนหน้า</a>{{ end }} {{ with $shown.Next }}<a href="{{ .URL }}">ถัดไป</a>
{{ end }}</nav>{{ end }}
""",
    "home.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range first 20 site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
""",
}
STYLE = "body { max-width: 60rem; margin: auto; font: 1.1rem/1.7 sans-serif }\n"


def write_hugo_site(root: Path, items: Iterable[GeneratedItem]) -> None:
    """The same items as page bundles, each at the same path, into an absent folder."""
    _write(root / "hugo.json", json.dumps(CONFIGURATION, ensure_ascii=False))
    _write(root / "static" / "style.css", STYLE)
    for name, text in LAYOUTS.items():
        _write(root / "layouts" / name, text)
    for category in CATEGORIES:
        _write(root / "content" / category / "_index.md", _front_matter(title=category))
    for item in items:
        folder = root / item.folder
        _write(folder / "index.md", "\n".join(_page(item)))
        for name, content in item.companions.items():
            (folder / name).write_bytes(content)
        _write(folder.parent / "_index.md", _front_matter(title=folder.parent.name))


def hugo_command(root: Path, to: Path) -> tuple[str, ...]:
    """A full build. The program itself, without the package's Python around it."""
    program = distribution("hugo").locate_file("hugo/binaries/hugo")
    return (str(program), "--source", str(root), "--destination", str(to), "--quiet", "--noBuildLock")


def _page(item: GeneratedItem) -> Iterator[str]:
    files = [{"file": each.file, "title": each.title} for each in item.fields.attachments]
    fields = item.fields
    yield _front_matter(
        title=fields.title, description=fields.summary, date=fields.timing.publish_on.isoformat(), files=files
    )
    yield item.body


def _front_matter(**fields: object) -> str:
    return f"{json.dumps(fields, ensure_ascii=False)}\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
