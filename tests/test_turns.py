"""What readers see at once is one turn: its name, and the note on what changed (R17, DESIGN: States)."""

import os
import subprocess
from pathlib import Path

import pytest

import built_tree
import office_builder
from prakat.site.publication import Publication
from prakat.site.tombstone import Tombstone

Step = tuple[str, dict[str, object]]
"""Month and day of 2026 on which it was merged, and what the version says; `file` stands for what its file holds."""
NOTE, OTHER = "เลื่อนวันรับสมัคร", "เพิ่มสถานที่สอบ"
LATER = {"publish_on": "2026-07-10"}
LONGER = {"period": {"start": "2026-07-01", "end": "2027-06-30"}, "expires_on": "2027-06-30"}
SPOKEN = {"verbal": {"approver": "head", "at": "2026-07-06T08:00", "channel": "โทรศัพท์", "recorded_by": "web1"}}
NEW = {"title": "ประกาศฉบับใหม่", "change_note": NOTE}
AWAY = {"on": "2026-06-10", "reason": "ข้อมูลคลาดเคลื่อน"}
OLD = {"publish_on": "2026-06-01"}
ITEMS: dict[str, list[Step]] = {
    "brought-forward": [("07-01", {}), ("07-02", NEW | LATER), ("07-03", NEW | {"publish_on": "2026-07-08"})],
    "file-alone": [("07-01", {}), ("07-02", NEW | LATER), ("07-03", NEW | LATER | {"file": "ใหม่"})],
    "kept-longer-while-it-waits": [("07-01", {}), ("07-02", NEW | LATER), ("07-03", NEW | LATER | LONGER)],
    "kept-longer": [("07-01", {}), ("07-05", LONGER)],
    "one-after-the-other": [
        ("07-01", {}),
        ("07-02", NEW | {"publish_on": "2026-07-08"}),
        ("07-03", NEW | LATER | {"change_note": OTHER}),
    ],
    "restored": [("07-01", {}), ("07-02", {"change_note": OTHER}), ("07-06", NEW | SPOKEN)],
    "mended-at-once": [("07-01", {}), ("07-02", NEW), ("07-03", NEW | {"file": "ใหม่"})],
    "withdrawn-after-its-day": [("07-01", OLD), ("07-06", OLD | {"withdrawn": AWAY})],
}
UP = ("07-01", "published", "")
TOLD: dict[str, dict[str, list[tuple[str, str, str]]]] = {
    "07-07": {
        **{each: [UP] for each in ITEMS},
        "kept-longer": [UP, ("07-05", "renewed", "")],
        "restored": [UP, ("07-02", "amended", ""), ("07-06", "amended", NOTE)],
        "mended-at-once": [UP, ("07-02", "amended", NOTE), ("07-03", "amended", "")],
        "withdrawn-after-its-day": [UP, ("07-06", "withdrawn", "")],
    },
    "07-09": {
        **{each: [UP] for each in ITEMS},
        "kept-longer": [UP, ("07-05", "renewed", "")],
        "brought-forward": [UP, ("07-08", "amended", NOTE)],
        "one-after-the-other": [UP, ("07-08", "amended", NOTE)],
        "restored": [
            UP,
            ("07-02", "amended", OTHER),
            ("07-06", "amended", ""),
            ("07-08", "suspended", ""),
            ("07-08", "restored", ""),
        ],
        "mended-at-once": [UP, ("07-02", "amended", NOTE), ("07-03", "amended", "")],
        "withdrawn-after-its-day": [UP, ("07-06", "withdrawn", "")],
    },
    "07-10": {
        "brought-forward": [UP, ("07-08", "amended", NOTE)],
        "file-alone": [UP, ("07-10", "amended", NOTE)],
        "kept-longer-while-it-waits": [UP, ("07-10", "amended", NOTE)],
        "kept-longer": [UP, ("07-05", "renewed", "")],
        "one-after-the-other": [UP, ("07-08", "amended", ""), ("07-10", "amended", OTHER)],
    },
}
"""By day: when readers saw what of each item, and the note that stands beside it."""


def git(place: Path, *words: str, when: str) -> None:
    dates = {f"GIT_{who}_DATE": f"2026-{when}T09:00:00+07:00" for who in ("AUTHOR", "COMMITTER")}
    names = ("-c", "user.name=a", "-c", "user.email=a@x.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *names, *words], cwd=place, check=True, capture_output=True, env={**os.environ, **dates})


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each step is a merge of its own, as far as history tells."""
    place = office_builder.office(tmp_path_factory.mktemp("turns"))
    git(place, "init", "-q", "-b", "main", when="06-30")
    steps = sorted((when, slug, number) for slug, known in ITEMS.items() for number, (when, _) in enumerate(known))
    for when, slug, number in steps:
        said = {"period": {"start": "2026-07-01", "end": "2026-12-31"}, "expires_on": "2026-12-31"}
        said |= {"publish_on": "2026-07-01"} | ITEMS[slug][number][1]
        files = {"a.pdf": office_builder.PDF + str(said.pop("file", "")).encode()}
        office_builder.item(place, f"law/{slug}", "เนื้อหา", files, **said)
        git(place, "add", "-A", when=when)
        git(place, "commit", "-q", "-m", "Content", when=when)
    return place


@pytest.mark.parametrize("day", TOLD)
def test_a_turn_is_what_readers_see_at_once(day: str, repo: Path) -> None:
    found = built_tree.read(repo, f"2026-{day}").edition
    known: list[Publication | Tombstone] = [*found.publications, *found.tombstones]
    told = {each.item.path.slug: [*_told(each)] for each in known}
    assert {slug: told[slug] for slug in TOLD[day]} == TOLD[day]
    away = next(each for each in found.tombstones if each.item.path.slug == "withdrawn-after-its-day")
    assert f"{away.since:%m-%d}" == "07-06", "readers could read it until it came on main"


def _told(about: Publication | Tombstone) -> list[tuple[str, str, str]]:
    return [
        (f"{each.day:%m-%d}", str(each.what), about.note_of(each) if isinstance(about, Publication) else "")
        for each in about.turns
    ]
