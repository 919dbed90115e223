"""Check, build, verify and release the site; leave out what is broken and say so; keep the last releases."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat import buddhist_era, publication, release, report

SHOWN = 20
"""Contradictions shown: one fault of a template is on every page."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = terminal.parser(__doc__)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="where releases/ and current lie")
    parser.add_argument("--keep", type=int, default=release.KEEP, help="releases to keep (default: %(default)s)")
    parser.add_argument("--rollback", action="store_true", help="switch back to the release before the current one")
    options = parser.parse_args(argv)
    day = buddhist_era.chosen_day(options.date, os.environ)
    with release.only_publisher(options.to) as place:
        if options.rollback:
            print(f"ย้อนกลับไปรุ่น {release.roll_back(place, day)}")
            return 0
        source = publication.work_tree(options.repo)
        done = publication.publish(terminal.REPO, source, day, place, options.keep, terminal.steps)
    if text := report.findings(done.findings, "text", options.lang):
        print(text, file=sys.stderr)
    for problem in done.problems[:SHOWN]:
        print(problem, file=sys.stderr)
    if len(done.problems) > SHOWN:
        print(f"... และอีก {len(done.problems) - SHOWN} (and more)", file=sys.stderr)
    print(done.summary)
    return done.exit_code


if __name__ == "__main__":
    sys.exit(terminal.run(main))
