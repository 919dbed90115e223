"""A table of merges: what lands on main, with which record and message, and every rule that it violates (R01, R34)."""

import datetime

import pytest

from office_of_values import (
    ACT,
    CHAIN,
    NEWS,
    OFFICE_CHAIN,
    START,
    Asked,
    Main,
    key,
    office,
    who,
)
from prakat.audit_log.merge_record import ReceivedSignOff
from prakat.repository.commit import Commit
from prakat.repository.public_key import fingerprint
from sign_off_office import document, law
from verdict_table import LAW, Row, Table, judged, name_of, told

TABLE = Table()
row = TABLE.row
TEXT = "ข่าวประชาสัมพันธ์"
FILES = {NEWS: document(TEXT)}
NOBODY = ""


def asked(main: Main, *names: str) -> tuple[Asked, list[ReceivedSignOff]]:
    """An honest request, signed by all."""
    made = main.ask(2, FILES)
    return made, main.sign(made, *(names or CHAIN))


def merged(main: Main, **odd: object) -> tuple[Commit, Asked, list[ReceivedSignOff]]:
    """Merged, and not recorded yet."""
    request, signs = asked(main)
    return main.merge(request, signs, **odd), request, signs  # type: ignore[arg-type]


# How something comes onto main


@row(
    like="merge.direct merge.squash merge.rebase merge.octopus request.unrelated merge.head merge.evil merge.message "
    "time.decreases time.future office.unreadable record.missing record.mismatch record.doubled record.signature "
    "record.form"
)
def the_merge_of_a_request(main: Main) -> None:
    main.publish(2, FILES)


@row("merge.direct", request=None, people=NOBODY)
def a_push(main: Main) -> None:
    main.push(FILES)


@row("merge.direct", request=None, people=NOBODY)
def a_push_with_a_record(main: Main) -> None:
    request, signs = asked(main)
    main.record(main.push(FILES), request, signs)


@row("merge.direct", request=None, people=NOBODY)
def a_push_that_speaks_of_a_request_in_the_midst_of_its_subject(main: Main) -> None:
    main.push(FILES, message=f"{TEXT} (#2) x\n")


@row("merge.direct", request=None, people=NOBODY)
def a_push_that_speaks_of_a_request_below_its_subject(main: Main) -> None:
    main.push(FILES, message=f"{TEXT}\n\nsee (#2)\nThe Request: #2\n")


@row("merge.direct", request=None, action="withdrawn", things=LAW, people=NOBODY)
def a_push_that_takes_an_item_away(main: Main) -> None:
    main.push({ACT: None})


@row("merge.squash", request=None, people=NOBODY)
def a_squashed_request(main: Main) -> None:
    main.push(FILES, message=f"{TEXT} (#12)")


@row("merge.squash", request=None, people=NOBODY)
def a_squashed_request_with_a_body(main: Main) -> None:
    main.push(FILES, message=f"{TEXT} (#2) \n\n* first\n")


@row("merge.squash", request=None, people=NOBODY)
def a_squashed_request_with_our_trailers(main: Main) -> None:
    main.push(FILES, message=f"{TEXT}\n\nRequest: #2\n")


@row("merge.rebase", request=None, people=NOBODY)
def a_rebased_request(main: Main) -> None:
    main.push(FILES, author=who("nok"), committer=who("wit"))


@row("merge.rebase", request=None, people=NOBODY)
def a_rebased_request_whose_committer_is_called_like_its_author(main: Main) -> None:
    main.push(FILES, author=who("nok"), committer=("nok", "wit@office.example"))


@row("merge.octopus", request=None, people=NOBODY)
def two_requests_at_once(main: Main) -> None:
    heads = asked(main)[0].head, main.ask(3, {ACT: law("พระราชบัญญัติใหม่")}).head
    main.push(FILES, (main.tip, *heads))


@row("request.unrelated", request=None, action="tooling", things="", people=NOBODY)
def a_history_of_its_own(main: Main) -> None:
    root = main.commit((), ())
    main.push({}, (main.tip, root.id))


@row("request.unrelated", request=None, people=NOBODY)
def a_history_of_its_own_beside_an_honest_base(main: Main) -> None:
    """Merged into the request, whose other commits begin at main."""
    root, request = main.commit((), ()), main.ask(2, FILES)
    joined = main.commit((request.head, root.id), ())
    head = Asked(2, (*request.commits, joined), request.base, "nok")
    signs = main.sign(head, *CHAIN)
    main.record(main.merge(head, signs), head, signs)


@row()
def a_request_of_two_commits(main: Main) -> None:
    request = main.ask(2, {NEWS: document("ข่าวแรก")}, FILES)
    signs = main.sign(request, *CHAIN)
    main.record(main.merge(request, signs), request, signs)


