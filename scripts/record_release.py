"""Record in a forge's audit-log what was released, and that the publishing machine is alive."""

import argparse
import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.forge.choice import KINDS
from prakat.merging import counter_choice
from prakat.merging.publisher import publisher_lock
from prakat.release import deployment
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.receipt import OWN_FOLDER
from prakat.rules.message import message
from prakat.thai.buddhist_era import BANGKOK


def main(argv: Sequence[str] | None = None) -> int:
    """0 once it is recorded."""
    options = parser().parse_args(argv)
    repository = counter_choice.repository_at(options.repo, options.forge)
    release_folder = ReleaseFolder(repository.git_dir / OWN_FOLDER / "released")
    release_folder.releases.mkdir(parents=True, exist_ok=True)
    release_folder.manifest_file(options.manifest.stem).write_bytes(options.manifest.read_bytes())
    release_folder.current.unlink(missing_ok=True)
    release_folder.current.symlink_to(Path("releases") / options.manifest.stem)
    now = datetime.datetime.now(BANGKOK)
    open_merging = counter_choice.opener(repository, options.key, now, options.forge, options.kind, os.environ)
    with publisher_lock(repository.git_dir):
        count = deployment.note_alive(open_merging, release_folder)
    print(message("scripts.recorded", number=count).text(options.lang))
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--forge", required=True, metavar="URL")
    made.add_argument("--kind", choices=KINDS)
    made.add_argument("--key", type=Path, required=True, metavar="FILE")
    made.add_argument("--manifest", type=Path, required=True, metavar="FILE")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
