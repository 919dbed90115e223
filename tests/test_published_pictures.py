"""From a picture that tells who, where and with what to a release that does not, and the proof of it (R35, R51)."""

import datetime
import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

import check
import clean_picture
import office_builder
import publish
import terminal
from pictures import FILM, SECRET, drawn, exif, laden_jpeg, laden_png
from prakat.content import register
from prakat.item.file_facts import facts_of
from prakat.item.file_rules import check_file
from prakat.item.file_type import limits
from prakat.release.release_folder import ReleaseFolder
from prakat.site import built_site, edition
from prakat.site.edition import Edition

DAY = "2026-10-15"
THEME = Path(__file__).resolve().parents[1] / "theme"
BROKEN = b"\xff\xd8\xff\xe1\xff\xff" + SECRET * 9
STORED = {"map.jpg": laden_jpeg(6), "photo.png": laden_png(), "plain.jpg": drawn("JPEG"), "gone.jpg": BROKEN}
SHOWN = {"photo.png": "ภาพถ่ายอาคาร", "lost.jpg": "ภาพที่เสีย"}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Edition]:
    """Attached: a picture from a phone, one that tells nothing, one that is damaged. Shown: one, and a damaged one."""
    place = tmp_path_factory.mktemp("released")
    repo = office_builder.office(place / "office")
    listed = [{"file": name, "title": f"ภาพแนบ {name}"} for name in STORED if name not in SHOWN]
    credits = [{"file": name, "holder": "กอง", "licence": "CC BY"} for name in SHOWN]
    text = "\n\n".join(f"![{words}]({name})" for name, words in SHOWN.items())
    files = {**STORED, "lost.jpg": BROKEN}
    office_builder.item(repo, "law/one", text, files, attachments=listed, credits=credits)
    withdrawn = {"on": "2026-10-12", "reason": "มีข้อมูลส่วนบุคคลในภาพ"}
    hidden = {"secret.jpg": drawn("JPEG", exif=exif(3), quality=50)}
    office_builder.item(repo, "law/gone", files=hidden, withdrawn=withdrawn)
    assert publish.main(["--repo", str(repo), "--to", str(place / "public"), "--date", DAY]) == 0
    found = register.read(repo, datetime.date.fromisoformat(DAY))
    assert found.office
    return place / "public", edition.compile(found, found.office, {})


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def test_no_byte_of_what_pictures_tell_is_released(released: tuple[Path, Edition]) -> None:
    to, _ = released
    assert [path for path in to.rglob("*") if path.is_file() and SECRET in path.read_bytes()] == []
    assert (to / "current/law/one/plain.jpg").read_bytes() == STORED["plain.jpg"]


def test_the_page_stays_and_says_what_a_damaged_picture_would_show(released: tuple[Path, Edition]) -> None:
    folder = released[0] / "current/law/one"
    assert not (folder / "lost.jpg").exists() and not (folder / "gone.jpg").exists()
    page = html.document_fromstring((folder / "index.html").read_bytes())
    assert "ภาพที่เสีย" in page.xpath("string(//div[@class='text'])")
    assert page.xpath("//div[@class='text']//img/@src") == ["photo.png"]
    assert "ภาพแนบ gone.jpg" in page.xpath("string(//section[@class='files'])")
    assert page.xpath("//a/@href[contains(., 'gone.jpg')]") == []
    assert page.xpath("//meta[@property='og:image']/@content") == ["https://office.example/law/one/map.jpg"]