@row()
def a_request_that_began_before_what_landed_since(main: Main) -> None:
    request, signs = asked(main)
    main.publish(3, {ACT: law("พระราชบัญญัติใหม่")})
    main.record(main.merge(request, signs), request, signs)


# What it makes of main


@row("merge.evil", things=f"{LAW} content/public-relations/2569/news")
def a_merge_that_changes_another_item(main: Main) -> None:
    made = merged(main, files={ACT: law("พระราชบัญญัติที่ไม่มีผู้ลงนาม")})
    main.record(*made)


@row("merge.evil")
def a_merge_that_changes_the_item_itself(main: Main) -> None:
    main.record(*merged(main, files={NEWS: document("ข่าวอื่น")}))


@row("merge.evil")
def a_merge_that_makes_a_program_of_the_item(main: Main) -> None:
    main.record(*merged(main, files={NEWS: ("100755", FILES[NEWS])}))


@row("merge.evil")
def a_merge_that_leaves_everything_out(main: Main) -> None:
    main.record(*merged(main, changes=()))


@row("merge.evil", "merge.evil")
def a_merge_that_leaves_everything_out_and_changes_something_else(main: Main) -> None:
    main.record(*merged(main, files={NEWS: None, f"{NEWS[:-8]}notice.pdf": b"%PDF-1.4\n"}))


@row("merge.head", "record.mismatch")
def a_record_of_another_head(main: Main) -> None:
    made = merged(main)
    main.record(*made, head="f" * 40)


# Its message


def with_message(main: Main, old: str, new: str) -> None:
    request, signs = asked(main)
    made = main.merge(request, signs)
    assert old in made.message
    main.own[-1] = main.commits[-1] = made._replace(message=made.message.replace(old, new))
    main.record(main.own[-1], request, signs)


@row("merge.message")
def a_message_that_names_another_signer(main: Main) -> None:
    with_message(main, "Approved-by: dao <dao@", "Approved-by: won <won@")


@row("merge.message")
def a_message_that_names_another_requester(main: Main) -> None:
    with_message(main, "Requested-by: nok <nok@", "Requested-by: fah <fah@")


@row("merge.message")
def a_message_with_a_line_more(main: Main) -> None:
    with_message(main, "Mode: written\n", "Mode: written\nApproved-by: won <won@office.example>\n")


@row("merge.message")
def a_message_with_a_line_less(main: Main) -> None:
    with_message(main, "Checked: correct, complete, current, lawful\n", "")


@row("merge.message")
def a_message_with_a_paragraph_more(main: Main) -> None:
    with_message(main, "Mode: written\n", "Mode: written\n\nApproved-by: won <won@office.example>\n")


@row("merge.message")
def a_message_whose_subject_names_another_request(main: Main) -> None:
    with_message(main, "(#2)", "(#3)")


@row("merge.message")
def a_message_of_a_forges_own_button(main: Main) -> None:
    main.record(*merged(main, message="Merge branch request/2"))


@row("merge.message")
def a_message_with_another_mode(main: Main) -> None:
    with_message(main, "Mode: written", "Mode: verbal")


@row(like="merge.message")
def a_message_without_its_last_line_feed(main: Main) -> None:
    with_message(main, "Mode: written\n", "Mode: written")


@row(like="merge.message")
def a_message_whose_subject_says_something_else(main: Main) -> None:
    """It is for people; what it names is proven below it."""
    with_message(main, "Publish: x", "Publish: y")


# Its time


@row("time.decreases")
def a_merge_dated_before_the_commit_that_it_follows(main: Main) -> None:
    request, signs = asked(main)
    main.push({}, time=main.now + datetime.timedelta(hours=1))
    main.record(main.merge(request, signs, time=main.now), request, signs)


@row(like="time.decreases")
def a_merge_in_the_second_of_the_commit_that_it_follows(main: Main) -> None:
    request, signs = asked(main)
    main.push({}, time=main.now)
    main.record(main.merge(request, signs, time=main.now), request, signs)


@row("time.future")
def a_merge_dated_after_its_record(main: Main) -> None:
    made = merged(main)
    main.record(*made, time=main.now - datetime.timedelta(seconds=1))


@row(like="time.future")
def a_merge_recorded_later(main: Main) -> None:
    made = merged(main)
    main.record(*made, time=main.now + datetime.timedelta(days=1))


@row("record.doubled", "time.future")
def a_merge_dated_after_one_of_its_records(main: Main) -> None:
    made = merged(main)
    main.record(*made)
    main.record(*made, time=main.now - datetime.timedelta(seconds=1))


@row("merge.direct", "time.decreases", request=None, people=NOBODY)
def a_push_dated_before_the_commit_that_it_follows(main: Main) -> None:
    main.push(FILES, time=START - datetime.timedelta(seconds=1))


