"""Versions x days x outputs: each output shows the version whose turn it is (DESIGN: States)."""

import csv
import datetime
import io
import json
import os
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import feedparser
import lxml.html
import pytest

import office_builder
from office_builder import PDF
from prakat.release import own_build
from prakat.site.site import Site
from programs import python

CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class V:
    """A version of an item, as a request brought it."""

    merged: str
    """Month and day of 2026, perhaps with a time of day in Bangkok."""
    first: str
    """Its publish_on."""
    last: str = "12-31"
    away: str = ""
    """Its withdrawn.on."""
    verbal: str = ""
    """The day of the permission by word of mouth."""
    at: str = ""
    """Its folder in content/law/, if it is another than the row's."""
    same: bool = False
    """Whether its text and files are those of the version before."""
    unit: str = "admin"
    gone: bool = False
    """Whether the folder was deleted."""


UP = V("07-01T09:00", "07-01")
ITEMS: dict[str, list[V]] = {
    "plain": [UP],
    "scheduled-over-live": [UP, V("07-03", "07-10")],
    "scheduled-alone": [V("07-03", "07-10")],
    "two-that-wait": [UP, V("07-03", "07-08"), V("07-04", "07-10")],
    "the-newest-comes-first": [UP, V("07-03", "07-10"), V("07-04", "07-08")],
    "corrected-while-it-waits": [UP, V("07-02", "07-10"), V("07-04", "07-10")],
    "corrected-now-while-one-waits": [UP, V("07-02", "07-10"), V("07-04", "07-01")],
    "put-off": [V("07-02", "07-08"), V("07-04", "07-10", same=True)],
    "update-put-off": [UP, V("07-02", "07-08"), V("07-04", "07-10", same=True)],
    "gap": [V("07-01", "07-01", "07-07"), V("07-03", "07-10")],
    "no-gap": [V("07-01", "07-01", "07-09"), V("07-03", "07-10")],
    "withdrawn-then-new": [UP, V("07-02", "07-01", away="07-03"), V("07-04", "07-10")],
    "withdrawn-while-one-waits": [UP, V("07-02", "07-10"), V("07-08", "07-08", away="07-08")],
    "withdrawn-later": [UP, V("07-02", "07-01", away="07-10")],
    "one-day": [UP, V("07-01T15:00", "07-01", away="07-01")],
    "one-day-expired": [V("07-08", "07-08", "07-08")],
    "never-up": [V("07-02", "07-20"), V("07-08", "07-08", away="07-08")],
    "suspended-over-live": [UP, V("07-07", "07-01", verbal="07-07")],
    "suspended-alone": [V("07-07", "07-07", verbal="07-07")],
    "suspended-on-a-weekend": [UP, V("07-03", "07-01", verbal="07-03")],
    "ratified-in-time": [UP, V("07-07", "07-01", verbal="07-07"), V("07-08", "07-01", same=True)],
    "ratified-late": [UP, V("07-02", "07-01", verbal="07-02"), V("07-08", "07-01", same=True)],
    "verbal-that-waits-too-long": [UP, V("07-07", "07-10", verbal="07-07")],
    "unratified-before-one-that-waits": [V("07-01", "07-10"), V("07-02", "07-02", verbal="07-02")],
    "deleted": [UP, V("07-08", "07-01", gone=True)],
    "deleted-and-back": [UP, V("07-02", "07-01", gone=True), V("07-03", "07-10")],
    "moved-while-it-waits": [UP, V("07-02", "07-10"), V("07-03", "07-10", at="moved-here", same=True)],
    "moved-by-word-of-mouth": [UP, V("07-07", "07-01", verbal="07-07", at="moved-for-now")],
    "merged-before-midnight": [UP, V("07-07T23:59", "07-01")],
    "merged-after-midnight": [UP, V("07-08T00:00", "07-01")],
    "of-the-next-fiscal-year": [UP, V("07-03", "10-01")],
    "last-day-of-the-year": [V("07-01", "07-01", "12-30"), V("07-03", "12-31")],
    "suspended-after-holidays": [UP, V("07-27", "07-01", verbal="07-27")],
    "expired-before-it-came": [V("07-01", "07-01", "07-03"), V("07-08", "07-08")],
    "withdrawn-after-its-day": [UP, V("07-08", "07-01", away="07-03")],
    "withdrawn-before-it-came": [V("07-01", "06-01"), V("07-08", "06-01", away="06-10")],
    "of-another-unit": [UP, V("07-03", "07-10", unit="finance")],
}
"""One item a row, which one repository holds all together."""
DAYS = ["07-07", "07-08", "07-09", "07-10", "07-11"]
"""Tuesday to Saturday: the day before, the day, and the day after; 8 July is the last for what was said on the 7th."""
YEAR = 2026
UNITS = {"admin": "งานบริหารทั่วไป", "finance": "งานการเงิน"}
INSTANTS = {
    "07-07": "2026-07-07T16:59:59+00:00",
    "07-08": "2026-07-07T17:00:00+00:00",
    "07-09": "2026-07-09T16:59:59+00:00",
    "07-10": "2026-07-09T17:00:00+00:00",
    "07-11": "2026-07-10T17:00:00+00:00",
}
"""The first or last second of each of these days in Bangkok, by a machine whose clock is that of UTC."""
OPEN: dict[str, object] = {
    "period": {"start": "2026-07-01", "end": "2026-12-31"},
    "publish_on": "2026-07-01",
    "expires_on": "2026-12-31",
}
FAR = ["07-20", "07-30", "07-31", "08-01", "09-30", "10-01", "12-30", "12-31"]
"""28 to 30 July are holidays; the fiscal year begins in October."""


