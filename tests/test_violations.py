"""Every violation has a row in which it stands alone, and an honest one that only looks like it (R01)."""

import ast
from pathlib import Path

import pytest

from prakat.rules.violation import kinds
from test_verdict import TABLE as MERGES
from test_verdict_on_histories import HISTORIES
from test_verdict_on_requests import TABLE as REQUESTS
from test_verdict_on_sign_offs import TABLE as SIGN_OFFS

TESTS = Path(__file__).parent
TABLES = (MERGES, REQUESTS, SIGN_OFFS)
NEVER_ALONE = {
    "office.glass-exceeded": "office.break-glass",
    "merge.head": "record.mismatch",  # which compares the same head with the record, too
    "author.none": "request.empty",  # only a request without a commit has no author; the policy's own test has it alone
}
"""What a verdict never says without something else."""
ON_A_REPOSITORY = {
    "approval.tag-moved": ("test_surroundings.py", "test_a_sign_off_that_moved_after_the_merge_is_said"),
    "audit.epoch-lost": ("test_attacks_on_history.py", "test_re_rooted_history"),
    "audit.no-epoch": ("test_attacks_on_history.py", "test_no_epoch_proves_nothing"),
    "record.changed": ("test_audit_log.py", "test_a_record_that_is_not_what_its_commit_signed_was_changed"),
    "record.orphan": ("test_surroundings.py", "test_a_record_of_a_commit_that_is_not_on_main_is_an_orphan"),
    "record.shape": ("test_audit_log.py", "test_a_file_that_is_no_record_is_out_of_shape"),
    "repository.broken": ("test_attacks_on_history.py", "test_a_missing_object"),
    "repository.behind": ("test_which_history.py", "test_main_that_was_fetched_before_the_audit_log_is_behind_nobody"),
    "repository.diverged": ("test_which_history.py", "test_a_clone_judges_what_the_office_has_and_says_what_it_lost"),
    "repository.no-log": ("test_which_history.py", "test_a_clone_of_main_alone_accuses_nobody"),
    "repository.older": ("test_which_history.py", "test_a_remote_that_is_only_old_is_said_once_and_rightly"),
    "repository.partial": ("test_surroundings.py", "test_a_partial_clone_is_known_by_its_settings"),
    "repository.replaced": ("test_surroundings.py", "test_what_stands_in_for_history_is_said"),
    "repository.seen": ("test_surroundings.py", "test_a_head_seen_before_that_is_not_on_main_is_said"),
    "repository.shallow": ("test_surroundings.py", "test_a_shallow_clone_is_known"),
}
"""What only a real repository can show -> the test that shows it alone, and a whole one without it."""
OF_THE_PUBLISHER = {
    "request.absent": ("test_plan.py", "test_a_request_that_is_not_there_is_absent"),
    "request.oversized": ("test_bulk.py", "test_one_requests_trouble_stays_its_own"),
    "request.unreadable": ("test_bulk.py", "test_one_requests_trouble_stays_its_own"),
    "request.sent-back": ("test_sent_back.py", "test_what_was_sent_back_is_not_merged_whoever_signed"),
    "request.check": ("test_merge.py", "test_the_checks_of_this_checkout_are_run_on_the_result"),
}
"""What stands against a merge before it is made, and never against one that was."""


def histories(is_alone: bool) -> set[str]:
    """Violations that are all that some history has; or that its commits had before they were closed, and no other."""
    found = [{each for said in one.said for each in said.strip("()/").split()} - {"clean"} for one in HISTORIES]
    return {each for ids in found if (len(ids) == 1) is is_alone for each in ids}


HONEST_HISTORIES = {
    "approval.witness": "a_broken_glass_is_closed_by_the_chain",
    "record.notice": "a_notice_that_was_told_anew",
    "record.chain": "two_records_of_one_second",
    "record.refusal": "a_refusal_that_was_signed",
    "regularise.scope": "a_push_that_is_taken_back",
    "regularise.unknown": "two_pushes_that_are_closed_together",
    "request.closed": "a_number_refused_after_its_merge",
}
"""Violation -> the history that only looks like it; what was closed in it was something else."""


HOW = "a table of tests/test_verdict*.py, or a reason in a list of this module"


def test_every_violation_stands_alone_in_some_row() -> None:
    shown = set().union(*(table.alone for table in TABLES)) | histories(is_alone=True)
    # beside the violation that was to be closed
    shown |= {"approval.witness", "regularise.scope"} & histories(is_alone=False)
    listed = NEVER_ALONE.keys() | ON_A_REPOSITORY.keys() | OF_THE_PUBLISHER.keys()
    assert shown | listed == set(kinds()), f"each needs a row where it stands alone: {HOW}"
    assert not shown & listed


def test_every_violation_has_an_honest_look_alike() -> None:
    alike = set().union(*(table.alike for table in TABLES)) | HONEST_HISTORIES.keys()
    elsewhere = {"author.none", *ON_A_REPOSITORY, *OF_THE_PUBLISHER}
    assert alike | elsewhere == set(kinds()), f"each needs an honest row that looks like it: {HOW}"
    acts = {one.act.__name__: one for one in HISTORIES}
    for violation, name in HONEST_HISTORIES.items():
        assert violation not in " ".join(acts[name].said)


@pytest.mark.parametrize("violation", sorted(NEVER_ALONE))
def test_what_never_stands_alone_stands_beside_what_is_named(violation: str) -> None:
    rows = [set(row.ids) for table in TABLES for row in table.rows if violation in row.ids]
    assert rows
    assert all(NEVER_ALONE[violation] in ids for ids in rows)


@pytest.mark.parametrize("violation", sorted(ON_A_REPOSITORY | OF_THE_PUBLISHER))
def test_what_only_a_repository_shows_is_shown_by_the_test_that_is_named(violation: str) -> None:
    file, name = (ON_A_REPOSITORY | OF_THE_PUBLISHER)[violation]
    text = (TESTS / file).read_text(encoding="utf-8")
    functions = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    shown = ast.get_source_segment(text, functions[name]) or ""
    decorators = "".join(ast.get_source_segment(text, each) or "" for each in functions[name].decorator_list)
    assert violation in shown + decorators


def test_no_violation_is_listed_that_nobody_says() -> None:
    house = TESTS.parent / "src" / "prakat"
    said = {
        node.value
        for path in house.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not kinds().keys() - said
