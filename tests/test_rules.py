"""Every rule over documents: what it accepts, what it rejects, and that something notices when it is gone."""

import datetime
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import office_builder
from one_language import foreign_to_english, foreign_to_thai, written_in
from prakat.content import register
from prakat.rules.finding import Finding, rules
from prakat.rules.wording import LANGUAGES
from unusual_trees import TREES, without_privileges

ITEMS = Path(__file__).parent / "items"
DAY = datetime.date(2026, 11, 20)
DOCUMENTS = {str(case.relative_to(ITEMS)): case for case in sorted(ITEMS.glob("*/*/*")) if case.is_dir()}
UNUSUAL = {tree.name: tree for tree in TREES}
CASES = sorted({*DOCUMENTS, *UNUSUAL})


@dataclass(frozen=True, slots=True)
class Verdict:
    expected: list[str]
    findings: tuple[Finding, ...]
    own: str
    """What the office wrote."""

    def found(self, without: str = "") -> list[str]:
        return sorted(_written(each) for each in self.findings if each.rule != without)


def _written(finding: Finding) -> str:
    row = finding.row()
    return f"{row['path']}:{row['line']} {row['rule']} {row['severity']}"


def _verdict(case: str, place: Path) -> Verdict:
    office_builder.office(place)
    if case in UNUSUAL:
        UNUSUAL[case].build(place)
        expected = UNUSUAL[case].expected
    else:
        folder = DOCUMENTS[case]
        (place / "content").rmdir()
        shutil.copytree(folder, place, dirs_exist_ok=True)
        expected = (folder / "expected.txt").read_text(encoding="utf-8") if (folder / "expected.txt").exists() else ""
    if "/file.unreadable/" in case:
        place.chmod(0o755)
        with without_privileges(place):
            found = register.read(Path(), DAY)
    else:
        found = register.read(place, DAY)
    return Verdict(sorted(expected.splitlines()), found.findings, written_in(place))


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Every case, read once."""
    root = tmp_path_factory.mktemp("cases")
    return {case: _verdict(case, root / str(number)) for number, case in enumerate(CASES)}


@pytest.mark.parametrize("case", CASES)
def test_case_has_exactly_the_findings_written_beside_it(case: str, verdicts: dict[str, Verdict]) -> None:
    assert verdicts[case].found() == verdicts[case].expected


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("accepted/")])
def test_accepted_case_is_free_of_errors_and_of_its_rule(case: str, verdicts: dict[str, Verdict]) -> None:
    assert not [each for each in verdicts[case].findings if each.is_error or each.rule == case.split("/")[1]]


@pytest.mark.parametrize("rule", sorted(rules()))
def test_rule_has_an_accepted_and_a_rejected_case(rule: str) -> None:
    kinds = {case.split("/")[0] for case in CASES if case.split("/")[1] == rule}
    assert kinds == {"accepted", "rejected"}


@pytest.mark.parametrize("rule", sorted(rules()))
def test_disabled_rule_is_noticed(rule: str, verdicts: dict[str, Verdict]) -> None:
    """Without the rule's findings some rejected case of its own no longer has what is written beside it."""
    own = [case for case in CASES if case.startswith(f"rejected/{rule}/")]
    assert any(verdicts[case].found(without=rule) != verdicts[case].expected for case in own)


@pytest.mark.parametrize("case", CASES)
def test_messages_of_a_case_are_in_one_language(case: str, verdicts: dict[str, Verdict]) -> None:
    """What the writer typed stands in them as it was typed."""
    for finding in verdicts[case].findings:
        assert not foreign_to_english(finding.message("en"), verdicts[case].own)
        assert not foreign_to_thai(finding.message("th"), verdicts[case].own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_one_harmless_line(language: str, verdicts: dict[str, Verdict]) -> None:
    for verdict in verdicts.values():
        for finding in verdict.findings:
            assert finding.message(language).isprintable()


def test_cases_name_rules_that_exist() -> None:
    assert {case.split("/")[1] for case in CASES} <= {*rules(), "everything"}
