"""Rules that are newer than an approval: what people approved stays, and nothing new is merged against them."""

import datetime
import json
import subprocess
from pathlib import Path

import pytest

import office_builder
from installations import edited, installed, retain_schemas
from once import once, shared_root
from prakat.content import register
from prakat.item import front_matter, item_path
from prakat.item.category import categories
from prakat.item.file_type import limits
from prakat.office import office as office_file
from prakat.release.release_folder import ReleaseFolder
from prakat.rules import strict_yaml
from prakat.rules.finding import LeavesOut, rules
from sign_off_office import CHAIN, OFFICE_CHAIN, After, World, document, law

LAW, NEWS, FILE = "content/law/tall", "content/public-relations/2569/news", "content/knowledge/paper"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
KEPT = [FILE, "content/law/act", LAW, NEWS]
NOTICE = document("ประกาศที่อนุมัติแล้ว", kind="alert", remarks="หมายเหตุ")


def tightened(package: Path) -> None:
    """A shorter summary, a property that must be there, a word less, another schema of a category, a file type
    less, a rule that leaves out, and an office.yml that must say more."""
    retain_schemas(package)
    schemas = package / "schemas"
    item = json.loads((schemas / "item.schema.json").read_text(encoding="utf-8"))
    item["properties"]["summary"]["visibleLength"] = [10, 20]
    item["properties"]["kind"]["enum"].remove("alert")
    item["required"].append("title_en")
    del item["properties"]["remarks"]
    (schemas / "item.schema.json").write_text(json.dumps(item, ensure_ascii=False), encoding="utf-8")
    office = json.loads((schemas / "office.schema.json").read_text(encoding="utf-8"))
    office["required"].append("document_prefix")
    (schemas / "office.schema.json").write_text(json.dumps(office, ensure_ascii=False), encoding="utf-8")
    law = {"title": "กฎหมาย", "description": "ต้องมีที่มา", "required": ["external_link"]}
    (schemas / "categories" / "law.schema.json").write_text(json.dumps(law, ensure_ascii=False), encoding="utf-8")
    edited(schemas / "file-types.yml", "  .pdf:", "  .gone:")
    edited(schemas / "rules.yml", "before-end:\n  {severity: warning, ", "before-end:\n  {leaves_out: unapproved, ")


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a Prakat with those rules."""
    made = once(
        shared_root(tmp_path_factory) / "newer-rules", lambda place: installed(place / "it", "9.0.0", tightened)
    )
    return made / "it" / "bin" / "prakat"


def approved(world: World) -> None:
    world.publish(2, {f"{LAW}/index.md": law("ระเบียบที่อนุมัติแล้ว", expires_on="2026-11-30")})
    world.publish(3, {f"{NEWS}/index.md": NOTICE})
    listed = [{"file": "paper.pdf", "title": "เอกสาร"}]
    paper: dict[str, bytes | None] = {
        f"{FILE}/index.md": document(path=FILE, attachments=listed),
        f"{FILE}/paper.pdf": PDF,
    }
    world.publish(4, paper)


@pytest.fixture
def office(world_after: After) -> World:
    return world_after(approved)


def run(command: Path, act: str, world: World, *words: str) -> subprocess.CompletedProcess[str]:
    where = ["--repo", str(world.place / "office.git"), "--lang", "en"]
    told = [str(command), act, *where, *words]
    return subprocess.run(told, capture_output=True, text=True, check=False, cwd=world.place)


def published(newer: Path, world: World, *words: str) -> subprocess.CompletedProcess[str]:
    where = ("--to", str(world.place / "public"), "--date", "2026-07-15")
    return run(newer, "publish", world, *where, *(words or ("--approved",)))


def test_what_was_approved_stays_and_it_is_said_what_it_would_need(newer: Path, office: World) -> None:
    done = published(newer, office)
    assert done.returncode == 0, done.stderr
    root = ReleaseFolder(office.place / "public")
    manifest = root.manifest(root.current_id() or "")
    assert (manifest["builder"]["prakat"], manifest["left_out"]) == ("9.0.0", [])
    assert [each["path"] for each in manifest["items"]] == KEPT
    page = root.current / "public-relations" / "2569" / "news" / "index.html"
    assert "ประกาศที่อนุมัติแล้ว" in page.read_text(encoding="utf-8")
    assert (root.current / "knowledge" / "paper" / "paper.pdf").read_bytes() == PDF
    assert [f"{folder} stays" in done.stdout for folder in KEPT] == [True] * 4
    for need in (
        f"{NEWS}/index.md:3: error [field.length] summary must count 10–20 characters; found",
        f"{NEWS}/index.md:2: error [field.required] title_en must be there",
        f"{NEWS}/index.md:10: error [field.value] kind must be one of",
        f"{NEWS}/index.md:11: error [field.unknown] There is no field remarks",
        f"{LAW}/index.md:2: error [field.required] external_link must be there",
        f"{LAW}/index.md:9: error [expiry.before-end]",
        f"{FILE}/paper.pdf:1: error [attachment.type]",
        "office.yml:1: error [field.required] document_prefix must be there",
    ):
        assert need in done.stderr, need


def test_audit_with_newer_rules_judges_as_before(newer: Path, office: World) -> None:
    done = run(newer, "audit", office, "--format", "json", "--no-cache")
    assert done.returncode == 0, done.stderr
    assert [each["verdict"] for each in json.loads(done.stdout)] == ["clean"] * 4


def test_new_text_is_merged_only_by_the_newer_rules(newer: Path, office: World) -> None:
    office.ask(5, {f"{NEWS}/index.md": document("ประกาศที่แก้แล้ว", remarks="หมายเหตุ")})
    office.sign(5, *CHAIN)
    key = ("--key", str(office.key), "--date", "2026-07-15")
    done = run(newer, "merge", office, *key, "merge", "5")
    assert done.returncode == 1, done.stderr
    assert f"{NEWS}/index.md:2: [field.required] title_en must be there" in done.stdout
    assert "office.yml:1: [field.required] document_prefix must be there" in done.stdout


def test_an_office_yml_of_before_gives_authority_for_what_mends_it(newer: Path, office: World) -> None:
    """Else the first request under the newer rules could never be signed by anybody. Items are mended before."""
    told = {"title_en": "Mended", "summary": "สรุปสั้นของเรื่องนี้"}
    mended, paper = document(**told), document(path=FILE, **told)
    linked = law(**told, external_link="https://example.org/")
    laws: dict[str, bytes | None] = {f"{each}/index.md": linked for each in (LAW, "content/law/act")}
    office.publish(5, {**laws, f"{NEWS}/index.md": mended, f"{FILE}/paper.pdf": None, f"{FILE}/index.md": paper})
    known = office.office(office.audit().epoch)
    office.ask(6, {"office.yml": known + b"document_prefix: \xe0\xb8\x81 0001/\n"}, "fah")
    office.sign(6, *OFFICE_CHAIN)
    key = ("--key", str(office.key), "--date", "2026-07-15")
    done = run(newer, "merge", office, *key, "merge", "6")
    assert done.returncode == 0, (done.stdout, done.stderr)


def test_what_nobody_approved_is_left_out(newer: Path, office: World) -> None:
    """The work tree is judged by the whole schema of today."""
    tree = office.place / "tree"
    subprocess.run(["git", "clone", "-q", str(office.place / "office.git"), str(tree)], check=True)
    known = (tree / "office.yml").read_text(encoding="utf-8")
    (tree / "office.yml").write_text(f"{known}document_prefix: ก 0001/\n", encoding="utf-8")
    words = ["--repo", str(tree), "--to", str(office.place / "public"), "--date", "2026-07-15", "--lang", "en"]
    done = subprocess.run([str(newer), "publish", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert [f"{folder} was left out" in done.stdout for folder in KEPT] == [True] * 4


@pytest.mark.parametrize("is_approved", [False, True])
def test_what_no_release_ever_accepted_is_left_out_of_an_approved_tree_too(tmp_path: Path, is_approved: bool) -> None:
    """Only an epoch that was taken on trust can hold such a thing."""
    office_builder.item(office_builder.office(tmp_path), "law/a", unknown="x")
    office_builder.item(tmp_path, "law/b")
    found = register.read(tmp_path, datetime.date(2026, 10, 15), is_approved=is_approved)
    assert (found.left_out, list(found.entries), found.kept) == (("content/law/a",), ["law/b/"], ())


# What newer rules may never do


_ALWAYS = {
    *("file.too-large", "file.encoding", "file.unreadable", "file.symlink", "file.not-regular", "text.control"),
    *("front-matter.missing", "front-matter.first-line", "front-matter.not-closed", "front-matter.not-mapping"),
    *("yaml.syntax", "yaml.no-colon", "yaml.indent", "yaml.colon", "yaml.tab", "yaml.duplicate-key", "yaml.anchor"),
    *("yaml.tag", "yaml.depth", "yaml.key", "yaml.documents", "yaml.too-large"),
    *("attachment.missing", "attachment.empty", "picture.missing", "content.too-many-files"),
    *("path.year", "path.slug", "path.reserved"),
}
_LEAST = {
    (front_matter, "MAX_BYTES"): 524_288,
    (front_matter, "MAX_FRONT_MATTER"): 65_536,
    (strict_yaml, "MAX_DEPTH"): 32,
    (strict_yaml, "MAX_NODES"): 200_000,
    (item_path, "MAX_SLUG"): 100,
    (office_file, "MAX_BYTES"): 2_097_152,
}
_CATEGORIES = {
    *("general-information", "law", "knowledge", "web-links", "official-information", "work-manuals"),
    *("citizen-manuals", "public-relations", "e-services", "statistics"),
}


def test_no_further_rule_takes_down_what_was_approved() -> None:
    """A rule may leave this list; whoever would add one takes down pages that people approved."""
    found = {each.id for each in rules().values() if each.leaves_out is LeavesOut.ALWAYS}
    assert found <= _ALWAYS, found - _ALWAYS


def test_what_cannot_be_shown_if_it_is_refused_is_never_refused_by_a_narrower_limit() -> None:
    for (module, name), least in _LEAST.items():
        assert getattr(module, name) >= least, f"{module.__name__}.{name}"
    assert limits().files >= 200
    assert {"page"} >= item_path.RESERVED
    assert categories().keys() >= _CATEGORIES