def day_of(written: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{YEAR}-{written[:5]}")


def title(slug: str, number: int) -> str:
    return f"ประกาศเรื่อง {slug} ฉบับที่ {number} ของสำนักงาน"


def number_of(versions: list[V], place: int) -> int:
    """A version that is the same as the one before has its texts."""
    return number_of(versions, place - 1) if versions[place].same else place


@dataclass
class Story:
    """What an item looks like on a day, by the versions alone: an independent reading of the design."""

    shown: int = -1
    """Which version's text the public reads; -1 for none."""
    stone: int = -1
    """Whose title a tombstone bears; -1 for none."""
    folder: str = ""
    events: list[tuple[str, str]] = field(default_factory=list)
    """Day and kind of what readers saw: up, change, back, down."""

    @property
    def days(self) -> tuple[str, str]:
        """The first on which readers could read it, and the last after that on which a newer version came, if any."""
        first = self.events[0][0]
        return first, max((day for day, kind in self.events if kind in ("up", "change") and day > first), default="")


def candidates(versions: list[V], day: datetime.date) -> Iterator[int]:
    """Places of versions on main that may be shown on that day, the newest first; none before a deletion."""
    for place in range(len(versions) - 1, -1, -1):
        each = versions[place]
        if day_of(each.merged) > day:
            continue
        if each.gone:
            return
        after = versions[place + 1] if place + 1 < len(versions) else None
        put_off = (
            after and after.same and day_of(after.merged) < day_of(each.first) < day_of(after.first) and not after.at
        )
        if day_of(each.first) <= day and not put_off and not (each.verbal and deadline(each) < day):
            yield place


def deadline(version: V) -> datetime.date:
    """One working day later."""
    said = day_of(version.verbal)
    if version.verbal == "07-27":
        return day_of("07-31")
    return said + datetime.timedelta({4: 3, 5: 2}.get(said.weekday(), 1))


def is_up(version: V, day: datetime.date) -> bool:
    return day <= day_of(version.last) and not (version.away and day_of(version.away) <= day)


def story(slug: str, versions: list[V], day: datetime.date) -> Story:
    """Day by day, from the beginning."""
    told, was, newest = Story(folder=slug), -1, -1
    at = day_of("07-01")
    while at <= day:
        for moment in moments(versions, at):
            place = next(candidates([*moment], at), -1)
            now = place if place >= 0 and is_up(versions[place], at) else -1
            if now != was:
                kind = "down" if now < 0 else "up" if newest < 0 else "back" if now < newest else "change"
                told.events.append((at.isoformat(), kind))
            was, newest = now, max(newest, now)
            if moment and moment[-1].gone:
                newest = -1
            told.shown = now
            told.stone = place if place >= 0 and now < 0 and newest >= 0 else -1
            lapsed = [n for n, each in enumerate(moment) if each.verbal and day_of(each.first) <= at > deadline(each)]
            if place < 0 and newest >= 0 and lapsed and not moment[-1].gone:
                told.stone = lapsed[-1]
        at += datetime.timedelta(1)
    here = told.shown if told.shown >= 0 else told.stone
    told.folder = folder_of(slug, versions, here)
    return told


def moments(versions: list[V], day: datetime.date) -> Iterator[list[V]]:
    """What main holds at midnight, and after each merge of the day."""
    before = [each for each in versions if day_of(each.merged) < day]
    yield before
    for place in range(len(before), len(versions)):
        if day_of(versions[place].merged) == day:
            yield versions[: place + 1]


def folder_of(slug: str, versions: list[V], place: int) -> str:
    return next((each.at for each in reversed(versions[: place + 1]) if each.at), slug)


class Office:
    """The items in a repository with a work tree; each version is a commit of its day."""

    def __init__(self, place: Path) -> None:
        self.place = office_builder.office(place)
        known = (self.place / "office.yml").read_text(encoding="utf-8")
        units = known.replace("units: [", "units: [{id: finance, name: งานการเงิน}, ", 1)
        (self.place / "office.yml").write_text(units, encoding="utf-8")
        self.git("init", "-q", "-b", "main")
        self.commit("06-30T09:00")
        steps = sorted(
            (each.merged if "T" in each.merged else f"{each.merged}T12:00", slug, number)
            for slug, versions in ITEMS.items()
            for number, each in enumerate(versions)
        )
        for when, slug, number in steps:
            self.write(slug, ITEMS[slug], number)
            self.commit(when)

    def git(self, *words: str, when: str = "") -> None:
        dates = {f"GIT_{who}_DATE": f"{YEAR}-{when}:00+07:00" for who in ("AUTHOR", "COMMITTER")} if when else {}
        names = ("-c", "user.name=a", "-c", "user.email=a@x.example", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *names, *words], cwd=self.place, check=True, env={**os.environ, **dates})

    def commit(self, when: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "Content", when=when)

    def write(self, slug: str, versions: list[V], place: int) -> None:
        each, number = versions[place], number_of(versions, place)
        folder = folder_of(slug, versions, place)
        for old in {slug, folder}:
            self.git("rm", "-rfq", "--ignore-unmatch", f"content/law/{old}")
        if each.gone:
            return
        more: dict[str, object] = {"former_paths": [f"law/{slug}"]} if folder != slug else {}
        if each.away:
            more["withdrawn"] = {"on": f"{YEAR}-{each.away}", "reason": "ข้อมูลคลาดเคลื่อน"}
        if each.verbal:
            at = f"{YEAR}-{each.verbal}T08:00"
            more["verbal"] = {"approver": "head", "at": at, "channel": "โทรศัพท์", "recorded_by": "web1"}
        office_builder.item(
            self.place,
            f"law/{folder}",
            f"เนื้อหาเฉพาะ {slug} ฉบับที่ {number} ซึ่งยาวพอที่จะจำได้ว่าเป็นของฉบับใด",
            {
                "same-name.pdf": PDF + f"{slug}{number}".encode(),
                f"only-{number}.pdf": PDF,
            },
            title=title(slug, number),
            summary=f"คำอธิบายเฉพาะ {slug} ฉบับที่ {number} ของสำนักงาน",
            period={"start": f"{YEAR}-{each.first}", "end": f"{YEAR}-{each.last}"},
            publish_on=f"{YEAR}-{each.first}",
            expires_on=f"{YEAR}-{each.last}",
            owner={"unit": each.unit, "provider": "clerk"},
            **more,
        )


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@dataclass
class Built:
    root: Path
    told: str

    def text(self, name: str) -> str:
        path = self.root / name
        return path.read_text(encoding="utf-8-sig") if path.is_file() else ""

    def words(self, name: str) -> str:
        return str(lxml.html.fromstring(self.text(name)).text_content()).replace("\u200b", "")

    @cached_property
    def everything(self) -> str:
        """Every file as text, with the index of the search opened."""
        found = []
        for path in sorted(self.root.rglob("*")):
            if path.is_file() and path.suffix not in (".woff2", ".png"):
                raw = path.read_bytes()
                raw = zlib.decompress(raw) if path.suffix == ".bin" else raw
                found.append(raw.decode("utf-8", errors="replace").replace("\u200b", ""))
        return "\n".join(found)

    @cached_property
    def search(self) -> str:
        parts = (zlib.decompress(each.read_bytes()) for each in sorted(self.root.glob("search/index/**/*.bin")))
        return b"\n".join(parts).decode("utf-8", errors="replace").replace("\u200b", "")


