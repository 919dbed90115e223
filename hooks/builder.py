"""MkDocs events -> calls of prakat.site, where the day's edition decides which pages exist and what they say."""

from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from prakat.content import address
from prakat.release import own_build
from prakat.site import drawing, site
from prakat.site.drawn_site import DrawnSite

_log, _is_preview = get_plugin_logger("prakat"), False
_site: site.Site


def on_startup(*, command: str, dirty: bool) -> None:
    global _is_preview
    _is_preview = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    global _site
    tree = Path(config.config_file_path).parent
    _site = own_build.site_to_draw(tree, _is_preview, error=_log.error, warning=_log.info, failure=PluginError)
    config.site_name, config.site_url = _site.office.name, _site.office.site_url
    config.nav, config.markdown_extensions = [{view.title: view.markdown_file} for view in _site.navigation], []
    config.theme.static_templates -= {address.SITEMAP}  # ours tells when each page changed, and may have parts
    config.theme.dirs = [str(config.theme.custom_dir)]  # Material's 14,000 files need not be looked through
    config.docs_dir = str(Path(__file__).parent)  # not content/, as MkDocs follows symbolic links


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    theme = (each for each in files if each.src_dir == config.theme.custom_dir)
    served = (File.generated(config, name, abs_src_path=str(place)) for name, place in _site.files.items())
    return Files([*theme, *served, *(File.generated(config, file, content="") for file in _site.views)])


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    page.meta = {"template": _site.views[page.file.src_uri].template}


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    return context | {"view": _site.views[page.file.src_uri]}


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    env.bytecode_cache = drawing.compiled_templates()
    DrawnSite(_site, env, Path(config.site_dir)).write()  # all but what MkDocs copies, and draws of its navigation


def on_serve(server: Any, *, config: MkDocsConfig, builder: Any) -> None:
    site.watch(_site.edition.register.repo, server.watch)