# The office before it


@row("office.unreadable", request=None, people=NOBODY)
def a_merge_under_an_office_that_cannot_be_read(main: Main) -> Main:
    begun = Main.begun({"office.yml": office() + b"\nunknown: 1\n"})
    begun.publish(2, FILES)
    return begun


@row("office.unreadable", request=None, people=NOBODY)
def a_merge_under_no_office(main: Main) -> Main:
    begun = Main.begun({"office.yml": None})
    begun.publish(2, FILES)
    return begun


@row("merge.direct", "office.unreadable", request=None, people=NOBODY)
def a_push_under_no_office(main: Main) -> Main:
    begun = Main.begun({"office.yml": None})
    begun.push(FILES)
    return begun


# Its record


@row("record.missing", request=None, people=NOBODY)
def a_merge_without_a_record(main: Main) -> None:
    merged(main)


@row("record.missing", request=None, people=NOBODY)
def a_merge_with_the_record_of_another(main: Main) -> None:
    made, request, signs = merged(main)
    main.record(made._replace(id="d" * 40), request, signs)


@row("record.doubled")
def a_merge_with_two_records(main: Main) -> None:
    made = merged(main)
    main.record(*made)
    main.record(*made)


@row("record.signature")
def a_record_signed_by_another_key(main: Main) -> None:
    main.record(*merged(main), by="mallory")


@row("record.signature")
def a_record_signed_by_an_officer(main: Main) -> None:
    main.record(*merged(main), by="wit")


@row("record.signature")
def a_record_wrongly_signed(main: Main) -> None:
    main.record(*merged(main), is_right=False)


@row("record.signature")
def a_record_that_nobody_signed(main: Main) -> None:
    main.record(*merged(main), by="")


@row("record.signature")
def a_record_signed_by_the_publisher_that_comes_with_it(main: Main) -> None:
    """Of whatever request changed the key: the office before it says whose record counts."""
    request = main.ask(3, {"office.yml": office(publisher="mallory")}, author="fah")
    signs = main.sign(request, *OFFICE_CHAIN)
    main.record(main.merge(request, signs), request, signs)
    main.record(*merged(main))


@row(like="record.signature", action="office", things="office.yml", people="dao fah wit")
def a_record_of_a_change_of_the_publishers_key(main: Main) -> None:
    main.publish(2, {"office.yml": office(publisher="publisher-2")}, *OFFICE_CHAIN, author="fah")


@row("record.form", request=None, people=NOBODY)
def a_record_whose_sign_offs_are_a_number(main: Main) -> None:
    main.record(*merged(main), sign_offs=1)


@row("record.form", request=None, people=NOBODY)
def a_record_with_a_field_more(main: Main) -> None:
    main.record(*merged(main), other="x")


@row("record.mismatch")
def a_record_of_another_first_parent(main: Main) -> None:
    main.record(*merged(main), first_parent="f" * 40)


@row("record.mismatch")
def a_record_of_another_mode(main: Main) -> None:
    main.record(*merged(main), mode="verbal")


@row("record.mismatch")
def a_record_of_another_requester_whom_the_message_names_too(main: Main) -> None:
    main.record(*merged(main, requester="fah"), requested_by="fah")


@row("merge.message", "record.mismatch")
def a_record_of_another_requester(main: Main) -> None:
    main.record(*merged(main), requested_by="fah")


@row("merge.message", "record.mismatch")
def a_record_of_a_requester_whom_nobody_knows(main: Main) -> None:
    main.record(*merged(main), requested_by="nobody")


@row(
    "approval.form",
    "approval.form",
    "approval.form",
    "approval.missing",
    "approval.missing",
    "approval.missing",
    "merge.message",
    request=3,
    people="nok",
)
def a_record_under_another_number(main: Main) -> None:
    main.record(*merged(main), request=3)


# What the auditor trusts besides


def trusting(main: Main, *names: str) -> object:
    return told(main.verdicts(frozenset(fingerprint(key(name)) for name in names))[-1])[0]


def test_a_key_of_the_office_that_the_auditor_does_not_trust_signs_no_record() -> None:
    main = Main.begun()
    main.publish(2, FILES)
    assert trusting(main, "mallory") == ("record.signature",)
    assert trusting(main, "mallory", "publisher") == ()


def test_a_key_that_only_the_auditor_trusts_signs_no_record() -> None:
    main = Main.begun()
    main.record(*merged(main), by="mallory")
    assert trusting(main, "mallory", "publisher") == ("record.signature",)


@pytest.mark.parametrize("each", TABLE.rows, ids=name_of)
def test_a_landing_is_judged_as_its_row_says(each: Row) -> None:
    assert judged(each) == each.expected


def test_every_row_is_judged() -> None:
    assert TABLE.doubled == []
