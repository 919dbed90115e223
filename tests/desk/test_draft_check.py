"""What the desk finds in an item before it is sent: what check.py finds in it, and what the door asks."""

import datetime
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from drafted import draft_of, main_of, mains_of

import office_builder
from prakat.content import register
from prakat.item.item_path import INDEX, ROOT, folder_of, item_folder, parse_path, url_of
from prakat.rules.finding import Finding
from prakat_desk.preview.draft_check import draft_findings
from prakat_desk.preview.surroundings import Surroundings

DAY = datetime.date(2026, 11, 20)
ITEMS = Path(__file__).parents[1] / "items"
DOCUMENTS = {"/".join(each.parts[-2:]): each for each in sorted(ITEMS.glob("rejected/*/*")) if each.is_dir()}
ENGLISH = {"title_en": "An act on trying things out", "summary_en": "What is tried out, when, and by whom it is tried"}


def _told(findings: Iterable[Finding]) -> list[tuple[str, int, str, str, str]]:
    return [(each.path, each.line, each.rule, each.message("th"), each.message("en")) for each in findings]


def _paths(tree: Path) -> list[str]:
    """Of every item of a tree that a draft can be: at a good path, of plain files."""
    indexes = [each for each in (tree / ROOT).rglob(INDEX) if each.is_file()]
    urls = (url_of(each.parent.relative_to(tree).as_posix()) for each in indexes)
    good = [url for url in urls if (path := parse_path(url)) and item_folder(path.file) == path.folder]
    return [url for url in sorted(good) if all(each.is_file() for each in (tree / folder_of(url)).iterdir())]


@dataclass(frozen=True, slots=True)
class Case:
    tree: Path
    url: str
    around: Surroundings

    @property
    def folder(self) -> str:
        return folder_of(self.url)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Case]]:
    """Each item of each case in turn is what is being written, while main holds the rest."""
    root = tmp_path_factory.mktemp("cases")
    wanted = []
    for name, case in DOCUMENTS.items():
        tree = office_builder.office(root / name.replace("/", "-"))
        (tree / ROOT).rmdir()
        shutil.copytree(case, tree, dirs_exist_ok=True)
        wanted += [(name, tree, url) for url in _paths(tree)]
    mains = mains_of([(tree, folder_of(url)) for _, tree, url in wanted], root / "mains.git")
    found: dict[str, list[Case]] = {}
    for (name, tree, url), around in zip(wanted, mains, strict=True):
        found.setdefault(name, []).append(Case(tree, url, around))
    return found


def _is_claim_on(finding: Finding, case: Case) -> bool:
    """Whether another item names its path, or one of its former ones: told at whichever of the two comes second."""
    claimed = (folder_of(str(finding.values.get("found", ""))), finding.values.get("other"))
    return finding.rule == "url.taken" and case.folder in claimed


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_case_has_the_findings_of_the_checks(name: str, cases: Mapping[str, list[Case]]) -> None:
    for case in cases.get(name, ()):
        whole = register.read(case.tree, DAY).findings
        expected = [each for each in whole if f"{each.path}/".startswith(f"{case.folder}/")]
        found = draft_findings(draft_of(case.tree, case.url), case.around, DAY)
        taken = [each for each in whole if each not in expected and _is_claim_on(each, case)]
        assert _told(each for each in found if not (taken and each.rule == "url.taken")) == _told(expected)
        assert [each.line for each in found if taken and each.rule == "url.taken"] == [1] * len(taken)


def test_most_cases_are_items_that_can_be_written(cases: Mapping[str, list[Case]]) -> None:
    """The others are no items at all, or lie where the desk puts none."""
    assert len(cases) > 0.85 * len(DOCUMENTS)


def test_nothing_is_written_into_the_repository(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "office")
    office_builder.item(tree, "law/act", relates=[{"to": "law/order", "how": "amends"}])
    office_builder.item(tree, "law/order")
    around = main_of(tree, "content/law/act")
    before = {each: each.stat().st_mtime_ns for each in around.repository.git_dir.rglob("*")}
    draft_findings(draft_of(tree, "law/act"), around, DAY, around.main)
    assert before == {each: each.stat().st_mtime_ns for each in around.repository.git_dir.rglob("*")}


def _found(tree: Path, path: str, without: str = "", origin: str = "") -> list[tuple[str, str]]:
    around = main_of(tree, without)
    draft = draft_of(tree, path, origin)
    return [(each.rule, each.message("en")) for each in draft_findings(draft, around, DAY, around.main)]


def test_a_path_that_was_another_items_is_taken(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "office")
    office_builder.item(tree, "law/act")
    office_builder.item(tree, "law/zone", former_paths=["law/act"])
    [(_, told)] = [each for each in _found(tree, "law/act", "content/law/act") if each[0] == "url.taken"]
    assert "content/law/zone" in told


def test_a_path_that_was_another_items_is_proposed_to_nobody(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "office")
    office_builder.item(tree, "law/zone", former_paths=["law/act"])
    assert main_of(tree).taken == {"law/act/", "law/zone/"}


def test_what_moves_says_where_it_was(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "office")
    office_builder.item(tree, "law/old")
    around = main_of(tree)
    office_builder.item(tree, "law/new")
    office_builder.item(tree, "law/told", former_paths=["law/old"])
    found = [draft_findings(draft_of(tree, path, "content/law/old"), around, DAY) for path in ("law/new", "law/told")]
    assert [[each.rule for each in told if each.rule == "path.gone"] for told in found] == [["path.gone"], []]
    assert found[0][-1].path == "content/law/new/index.md"


def test_readers_are_told_what_changed(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "office")
    office_builder.item(tree, "law/act", expires_on="never", timing="on_change", review_by="2027-10-01")
    around = main_of(tree)
    kept = {"expires_on": "never", "timing": "on_change", "review_by": "2027-10-01"}
    office_builder.item(tree, "law/act", "เนื้อหาที่แก้แล้ว", **kept)
    draft = draft_of(tree, "law/act", "content/law/act")
    assert "change-note.missing" in {each.rule for each in draft_findings(draft, around, DAY, around.main)}
    office_builder.item(tree, "law/act", "เนื้อหาที่แก้แล้ว", change_note="แก้คำผิด", **kept)
    draft = draft_of(tree, "law/act", "content/law/act")
    assert "change-note.missing" not in {each.rule for each in draft_findings(draft, around, DAY, around.main)}


def test_links_are_judged_by_what_main_has(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "office")
    office_builder.item(tree, "law/now", "## ข้อ 1\n\nเนื้อหา", {"form.pdf": office_builder.PDF}, **ENGLISH)
    office_builder.item(tree, "law/later", publish_on="2027-05-03", expires_on="2027-06-01")
    office_builder.item(tree, "law/moved", former_paths=["law/was"])
    links = ("../now/", "../now/form.pdf", "../was/", "../../en/law/now/", "/law/2570/", "/law/", "../later/")
    wrong = ("../now/other.pdf", "../none/", "../../en/law/later/", "/law/2560/", "../now/#none")
    body = "\n\n".join(f"[ลิงก์]({each})" for each in (*links, *wrong))
    office_builder.item(tree, "law/act", body, relates=[{"to": "law/was", "how": "amends"}])
    whole = [each for each in register.read(tree, DAY).findings if each.path.startswith("content/law/act/")]
    assert [each.rule for each in whole] == ["link.scheduled", *["link.broken"] * 4, "link.anchor"]
    assert _told(draft_findings(draft_of(tree, "law/act"), main_of(tree, "content/law/act"), DAY)) == _told(whole)
