"""MkDocs events -> prakat.site: which pages there are and what they say is decided there, by the day's edition."""

from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from prakat import site
from prakat.finding import CannotWork, Finding

_log = get_plugin_logger("prakat")
_is_preview = False
_site: site.Site


def on_startup(*, command: str, dirty: bool) -> None:
    global _is_preview
    _is_preview = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    global _site
    try:
        _site = site.read(Path(config.config_file_path).parent, is_preview=_is_preview, report=_report)
    except CannotWork as problem:
        raise PluginError(str(problem)) from None
    config.site_name, config.site_url = _site.office.name, _site.office.site_url
    config.nav = [{view.title: f"{view.url}index.md"} for view in _site.navigation]
    config.markdown_extensions = []
    config.docs_dir = str(Path(__file__).parent)  # MkDocs follows symbolic links: prakat.tree walks content/


def _report(finding: Finding, text: str) -> None:
    (_log.warning if finding.is_error else _log.info)(text)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    theme = (each for each in files if each.src_dir != config.docs_dir)
    served = (File.generated(config, name, abs_src_path=str(place)) for name, place in _site.files.items())
    pages = (File.generated(config, f"{url}index.md", content="") for url in _site.pages)
    return Files([*theme, *served, *pages])


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    view = _site.pages[page.file.src_uri.removesuffix("index.md")]
    page.meta = {"template": view.template, "title": view.title}


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Any) -> None:
    context["view"] = _site.pages[page.file.src_uri.removesuffix("index.md")]


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    site.prepare(env, _site)


def on_post_build(*, config: MkDocsConfig) -> None:
    _site.write(Path(config.site_dir))


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:
    for watched in ("content", "office.yml", "schemas", "theme"):
        server.watch(str(Path(config.config_file_path).parent / watched))
