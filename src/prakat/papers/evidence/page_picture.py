"""pages of a built site -> pictures of them, as readers see them, by this machine's Chromium, without network"""

import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from prakat.network.loopback_port import LOOPBACK
from prakat.network.loopback_site import loopback_site
from prakat.repository.own_folder import own_folder
from prakat.repository.program import installed
from prakat.repository.safe_settings import foreign_environment

WIDTH, TALLEST = 1280, 16_000
"""In pixels. Of a longer page the picture shows the beginning: Chromium draws nothing that is higher."""
DRAWN_WITHIN = 60
"""Seconds that Chromium may take for one page."""
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome", "msedge")
"""Under which it is looked for."""
_FIRST_HEIGHT = 900
_NO_PROXY_LISTENS = f"http://{LOOPBACK}:9"
_FLAGS = (
    *("--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
    *("--disable-default-apps", "--disable-domain-reliability", "--disable-breakpad", "--no-pings", "--mute-audio"),
    *("--force-device-scale-factor=1", "--lang=th", "--virtual-time-budget=10000"),
    f"--proxy-server={_NO_PROXY_LISTENS}",  # whatever is not on loopback is asked of a proxy that is not there
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {LOOPBACK}",
)
_MEASURE = "prakat-height.html"
_RULER = """<!doctype html><title>0</title>
<iframe style="width:{width}px;height:{height}px;border:0"></iframe>
<script>
const frame = document.querySelector("iframe");
frame.onload = () => {{ document.title = frame.contentDocument.documentElement.scrollHeight; }};
frame.src = decodeURIComponent(location.hash.slice(1));
</script>
"""
_HEIGHT = re.compile(r"<title>([0-9]{1,6})</title>")


def chromium() -> str | None:
    """Where it is installed; None where it is not."""
    return next((found for name in _NAMES if (found := installed(name))), None)


def pictures(program: str, site: Path, urls: Iterable[str]) -> Mapping[str, bytes]:
    """URL below the site's root -> a PNG of the page; empty where it was not drawn in time. `site` is a folder of our
    own: a page is put into it that tells how high the others are."""
    (site / _MEASURE).write_text(_RULER.format(width=WIDTH, height=_FIRST_HEIGHT), encoding="utf-8", newline="\n")
    with loopback_site(site) as origin, own_folder() as folder:
        return {url: _picture(program, folder, origin, url) for url in urls}


def _picture(program: str, folder: Path, origin: str, url: str) -> bytes:
    said, drawn = folder / "page.html", folder / "page.png"
    drawn.unlink(missing_ok=True)
    if not _run(program, folder, said, "--dump-dom", f"{origin}{_MEASURE}#/{url}"):
        return b""
    known = _HEIGHT.search(said.read_text(encoding="utf-8", errors="replace"))
    height = min(TALLEST, max(_FIRST_HEIGHT, int(known[1]) if known else 0))
    size = f"--window-size={WIDTH},{height}"
    is_whole = _run(program, folder, said, f"--screenshot={drawn}", size, f"{origin}{url}")
    return drawn.read_bytes() if is_whole and drawn.is_file() else b""


def _run(program: str, folder: Path, to: Path, *arguments: str) -> bool:
    """Whether it ended well, and in time. It has a profile of its own, and writes to files: its own children would hold
    a pipe open once it is killed."""
    own = ("--no-sandbox",) if not getattr(os, "geteuid", lambda: 1)() else ()  # Chromium refuses root a sandbox
    command = [program, *_FLAGS, *own, f"--user-data-dir={folder / 'profile'}", *arguments]
    with to.open("wb") as stream:
        try:
            done = subprocess.run(
                command,
                env=foreign_environment(),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                timeout=DRAWN_WITHIN,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return done.returncode == 0