def test_whoever_has_the_approved_file_can_compute_what_was_released(
    released: tuple[Path, Edition], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ReleaseFolder(released[0])
    manifest = place.manifest(place.current_id() or "")
    stored = {f"law/one/{name}": digest(STORED[name]) for name in ("map.jpg", "photo.png")}
    assert manifest["stored"] == stored
    for name in ("map.jpg", "photo.png"):
        (tmp_path / name).write_bytes(STORED[name])
        assert clean_picture.main([str(tmp_path / name), "--lang", "en"]) == 0
        told = re.findall("[0-9a-f]{64}", capsys.readouterr().out)
        assert told == [stored[f"law/one/{name}"], manifest["files"][f"law/one/{name}"]]


def test_the_register_names_both_digests(released: tuple[Path, Edition]) -> None:
    rows = json.loads((released[0] / "current/register.json").read_text(encoding="utf-8"))["items"]
    (files,) = [row["files"] for row in rows if row["files"]]
    assert {each["name"]: each["stored_sha256"] for each in files} == {
        name: digest(raw) for name, raw in STORED.items() if name != "gone.jpg"
    }
    assert {each["name"] for each in files if each["sha256"] != each["stored_sha256"]} == {"map.jpg", "photo.png"}


TAMPERINGS = {
    "the stored picture under another name": ("law/one/other.bin", STORED["map.jpg"], "site.leak"),
    "the stored picture in its place": ("law/one/map.jpg", STORED["map.jpg"], "site.file-differs"),
    "a picture that cannot be read": ("law/one/gone.jpg", BROKEN, "site.file-withheld"),
    "a withdrawn picture": ("x.jpg", drawn("JPEG", exif=exif(3), quality=50), "site.leak"),
    "a withdrawn picture, cleaned": ("x.jpg", b"", "site.leak"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_verification_finds_what_pictures_must_not_tell(
    released: tuple[Path, Edition], tmp_path: Path, name: str
) -> None:
    to, compiled = released
    root = shutil.copytree((to / "current").resolve(), tmp_path / "site")
    assert list(built_site.BuiltSite(root, compiled, THEME).problems()) == []
    where, raw, what = TAMPERINGS[name]
    (root / where).write_bytes(raw or cleaned(drawn("JPEG", exif=exif(3), quality=50), tmp_path))
    found = {(each.file, each.what.id) for each in built_site.BuiltSite(root, compiled, THEME).problems()}
    assert (where, what) in found


def cleaned(raw: bytes, place: Path, *options: str) -> bytes:
    """By the command, in place."""
    path = str(place / "picture")
    Path(path).write_bytes(raw)
    assert clean_picture.main([path, "--to", path, *options]) == 0
    return Path(path).read_bytes()


def findings(path: Path) -> list[str]:
    return [each.rule for each in check_file(path, path.name, 1)]


@pytest.mark.parametrize("form", ["jpg", "png", "webp"])
def test_the_command_that_a_finding_names_mends_it(
    tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = office_builder.office(tmp_path / "office")
    raw = drawn({"jpg": "JPEG"}.get(form, form.upper()), exif=exif(8), lossless=True)
    credit = [{"file": f"a.{form}", "holder": "กอง", "licence": "CC BY"}]
    office_builder.item(repo, "law/one", f"![ภาพ](a.{form})", {f"a.{form}": raw}, attachments=[], credits=credit)
    words = ["--repo", str(repo), "--date", DAY, "--format", "json", "--lang", "en"]
    check.main(words)
    found = {each["rule"]: each["message"] for each in json.loads(capsys.readouterr().out)}
    assert found.keys() == {"picture.metadata", *(["picture.turned"] if form != "jpg" else [])}
    for told in found.values():
        (command,) = re.findall(r"prakat clean_picture (\S+(?: --\S+)* --to [^\s.]+\.[a-z]+)", told)
        assert clean_picture.main([str(repo / each) if "/" in each else each for each in command.split()]) == 0
    capsys.readouterr()
    assert check.main(words) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_finding_says_in_thai_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(laden_jpeg())
    (found,) = check_file(tmp_path / "a.jpg", "content/law/one/a.jpg", 1)
    assert "ตำแหน่งที่ถ่าย, ชื่อผู้ถ่ายหรือเจ้าของ, เครื่องที่ใช้ถ่าย, ข้อมูลต่อท้ายภาพ" in found.message()
    assert not found.is_error


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.4", BROKEN])
def test_what_is_no_picture_is_refused_in_words(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a.jpg").write_bytes(content)
    assert terminal.run(lambda: clean_picture.main([str(tmp_path / "a.jpg")])) == 2


def test_what_moves_or_is_too_large_is_not_turned(tmp_path: Path) -> None:
    size = (limits().max_pixels).to_bytes(4, "big") + (2).to_bytes(4, "big")
    whole = drawn("PNG", exif=exif(6))
    frames = {"save_all": True, "append_images": [Image.new("RGB", (640, 300))]}
    for raw in (whole[:16] + size + whole[24:], drawn("PNG", exif=exif(6), **frames), whole[:-900]):
        (tmp_path / "a.png").write_bytes(raw)
        words = [str(tmp_path / "a.png"), "--upright", "--to", str(tmp_path / "b.png")]
        assert terminal.run(lambda words=words: clean_picture.main(words)) == 2  # type: ignore[misc]


@pytest.mark.parametrize("name", ["a.pdf", "a.zip", "a.bin"])
def test_a_picture_under_another_name_is_cleaned_all_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(laden_jpeg())
    facts = facts_of(tmp_path / name)
    assert facts.is_cleaned and facts.stored_sha256 == digest(laden_jpeg())


@pytest.mark.parametrize(("raw", "told"), [(drawn("JPEG")[:-900], "ไม่เต็มภาพ"), (b"\xff\xd8\xff\xe0\0", "ไม่เผยแพร่")])
def test_what_is_said_of_a_damaged_picture_is_what_happens(tmp_path: Path, raw: bytes, told: str) -> None:
    (tmp_path / "a.jpg").write_bytes(raw)
    says = [each.message("th") for each in check_file(tmp_path / "a.jpg", "a.jpg", 1) if each.rule == "picture.damaged"]
    assert len(says) == 1 and told in says[0]
    assert facts_of(tmp_path / "a.jpg").is_withheld == (told == "ไม่เผยแพร่")


def test_a_file_that_only_is_called_a_picture_is_withheld(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"%PDF-1.4" + FILM)
    assert facts_of(tmp_path / "a.jpg").is_withheld
