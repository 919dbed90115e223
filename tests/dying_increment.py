"""folder -> what stands in it after each death of a publisher that does only what changed

Run as a program, since it forks: the publisher dies by SIGKILL once in each state in which its folder stands between
two of its calls, those that write what is kept included. A line of JSON for each death."""

import json
import shutil
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import deaths
from changing_office import ChangingOffice, contents
from dying_publication import state
from dying_publisher import is_whole
from increment_comparison import quick
from prakat.release.release_folder import ReleaseFolder

OPEN = {"timing": "on_change", "expires_on": "never", "review_by": "2027-12-01"}


def fresh(office: ChangingOffice, before: str, after: str) -> None:
    """Published as of the commit before, with the one after to come; a copy would be known for one."""
    shutil.rmtree(office.released, ignore_errors=True)
    office.git("checkout", "-q", before)
    publish(office)
    office.git("checkout", "-q", after)


def publish(office: ChangingOffice) -> None:
    assert office.publish(office.released).release


def compare(office: ChangingOffice, anew: Mapping[str, str], to: Path) -> None:
    publish(office)
    found = contents(office.released / "current")
    to.write_text(json.dumps(sorted(dict(found.items() ^ anew.items()))), encoding="utf-8")


def tell(office: ChangingOffice, ended: int, before: str | None, anew: Mapping[str, str]) -> None:
    """What stands there now, and after the next run."""
    told = {"ended": ended, "is_whole": is_whole(office.released)}
    told["is_new"] = ReleaseFolder(office.released).current_id() != before
    found = office.place / "differences"
    again = deaths.in_child(partial(compare, office, anew, found))
    after = {"ended": again, "is_whole": is_whole(office.released), "differs": json.loads(found.read_text())}
    print(json.dumps({**told, "after": after}), flush=True)


def main(place: Path) -> None:
    office = ChangingOffice.founded(place, seed=6, count=0)
    for name in ("one", "two"):
        office.write(f"law/{name}", {"publish_on": str(office.day), **OPEN}, {})
    office.commit()
    before = office.git("rev-parse", "HEAD")
    office.write("law/one", {"publish_on": str(office.day), **OPEN, "title": "ประกาศที่แก้ไขแล้วของสำนักงาน"}, {})
    office.commit()
    after = office.git("rev-parse", "HEAD")
    assert office.publish(office.place / "again").release
    anew = contents(office.place / "again" / "current")
    fresh(office, before, after)
    release = ReleaseFolder(office.released).current_id()
    found = deaths.calls(partial(publish, office), lambda: state(office.released), place / "calls")
    for call in deaths.firsts(found):
        fresh(office, before, after)
        tell(office, deaths.died_at(call.place, partial(publish, office)), release, anew)


if __name__ == "__main__":
    with quick(is_small=False):
        main(Path(sys.argv[1]))
