"""Play a small office's months, July 2026 to January 2027, into DIR/office.git; then audit them and serve the site."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

import audit
import publish
import terminal
from prakat import product
from prakat.founding import story
from prakat.repository import bare
from prakat.repository.receipt import set_clock
from prakat.rules.message import message
from prakat.rules.wording import Day

PORT = 8000
MARK = "prakat-demo"
"""A file that marks the folder of a demo: only such a folder may be replaced by another demo."""


def main(argv: Sequence[str] | None = None) -> int:
    """0 once everything was played, judged without an open violation, and released."""
    options = parser().parse_args(argv)
    console = Console()
    forget(options.to)
    played = story.begin(options.to)
    (options.to / MARK).touch()
    for moment, told in played.told():
        console.print(f"[bold]{Day(moment.date()).text(options.lang)}[/] ", end="")
        console.print(told.text(options.lang), markup=False, highlight=False, soft_wrap=True)
    office, site = str(options.to / "office.git"), str(options.to / "site")
    bare.guard(options.to / "office.git", product.receive_hook())  # from here on people push, on a day of the story
    set_clock(options.to / "office.git", story.NEXT_DAY.isoformat())
    day = story.ENDS.date().isoformat()
    own = ["--repo", office, "--lang", options.lang, *["--verbose"] * options.verbose]
    judged = audit.main([*own, "--cache", str(options.to / "audit")])
    released = publish.main([*own, "--to", site, "--approved", "--date", day])
    print(message("scripts.site-as-of", day=story.ENDS.date(), place=f"{site}/current").text(options.lang), flush=True)
    if not options.no_serve:
        print(message("scripts.serving", url=f"http://127.0.0.1:{PORT}/").text(options.lang), flush=True)
        serve(options.to / "site" / "current")
    return max(judged, released)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--to", type=Path, required=True, metavar="DIR")
    made.add_argument("--no-serve", action="store_true")
    return made


def forget(folder: Path) -> None:
    """Takes an earlier demo away."""
    if (folder / MARK).is_file():
        shutil.rmtree(folder)


def serve(root: Path) -> None:
    """Shows the released site on this machine alone until the terminal says stop."""
    words = ["--bind", "127.0.0.1", "--directory", str(root)]
    subprocess.run([sys.executable, "-m", "http.server", str(PORT), *words], stderr=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(terminal.run(main))
