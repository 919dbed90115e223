"""README and the chapters of docs/: the commands that stand in them, run as they stand."""

import datetime
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prakat.thai.buddhist_era import BANGKOK

CHECKOUT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
"""Where `prakat` is."""
_BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    """The text of each block of shell commands of a page, in their order."""
    text = (CHECKOUT / page).read_text(encoding="utf-8")
    return [textwrap.dedent(found[2]) for found in _BLOCK.finditer(text)]


def shown_from_today() -> dict[str, object]:
    """An item's dates by the real clock, which stands behind git, forges and the publisher's records alike."""
    today = datetime.datetime.now(BANGKOK).date()
    first, last = today.isoformat(), (today + datetime.timedelta(days=30)).isoformat()
    return {"period": {"start": first, "end": last}, "publish_on": first, "expires_on": last}


@dataclass(frozen=True)
class Reader:
    """Somebody who types what the chapter says, on a machine where its names mean something else."""

    place: Path
    """Where they stand."""
    means: Mapping[str, str]
    environment: Mapping[str, str]

    def types(self, block: str) -> str:
        """What the commands answer; they must end well."""
        for words, others in self.means.items():
            block = block.replace(words, others)
        own = {name: value for name, value in os.environ.items() if name != "PRAKAT_DATE"}  # the sample's, by make
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=self.place,
            env={**own, "PATH": f"{PROGRAMS}:{own['PATH']}", **self.environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (block, done.stdout, done.stderr)
        return done.stdout + done.stderr
