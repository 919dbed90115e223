"""publish.py on real folders: what is released or left out, and what survives a kill, a full disk, a rival."""

import fcntl
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import office_builder
from built_tree import built_alone
from dying_publisher import is_whole
from prakat.content import register
from prakat.item.rendered import as_typed
from prakat.release import release
from prakat.release.release_folder import ReleaseFolder
from prakat.rules.message import message
from prakat.search import index
from prakat.search.findable_page import FindablePage
from prakat.site import built_site, edition, findable, typed_text
from prakat.site.digest import digests
from programs import python

CHECKOUT = Path(__file__).resolve().parents[1]
DAY = "2026-10-15"


def run(repo: Path, to: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [python(), "scripts/publish.py", "--repo", str(repo), "--to", str(to), "--date", DAY, *options]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return _office(tmp_path / "office")


def _office(place: Path) -> Path:
    made = office_builder.office(place)
    office_builder.item(
        made,
        "law/one",
        "ผู้มีสิทธิตามข้อ ๓\n\n๓. เด็กแรกเกิด\n๕. ผู้สูงอายุ",
        {"one.pdf": office_builder.PDF},
        title_en="Who may apply",
        summary_en="Two groups of people.",
    )
    office_builder.item(made, "law/two", title="ประกาศฉบับที่สองของหน่วยงาน")
    return made


def test_release_is_what_its_manifest_says(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    assert is_whole(to)
    place = ReleaseFolder(to)
    manifest = place.manifest(place.current_id() or "")
    assert manifest["day"] == DAY
    assert manifest["source"] == "work-tree"
    assert [item["state"] for item in manifest["items"]] == ["live", "live"]
    assert (to / "current" / "law" / "one" / "one.pdf").read_bytes() == office_builder.PDF


def test_bad_item_is_left_out_and_the_rest_released(repo: Path, tmp_path: Path) -> None:
    office_builder.item(repo, "law/broken", publish_on="2569-10-01")
    done = run(repo, tmp_path / "public")
    assert done.returncode == 1
    assert "content/law/broken" in done.stdout
    assert "date.buddhist-era" in done.stderr
    assert (tmp_path / "public" / "current" / "law" / "one" / "index.html").is_file()
    assert not (tmp_path / "public" / "current" / "law" / "broken").exists()


@pytest.mark.parametrize(
    ("name", "body", "changed"),
    [
        ("left", "เนื้อหา", {"owner": {"unit": "admin", "provider": "nobody"}}),
        ("dead-link", "อ่าน [ฉบับเดิม](../no-such-item/index.md)", {}),
        ("raw-html", "<b>หนา</b> และเนื้อหา", {}),
        ("date-order", "เนื้อหา", {"period": {"start": "2026-10-31", "end": "2026-10-01"}}),
    ],
)
def test_fault_outside_the_folder_never_takes_a_page_down(
    repo: Path, tmp_path: Path, name: str, body: str, changed: dict[str, object]
) -> None:
    office_builder.item(repo, f"law/{name}", body, **changed)
    assert run(repo, tmp_path / "public").returncode == 0
    page = (tmp_path / "public" / "current" / "law" / name / "index.html").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "no-such-item" not in page


def test_file_that_nobody_listed_is_not_served_and_its_page_stays(repo: Path, tmp_path: Path) -> None:
    (repo / "content" / "law" / "two" / "unlisted.pdf").write_bytes(office_builder.PDF)
    done = run(repo, tmp_path / "public")
    assert done.returncode == 0
    assert "attachment.unlisted" in done.stderr
    served = tmp_path / "public" / "current" / "law" / "two"
    assert sorted(path.name for path in served.iterdir()) == ["index.html"]


@pytest.mark.parametrize(
    "said",
    [
        "หน่วยงานเจ้าของข้อมูล และเบราว์เซอร์: Chrome หรือ Edge 100, Firefox 113, Safari 16.4 หรือใหม่กว่า",
        "อ่านฉบับใหม่ที่ <https://office.example/law/one/>",
        "https://www.a-very-long-host-name.example/which/stands/in/both/items",
        "ยื่นคำขอได้ที่กลุ่มงานบริหารทั่วไปของสำนักงานชั้น 2 ทุกวันทำการ",
    ],
)
def test_what_public_pages_say_themselves_is_no_leak(repo: Path, tmp_path: Path, said: str) -> None:
    bold = "ยื่นคำขอได้ที่**กลุ่มงานบริหารทั่วไป**ของสำนักงานชั้น 2 ทุกวันทำการ"
    link = "https://www.a-very-long-host-name.example/which/stands/in/both/items"
    office_builder.item(repo, "law/one", bold, external_link=link)
    office_builder.item(repo, "law/old", said, expires_on="2026-10-14", title="ประกาศที่ครบกำหนดไปแล้ว")
    done = run(repo, tmp_path / "public")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("body", ["อ่านที่ <http://[abc>", "คำ\n: ความหมาย\n" * 90, "***\n" * 900])
def test_odd_body_stops_no_release(repo: Path, tmp_path: Path, body: str) -> None:
    office_builder.item(repo, "law/odd", body)
    done = run(repo, tmp_path / "public")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "public" / "current" / "law" / "odd" / "index.html").is_file()


def test_folder_name_that_is_no_utf8_stops_no_release(repo: Path, tmp_path: Path) -> None:
    (repo / "content" / "law" / os.fsdecode(b"bad\xff\n::add-mask::y")).mkdir()
    done = run(repo, tmp_path / "public")
    assert done.returncode == 1
    assert is_whole(tmp_path / "public")
    assert "\n::add-mask" not in done.stdout + done.stderr


def test_mkdocs_alone_obeys_the_same_rules(repo: Path, tmp_path: Path) -> None:
    def build(builder: str, *options: str) -> int:
        return built_alone(repo, tmp_path / builder, DAY, "--strict", *options, builder=builder).returncode

    assert build("mkdocs") == 0
    assert build("properdocs") == 0
    assert digests(tmp_path / "mkdocs") == digests(tmp_path / "properdocs")
    office_builder.item(repo, "law/broken", title="x")
    assert build("mkdocs") != 0
    assert build("mkdocs", "--quiet") != 0, "MkDocs counts no warning while it is quiet"
    assert not (tmp_path / "mkdocs" / "law" / "broken").exists()


def test_second_publisher_refuses_while_one_is_at_work(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    to.mkdir()
    with (to / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run(repo, to)
    assert done.returncode == 2
    assert "ระบบเผยแพร่อีกชุด" in done.stderr
    assert run(repo, to).returncode == 0


def test_killed_in_any_state_of_the_folder_current_stays_whole(repo: Path, tmp_path: Path) -> None:
    """Each death is of a real process, some of them while the site is built, one in the middle of a page."""
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    before = ReleaseFolder(to).current_id()
    office_builder.item(repo, "law/two", title="ประกาศฉบับที่สองของหน่วยงาน ฉบับแก้ไข")
    program = [sys.executable, str(CHECKOUT / "tests" / "dying_publication.py"), str(repo), str(to)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(CHECKOUT / each) for each in ("src", "scripts"))}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    deaths = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(deaths) >= 12
    after = {"ended": 0, "is_whole": True, "is_clear": True, "current": deaths[0]["after"]["current"]}
    assert after["current"] != before
    for each in deaths:
        assert each == {"ended": -9, "is_as_seen": True, "is_whole": True, "current": before, "after": after}


def test_disk_full_leaves_the_old_release(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    before = ReleaseFolder(to).current_id()
    office_builder.item(repo, "law/three", files={"big.pdf": office_builder.PDF + b"x" * 300_000})

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    command = [sys.executable, "scripts/publish.py", "--repo", str(repo), "--to", str(to), "--date", DAY]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False, preexec_fn=little_room)
    assert done.returncode == 2
    assert ReleaseFolder(to).current_id() == before
    assert is_whole(to)


def test_folder_that_cannot_be_written_is_said(repo: Path) -> None:
    done = run(repo, Path("/proc/nowhere"))
    assert done.returncode == 2
    assert "เขียนไม่ได้" in done.stderr
    assert "Traceback" not in done.stderr


def _foreign(to: Path, *names: str) -> None:
    for name in names:
        (to / name).mkdir(parents=True)
        (to / name / "index.html").write_text("ของผู้อื่น", encoding="utf-8")


@pytest.mark.parametrize("names", [["html"], ["current"], ["releases/mine", "html"]], ids=str)
def test_folder_of_somebody_else_is_refused_and_stays_as_it_was(repo: Path, tmp_path: Path, names: list[str]) -> None:
    to = tmp_path / "www"
    _foreign(to, *names)
    before = digests(to)
    done = run(repo, to)
    assert done.returncode == 2
    assert "มีไฟล์อื่นอยู่แล้ว" in done.stderr
    assert digests(to) == before


def test_what_somebody_put_beside_the_releases_is_not_pruned(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "www"
    assert run(repo, to).returncode == 0
    _foreign(to, "releases/mine", "current.new.old")
    assert run(repo, to, "--keep", "1").returncode == 0
    assert (to / "releases/mine/index.html").is_file()
    assert (to / "current.new.old/index.html").is_file()


def test_folder_inside_content_is_refused(repo: Path) -> None:
    before = digests(repo)
    assert run(repo, repo / "content" / "law" / "site").returncode == 2
    assert digests(repo) == before


@pytest.mark.parametrize("options", [["--keep", "0"], ["--keep", "x"], ["--date", ""], ["--as-of", "x"]], ids=str)
def test_wrong_option_ends_with_2_and_releases_nothing(repo: Path, tmp_path: Path, options: list[str]) -> None:
    done = run(repo, tmp_path / "public", *options)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "public" / "current").exists()


@pytest.mark.parametrize("written", ["{", "[]", '{"day": 5}'])
def test_damaged_manifest_is_named_and_a_new_release_mends_it(repo: Path, tmp_path: Path, written: str) -> None:
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    place = ReleaseFolder(to)
    file = place.manifest_file(place.current_id() or "")
    file.write_text(written, encoding="utf-8")
    done = run(repo, to)
    assert done.returncode == 2
    assert file.name in done.stderr
    assert "Traceback" not in done.stderr
    file.unlink()
    assert run(repo, to).returncode == 0
    assert is_whole(to)


def _by_timer(repo: Path, to: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Without --date, in an environment of its own."""
    command = [sys.executable, "scripts/publish.py", "--repo", str(repo), "--to", str(to)]
    given = {"PATH": os.environ["PATH"], "PRAKAT_DATE": DAY, **environment}
    return subprocess.run(command, cwd=CHECKOUT, env=given, capture_output=True, text=True, check=False)


def test_earlier_day_of_the_environment_is_refused_like_that_of_an_option(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    done = _by_timer(repo, to, PRAKAT_DATE="2026-10-14")
    assert done.returncode == 2
    assert "วันก่อนหน้านั้น" in done.stderr


def test_thai_folder_names_need_no_language_of_the_machine(repo: Path, tmp_path: Path) -> None:
    office, to = repo.rename(tmp_path / "สำนัก งาน"), tmp_path / "ปลาย ทาง"
    done = _by_timer(office, to, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    assert is_whole(to)


def test_machine_without_git_publishes_a_folder_and_says_so_of_a_repository(repo: Path, tmp_path: Path) -> None:
    assert _by_timer(repo, tmp_path / "public", PATH="/nowhere").returncode == 0
    (repo / ".git").mkdir()
    done = _by_timer(repo, tmp_path / "public", PATH="/nowhere")
    assert done.returncode == 2
    assert done.stderr == f"publish.py: {message('repository.no-git').text()}\n"


def test_office_that_cannot_be_read_leaves_the_old_release(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    before = ReleaseFolder(to).current_id()
    (repo / "office.yml").write_text("name: [", encoding="utf-8")
    done = run(repo, to)
    assert done.returncode == 2
    assert "office.yml:1" in done.stderr
    assert ReleaseFolder(to).current_id() == before


def test_old_releases_are_pruned_and_rollback_goes_one_back(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    released = []
    for number in range(4):
        office_builder.item(repo, "law/two", title=f"ประกาศฉบับที่สองของหน่วยงาน ครั้งที่ {number}")
        assert run(repo, to, "--keep", "3").returncode == 0
        released.append(ReleaseFolder(to).current_id())
    place = ReleaseFolder(to)
    assert place.known() == released[:0:-1]
    assert run(repo, to, "--rollback").returncode == 0
    assert place.current_id() == released[2]
    assert run(repo, to, "--rollback").returncode == 0
    assert place.current_id() == released[1]
    assert run(repo, to, "--rollback").returncode == 2
    assert is_whole(to)


def test_rollback_never_brings_back_what_came_down(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    withdrawn = {"on": DAY, "reason": "ข้อมูลคลาดเคลื่อน"}
    office_builder.item(repo, "law/two", title="ประกาศฉบับที่สองของหน่วยงาน", withdrawn=withdrawn)
    assert run(repo, to).returncode == 0
    after = ReleaseFolder(to).current_id()
    done = run(repo, to, "--rollback")
    assert done.returncode == 2
    assert "content/law/two" in done.stderr
    assert ReleaseFolder(to).current_id() == after


def test_rollback_never_brings_back_what_was_removed(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    shutil.rmtree(repo / "content" / "law" / "two")
    assert run(repo, to).returncode == 0
    assert run(repo, to, "--rollback").returncode == 2
    assert not (to / "current" / "law" / "two").exists()


def test_earlier_day_never_comes_back_into_the_same_folder(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    before = ReleaseFolder(to).current_id()
    done = run(repo, to, "--date", "2026-10-14")
    assert done.returncode == 2
    assert ReleaseFolder(to).current_id() == before


def test_killed_at_any_call_that_touches_the_disk_current_stays_whole(tmp_path: Path) -> None:
    """A hundred deaths and more, each of a real process; the last attempt lives and clears up after them."""
    program = [sys.executable, str(CHECKOUT / "tests" / "dying_publisher.py"), str(tmp_path)]
    done = subprocess.run(program, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    *deaths, end = [line.split()[1:] for line in done.stdout.splitlines()]
    assert len(deaths) > 100
    assert {tuple(each) for each in deaths} == {("-9", "True")}
    assert end == ["0", "True"]
    assert len(ReleaseFolder(tmp_path).known()) == 1
    assert not ReleaseFolder(tmp_path).staging.exists()


def test_same_content_again_is_the_same_release(repo: Path, tmp_path: Path) -> None:
    to = tmp_path / "public"
    assert run(repo, to).returncode == 0
    assert run(repo, to).returncode == 0
    assert len(ReleaseFolder(to).known()) == 1


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, edition.Edition]:
    """A site and its edition: `two` has come down, `soon` is still to come. Never changed, only copied."""
    place = tmp_path_factory.mktemp("released")
    repo = _office(place / "office")
    office_builder.item(
        repo,
        "law/two",
        "ข้อความที่ประชาชนต้องไม่เห็นอีกต่อไปเพราะพ้นกำหนดแล้ว",
        {"two.pdf": office_builder.PDF + b"2"},
        expires_on="2026-10-14",
        title="ประกาศฉบับที่สองของหน่วยงาน",
    )
    office_builder.item(repo, "law/soon", publish_on="2026-10-20", title="ประกาศที่ยังไม่ถึงวันเผยแพร่")
    office_builder.item(repo, "law/short", publish_on="2026-10-20", title="ห้ามเห็น")
    to = place / "public"
    assert run(repo, to).returncode == 0
    found = register.read(repo, release.datetime.date.fromisoformat(DAY))
    assert found.office
    return (to / "current").resolve(), edition.compile(found, found.office, {})


@pytest.fixture
def built(released: tuple[Path, edition.Edition], tmp_path: Path) -> tuple[Path, edition.Edition]:
    """To tamper with."""
    root, compiled = released
    return shutil.copytree(root, tmp_path / "site"), compiled


def _append(name: str, text: str):  # type: ignore[no-untyped-def]
    def tamper(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    return tamper


def _index_of_what_came_down(root: Path) -> None:
    text = "ข้อความที่ประชาชนต้องไม่เห็นอีกต่อไปเพราะพ้นกำหนดแล้ว"
    record = FindablePage("law/two/", "หัวข้อ", "สรุป", text, "law", "2026-10-01", "งานบริหารทั่วไป")
    index.write_index([record], root / findable.SEARCH_INDEX)


def _changed(name: str, old: str, new: str):  # type: ignore[no-untyped-def]
    def tamper(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return tamper


ONE, ONE_IN_ENGLISH = "law/one/index.html", "en/law/one/index.html"
TAMPERINGS = {
    "another digit": (_changed(ONE, "ตามข้อ ๓", "ตามข้อ 3"), ONE),
    "numbers counted anew": (_changed(ONE, '<span class="number">๕.</span>', ""), ONE),
    "lost paragraph": (_changed(ONE, "<p>ผู้มีสิทธิตามข้อ ๓</p>", ""), ONE),
    "joined lines": (_changed(ONE, "</li>\n<li>", " "), ONE),
    "text hidden by a class around it": (_changed(ONE, '<div class="main">', '<div class="main hidden">'), ONE),
    "hidden text": (_changed(ONE, '<div class="text">', '<div class="text" hidden>'), ONE),
    "text in what is folded": (_changed(ONE, '<div class="text">', '<details><div class="text">'), ONE),
    "text twice": (_changed(ONE, '<div class="text">', '<div class="text"><p>ก</p></div><div class="text">'), ONE),
    "other title": (_changed(ONE, "<h1>ประกาศ", "<h1>ปรากาศ"), ONE),
    "two titles": (_changed(ONE, "</h1>", "</h1><h1>ประกาศเรื่องทดสอบระบบ</h1>"), ONE),
    "other summary": (_changed(ONE, '<p class="summary">', '<p class="summary">ร่าง '), ONE),
    "other title of a file": (_changed(ONE, ">เอกสาร one.pdf<", ">เอกสาร two.pdf<"), ONE),
    "other English title": (_changed(ONE_IN_ENGLISH, "<h1>Who may", "<h1>Who can"), ONE_IN_ENGLISH),
    "no English summary": (_changed(ONE_IN_ENGLISH, "Two groups", "Groups"), ONE_IN_ENGLISH),
    "other English words on the Thai page": (_changed(ONE, "Who may apply</strong>", "Who may</strong>"), ONE),
    "live page missing": (lambda root: (root / "law/one/index.html").unlink(), "law/one/"),
    "live file differs": (lambda root: (root / "law/one/one.pdf").write_bytes(b"%PDF-other"), "law/one/one.pdf"),
    "file of a taken-down item": (lambda root: (root / "law/two/two.pdf").write_bytes(b"x"), "law/two/two.pdf"),
    "its bytes under another name": (
        lambda root: (root / "assets/x.bin").write_bytes(office_builder.PDF + b"2"),
        "assets/x.bin",
    ),
    "page of a scheduled item": (_append("law/soon/index.html", "<p>x</p>"), "law/soon/index.html"),
    "title of a scheduled item": (_append("index.html", "<p>ประกาศที่ยังไม่ถึงวันเผยแพร่</p>"), "index.html"),
    "text of a taken-down item": (
        _append("search.json", '"ข้อความที่ประชาชนต้องไม่เห็นอีกต่อไปเพราะพ้นกำหนดแล้ว"'),
        "search.json",
    ),
    "the same segmented": (_append("i.json", "ข้อความ\u200bที่\u200bประชาชนต้องไม่เห็นอีกต่อไปเพราะพ้นกำหนดแล้ว"), "i.json"),
    "the same escaped": (_append("i.json", json.dumps("ข้อความที่ประชาชนต้องไม่เห็นอีกต่อไปเพราะพ้นกำหนดแล้ว")), "i.json"),
    "the same compressed": (
        lambda root: (root / "i.gz").write_bytes(
            __import__("gzip").compress("ข้อความที่ประชาชนต้องไม่เห็นอีกต่อไปเพราะพ้นกำหนดแล้ว".encode())
        ),
        "i.gz",
    ),
    "the same in the search index": (_index_of_what_came_down, "search/index"),
    "the same with a word in bold": (
        _append("law/one/index.html", "<li>ข้อความที่<strong>ประชาชน</strong>ต้องไม่เห็นอีกต่อไปเพราะพ้นกำหนดแล้ว</li>"),
        "law/one/index.html",
    ),
    "short title of a scheduled item": (_append("index.html", "<h3>ห้ามเห็น</h3>"), "index.html"),
    "listing leads to a tombstone": (
        lambda root: (root / "law/index.html").write_text(
            (root / "law/index.html").read_text(encoding="utf-8").replace("</main>", '<a href="two/">x</a></main>'),
            encoding="utf-8",
        ),
        "law/index.html",
    ),
    "listing lacks a live item": (
        lambda root: (root / "law/index.html").write_text("<main></main>", encoding="utf-8"),
        "law/one/",
    ),
    "tombstone missing": (lambda root: (root / "law/two/index.html").unlink(), "law/two/"),
    "sitemap lists it": (
        lambda root: (root / "sitemap.xml").write_text("<u><loc>https://office.example/law/two/</loc></u>"),
        "sitemap.xml",
    ),
    "feed lists it": (
        lambda root: (root / "atom.xml").write_text('<u><link href="https://office.example/law/two/"/></u>'),
        "atom.xml",
    ),
    "register lacks a row": (_append("register.csv", "law/other/,law\r\n"), "register.csv"),
    "dead link": (_append("index.html", '<a href="law/none/">x</a>'), "index.html"),
    "script of another host": (_append("index.html", '<script src="https://cdn.example/x.js"></script>'), "index.html"),
    "style sheet asks another host": (_append("assets/x.css", "@import 'https://cdn.example/x.css';"), "assets/x.css"),
}


def _verified(root: Path, compiled: edition.Edition) -> Iterator[built_site.Problem]:
    return built_site.BuiltSite(root, compiled, CHECKOUT / "theme").problems()


@pytest.mark.parametrize("name", TAMPERINGS)
def test_verification_finds(name: str, built: tuple[Path, edition.Edition]) -> None:
    root, compiled = built
    assert list(_verified(root, compiled)) == []
    tamper, where = TAMPERINGS[name]
    tamper(root)
    assert where in {problem.file for problem in _verified(root, compiled)}


def test_what_is_not_read_as_it_was_typed_is_named_with_its_line(built: tuple[Path, edition.Edition]) -> None:
    root, compiled = built
    TAMPERINGS["another digit"][0](root)
    (problem,) = _verified(root, compiled)
    item = compiled.by_url["law/one/"].item
    assert f"บรรทัด {item.body_line + 1} ของ index.md" in problem.text()
    assert "ตามข้อ␣๓" in problem.text() and "ตามข้อ␣3" in problem.text()


def test_page_that_its_finish_would_change_is_shown_as_it_was_typed(
    built: tuple[Path, edition.Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page that is not read as it was typed never stops the whole release."""
    compiled = replace(built[1])
    publication = compiled.by_url["law/one/"]
    assert "as-typed" not in compiled.render(publication).html
    monkeypatch.setattr(typed_text, "whole", lambda content: content.replace("๓", "3"))
    assert compiled.render(publication) == as_typed(publication.item.body)


def test_text_that_markup_would_change_is_shown_as_it_was_typed(repo: Path, tmp_path: Path) -> None:
    office_builder.item(repo, "law/one", "ก่อน\n\n```\n\u00a0\n```\n\n1. <b>หลัง</b>")
    to = tmp_path / "public"
    done = run(repo, to)
    assert "body.unread" in done.stdout + done.stderr
    shown = (to / "current" / ONE).read_text(encoding="utf-8")
    assert '<pre class="as-typed">ก่อน\n\n```\n\u00a0\n```\n\n1. &lt;b&gt;หลัง&lt;/b&gt;</pre>' in shown