@pytest.fixture(scope="session")
def sites(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    found = {}
    for day in DAYS:
        to = tmp_path_factory.mktemp(f"site-{day}")
        command = [python(), "scripts/publish.py", "--repo", str(main_on(office, day)), "--to", str(to)]
        own = {**os.environ, "TZ": "UTC", "PRAKAT_DATE": INSTANTS[day]}
        done = subprocess.run(command, cwd=CHECKOUT, env=own, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout
        found[day] = Built(to / "current", done.stdout)
    return found


def main_on(office: Office, day: str) -> Path:
    """A clone as it was at the end of the day."""
    to = office.place.parent / f"clone-{day}"
    if to.exists():
        return to
    until = f"{YEAR}-{day}T23:59:59+07:00"
    words = ["git", "rev-list", "-1", "--first-parent", f"--before={until}", "main"]
    commit = subprocess.run(words, cwd=office.place, check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run(["git", "clone", "-q", str(office.place), str(to)], check=True, capture_output=True)
    subprocess.run(["git", "reset", "-q", "--hard", commit], cwd=to, check=True)
    return to


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("slug", ITEMS)
def test_each_output_shows_the_version_of_the_day(slug: str, day: str, sites: dict[str, Built]) -> None:
    versions, site, told = ITEMS[slug], sites[day], story(slug, ITEMS[slug], day_of(day))
    url = f"law/{told.folder}/"
    page = site.text(f"{url}index.html")
    assert bool(page) == (told.shown >= 0 or told.stone >= 0)
    assert ("noindex" in page) == (told.stone >= 0)
    read = number_of(versions, told.shown) if told.shown >= 0 else None
    titled = number_of(versions, told.stone) if told.stone >= 0 else read
    lists = {name: site.text(name) for name in ("sitemap.xml", "atom.xml", "rss.xml")}
    assert {name: f"/{url}" in text for name, text in lists.items()} == dict.fromkeys(lists, read is not None)
    shown, search = site.everything, site.search
    for number in sorted({number_of(versions, place) for place in range(len(versions))}):
        words = f"เนื้อหาเฉพาะ {slug} ฉบับที่ {number} "
        assert (words in shown, words in search) == ((number == read,) * 2), f"text {number}"
        assert (f"คำอธิบายเฉพาะ {slug} ฉบับที่ {number} " in shown) == (number == read), f"summary {number}"
        assert (title(slug, number) in shown) == (number == titled), f"title {number}"
        for where in ("index.html", "law/index.html", "law/2569/index.html"):
            listed = title(slug, number) in site.words(where) if site.text(where) else False
            assert listed == (number == read) or where == "index.html", f"{where} {number}"
        assert (site.root / url / f"only-{number}.pdf").is_file() == (number == read), f"file {number}"
    if read is not None:
        raw = (site.root / url / "same-name.pdf").read_bytes()
        assert raw == PDF + f"{slug}{read}".encode()
    else:
        assert not list((site.root / url).glob("*.pdf"))


@pytest.mark.parametrize("day", DAYS)
def test_registers_tell_each_item_that_was_ever_shown_and_no_other(day: str, sites: dict[str, Built]) -> None:
    site, expected = sites[day], {}
    entries = {each.link.partition("example/")[2]: each for each in feedparser.parse(site.text("atom.xml")).entries}
    for slug, versions in ITEMS.items():
        told = story(slug, versions, day_of(day))
        place = told.shown if told.shown >= 0 else told.stone
        if place >= 0:
            up, url = told.shown >= 0, f"law/{told.folder}/"
            published, updated = told.days
            unit = UNITS[versions[place].unit]
            since = "" if up else told.events[-1][0]
            expected[url] = title(slug, number_of(versions, place)), since, unit, published, updated if up else ""
            assert not up or entries[url].published[:10] == published, slug
    rows = json.loads(site.text("register.json"))["items"]
    names = ("title", "since", "unit", "published", "updated")
    found = {row["url"]: tuple(row[name] or "" for name in names) for row in rows}
    table = csv.DictReader(io.StringIO(site.text("register.csv")))
    assert {row["url"]: tuple(row[name] for name in names) for row in table} == found
    assert found == expected


KINDS = {
    "up": {"published"},
    "change": {"amended", "renewed", "ratified", "moved", "published"},
    "back": {"restored"},
    "down": {"expired", "withdrawn", "suspended"},
}


@pytest.mark.parametrize("day", DAYS)
def test_the_history_says_when_each_version_was_shown(day: str, sites: dict[str, Built]) -> None:
    site, found = sites[day], lxml.html.fromstring(sites[day].text("history/index.html"))
    told: dict[str, list[tuple[str, str]]] = {}
    for group in found.cssselect("ol.days > li"):
        when = group.cssselect("h2")[0].text_content()
        for line in group.cssselect("ul > li"):
            what = line.cssselect(".badge")[0].get("class").split()[-1]
            url = line.cssselect("a")[0].get("href").removeprefix("../")
            kind = next(kind for kind, names in KINDS.items() if what in names)
            told.setdefault(url, []).append((when, kind))
    for slug, versions in ITEMS.items():
        expected = story(slug, versions, day_of(day))
        if expected.shown < 0 and expected.stone < 0:
            assert f"law/{slug}/" not in told
            continue
        events = [(thai(at), kind) for at, kind in expected.events]
        own = [each for each in told[f"law/{expected.folder}/"] if each[1] != "down" or each in events]
        assert sorted(own) == sorted(set(events)), (slug, own, events)
    assert "ฉบับก่อนหน้ากลับมาแสดง" in site.words("history/index.html") or day < "07-09"


def thai(at: str) -> str:
    day = datetime.date.fromisoformat(at)
    return f"{day.day} กรกฎาคม {day.year + 543}"


@pytest.mark.parametrize("day", DAYS)
def test_feeds_and_sitemap_say_when_readers_had_reason_to_look_again(day: str, sites: dict[str, Built]) -> None:
    site = sites[day]
    entries = {each.link.partition("example/")[2]: each for each in feedparser.parse(site.text("atom.xml")).entries}
    places = lxml.etree.fromstring(site.text("sitemap.xml").encode())
    changed = {each[0].text.partition("example/")[2]: each[1].text for each in places if len(each) > 1}
    for slug, versions in ITEMS.items():
        told = story(slug, versions, day_of(day))
        if told.shown >= 0:
            url, last = f"law/{told.folder}/", told.events[-1][0]
            assert entries[url].updated[:10] == last, slug
            assert changed[url][:10] == last, slug
            assert entries[url].id == f"https://office.example/{url}"


def test_what_waits_to_take_over_is_told_to_whoever_publishes(sites: dict[str, Built]) -> None:
    slug = "two-that-wait"
    lines = [line for line in sites["07-07"].told.splitlines() if f"content/law/{slug}:" in line]
    assert [title(slug, 1) in lines[0], title(slug, 2) in lines[1], len(lines)] == [True, True, 2]
    meanwhile = [line.partition("ระหว่างนี้ประชาชนเห็น")[2] for line in lines]
    assert meanwhile == [f" “{title(slug, number)}”" for number in (0, 1)], "each the version that stands until its day"
    assert f"content/law/{slug}:" not in sites["07-10"].told
    down = [line for line in sites["07-08"].told.splitlines() if "content/law/gap:" in line]
    assert [title("gap", 1) in down[0], "ระหว่างนี้ไม่แสดง" in down[0], title("gap", 0) in down[0]] == [True, True, False]
    assert f"content/law/suspended-over-live: ฉบับใหม่ “{title('suspended-over-live', 1)}” ระงับ" in sites["07-09"].told


@pytest.mark.parametrize("day", ["07-09", *FAR])
def test_the_builder_alone_shows_the_same(day: str, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without publish.py: `mkdocs build` on a work tree, of which nobody has proven anything."""
    found = read(office, day, monkeypatch).edition
    for slug, versions in ITEMS.items():
        told = story(slug, versions, day_of(day))
        shown = found.by_url.get(f"law/{told.folder}/")
        stone = next((each for each in found.tombstones if each.url == f"law/{told.folder}/"), None)
        assert (shown.item.title if shown else "") == read_title(slug, told.shown), slug
        assert (stone.title if stone else "") == read_title(slug, told.stone), slug
        if shown:
            assert shown.published.isoformat() == told.events[0][0], slug
            assert shown in found.by_year["law"][2569], "what takes over in the next fiscal year moves to no other list"


def read_title(slug: str, place: int) -> str:
    return title(slug, number_of(ITEMS[slug], place)) if place >= 0 else ""


def read(office: Office, day: str, monkeypatch: pytest.MonkeyPatch, *, is_preview: bool = False) -> Site:
    told: list[str] = []
    found = drawn_alone(main_on(office, day), day, monkeypatch, told, is_preview=is_preview)
    assert told == []
    return found


def drawn_alone(
    tree: Path, day: str, monkeypatch: pytest.MonkeyPatch, told: list[str], *, is_preview: bool = False
) -> Site:
    """As the builder's hook asks for it, to which nothing was handed."""
    monkeypatch.setenv("PRAKAT_DATE", f"{YEAR}-{day}")
    return own_build.site_to_draw(tree, is_preview, error=told.append, warning=told.append, failure=ValueError)


def test_a_preview_shows_what_waits_and_what_readers_see(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    previewed = read(office, "07-07", monkeypatch, is_preview=True)
    pages, edition = previewed.pages, previewed.edition
    slug, today = "scheduled-over-live", "law/scheduled-over-live--today/"
    waiting, shown = pages[f"law/{slug}/"].publication, pages[today].publication
    assert waiting and shown
    assert [waiting.item.title, waiting.state.value] == [title(slug, 1), "scheduled"]
    assert [shown.item.title, shown.state.value] == [title(slug, 0), "live"]
    assert [edition.twin(waiting), edition.twin(shown)] == [today, f"law/{slug}/"]
    assert previewed.files[f"{today}only-0.pdf"].is_file()
    assert previewed.files[f"law/{slug}/only-1.pdf"].is_file()
    assert f"law/{slug}/only-0.pdf" not in previewed.files
    assert edition.twin(edition.by_url["law/plain/"]) == ""
    assert pages["law/gap/"].publication
    later = read(office, "07-09", monkeypatch, is_preview=True)
    restored = later.edition.by_url["law/suspended-over-live/"]
    assert (restored.item.title, restored.is_restored) == (title("suspended-over-live", 0), True)


def test_due_names_what_takes_over_and_what_it_replaces(office: Office) -> None:
    """And nothing of the version shown today that its successor's day makes idle, such as the day of its end."""
    command = [python(), "scripts/due.py", "--repo", str(main_on(office, "07-07")), "--date", f"{YEAR}-07-07"]
    told = [
        subprocess.run([*command, "--within", "365", *more], cwd=CHECKOUT, capture_output=True, text=True, check=True)
        for more in (("--format", "json"), ())
    ]
    rows = [row for row in json.loads(told[0].stdout) if row["path"] == "content/law/two-that-wait"]
    name = [title("two-that-wait", number) for number in range(3)]
    assert [(row["date"], row["event"], row["title"], row["replaces"]) for row in rows] == [
        ("2026-07-08", "starts", name[1], name[0]),
        ("2026-07-10", "starts", name[2], name[1]),
        ("2026-12-31", "expires", name[2], ""),
    ]
    assert f"{name[1]} แทนฉบับที่แสดงอยู่ “{name[0]}”" in told[1].stdout


def test_check_says_what_waits_beside_its_findings(office: Office) -> None:
    command = [python(), "scripts/check.py", "--repo", str(main_on(office, "07-07")), "--date", f"{YEAR}-07-07"]
    done = subprocess.run([*command, "--lang", "en"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    new, old = (title("scheduled-over-live", number) for number in (1, 0))
    assert f"on 2026-07-10 the new version “{new}” takes over; until then readers see “{old}”" in done.stderr


def test_a_link_to_a_page_that_is_up_is_no_link_to_what_waits(office: Office, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(main_on(office, "07-07"), tree)
    office_builder.item(tree, "law/links", "[ก](../scheduled-over-live/) และ [ข](../scheduled-alone/)", **OPEN)
    command = [python(), "scripts/check.py", "--repo", str(tree), "--date", f"{YEAR}-07-07", "--format", "json"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    found = [(each["rule"], "../scheduled-alone/" in each["message"]) for each in json.loads(done.stdout)]
    assert found == [("link.scheduled", True)]


def test_a_work_tree_that_is_not_committed_has_a_version_before_it(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is typed today for next month takes nothing down, nor does a move; without git, nothing is before it."""
    tree = tmp_path / "tree"
    shutil.copytree(main_on(office, "07-07"), tree)
    later = OPEN | {"publish_on": "2026-07-20"}
    office_builder.item(tree, "law/plain", title="ฉบับที่ยังไม่ได้ส่ง", **later)
    (tree / "content/law/gap").rename(tree / "content/law/filled")
    office_builder.item(tree, "law/filled", title="ย้ายมาแล้ว", former_paths=["law/gap"], **later)
    shown = shown_in(tree, monkeypatch)
    assert [shown["law/plain/"], shown["law/gap/"]] == [title("plain", 0), title("gap", 0)]
    assert "law/filled/" not in shown
    shutil.rmtree(tree / ".git")
    shown = shown_in(tree, monkeypatch)
    assert {"law/plain/", "law/gap/", "law/filled/"}.isdisjoint(shown)


def shown_in(tree: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    found = drawn_alone(tree, "07-07", monkeypatch, [])
    return {url: each.item.title for url, each in found.edition.by_url.items()}
