"""A table of histories: what the auditor says of several commits and of the audit-log beside them (R01, R34)."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from office_of_values import ACT, CHAIN, NEWS, OFFICE_CHAIN, SINCE, TWO, Main, key, office
from prakat.audit.audit_row import Audit, Outcome
from prakat.audit.epoch import Epoch, Trust
from prakat.audit_log.audit_log import LogEntry
from prakat.audit_log.record import Reason, RecordKind
from prakat.audit_log.signed_refusal import refusal_words
from prakat.repository.public_key import fingerprint
from sign_off_office import document, law

TEXT = "ข่าวประชาสัมพันธ์"
WHY = "ตัวเลขในตารางไม่ตรงกับเอกสารแนบ"
FILES = {NEWS: document(TEXT)}
LAW = {ACT: law("พระราชบัญญัติฉบับแก้ไข")}
SECOND = datetime.timedelta(seconds=1)
MALLORY = {"office.yml": office(mallory="approver all")}


@dataclass(frozen=True)
class History:
    act: Callable[[Main], object]
    said: tuple[str, ...]
    """Of each row: the ids of its violations, in brackets where they are closed since; `clean`; `/` before what belongs
    to no commit."""


HISTORIES: list[History] = []


def history(*said: str) -> Callable[[Callable[[Main], object]], Callable[[Main], object]]:
    def register(act: Callable[[Main], object]) -> Callable[[Main], object]:
        HISTORIES.append(History(act, said))
        return act

    return register


def told(audited: Audit) -> tuple[str, ...]:
    """Commits in their order, then the rest."""
    commits, others = [], []
    for row in audited.rows:
        ids = " ".join(sorted(each.id for each in row.violations)) or "clean"
        if row.commit:
            commits.append(f"({ids})" if row.outcome is Outcome.REGULARISED else ids)
        else:
            others.append(f"/{ids}")
    return (*commits, *sorted(others))


def regularise(
    main: Main, number: int, *targets: str, files: dict[str, bytes | None] | None = None, names: tuple[str, ...] = CHAIN
) -> str:
    lines = "\n".join(f"Regularises: {each}" for each in targets)
    asked = main.ask(number, files or {}, message=f"Content: afterwards\n\n{lines}\n")
    signs = main.sign(asked, *names)
    made = main.merge(asked, signs)
    main.record(made, asked, signs, "regularising")
    return made.id


# Honest months


@history("clean", "clean", "clean")
def three_requests(main: Main) -> None:
    main.publish(2, FILES)
    main.publish(3, LAW)
    main.publish(4, {NEWS: None})


@history("clean")
def a_request_and_the_notice_of_it(main: Main) -> None:
    first = main.tip
    made = main.publish(2, FILES)
    main.log(RecordKind.NOTICE, notice(made.id), first)
    main.log(RecordKind.HEARTBEAT, {})


def notice(
    commit: str, to: tuple[str, ...] = ("nok", "wit"), page: str = "public-relations/2569/news/"
) -> dict[str, object]:
    urls = [f"https://office.example/{page}"] if page else []
    return {"request": 2, "commit": commit, "to": list(to), "urls": urls}


@history("clean", "/record.notice")
def a_notice_that_is_told_to_nobody(main: Main) -> None:
    first = main.tip
    main.log(RecordKind.NOTICE, notice(main.publish(2, FILES).id, to=()), first)


@history("clean", "/record.notice")
def a_notice_that_is_told_to_nobody_who_is_known(main: Main) -> None:
    first = main.tip
    main.log(RecordKind.NOTICE, notice(main.publish(2, FILES).id, to=("mallory",)), first)


@history("clean", "/record.notice")
def a_notice_of_another_page(main: Main) -> None:
    first = main.tip
    main.log(RecordKind.NOTICE, notice(main.publish(2, FILES).id, page="law/act/"), first)


@history("clean", "/record.notice")
def a_notice_of_no_page(main: Main) -> None:
    first = main.tip
    main.log(RecordKind.NOTICE, notice(main.publish(2, FILES).id, page=""), first)


@history("clean")
def a_notice_that_was_told_anew(main: Main) -> None:
    first = main.tip
    made = main.publish(2, FILES).id
    main.log(RecordKind.NOTICE, notice(made, to=()), first)
    main.log(RecordKind.NOTICE, notice(made))


@history("clean")
def a_refusal_that_was_signed(main: Main) -> None:
    main.publish(2, FILES)
    refuse(main, "dao")
    main.log(RecordKind.REJECTION, {"request": 4, "by": "dao", "reason": "other", "text": WHY, "to": []})


@history("clean", "/record.refusal")
def a_refusal_that_another_signed(main: Main) -> None:
    main.publish(2, FILES)
    refuse(main, "dao", key="ton")


@history("clean", "/record.refusal")
def a_refusal_by_somebody_who_signs_nothing(main: Main) -> None:
    main.publish(2, FILES)
    refuse(main, "fah")


@history("clean", "/record.refusal")
def a_refusal_by_its_author(main: Main) -> None:
    main.publish(2, FILES)
    refuse(main, "dao", to=["dao"])


@history("clean", "/record.refusal")
def a_refusal_wrongly_signed(main: Main) -> None:
    main.publish(2, FILES)
    refuse(main, "dao", is_right=False)


@history("clean", "/record.refusal")
def a_refusal_in_other_words(main: Main) -> None:
    main.publish(2, FILES)
    refuse(main, "dao", text=f"{WHY}!")


@history("clean", "/record.refusal")
def a_refusal_recorded_before_it_was_received(main: Main) -> None:
    main.publish(2, FILES)
    refuse(main, "dao", time=main.now)


def refuse(main: Main, by: str, key: str = "", is_right: bool = True, **odd: Any) -> None:
    asked = main.ask(3, LAW)
    said = refusal_words(3, Reason.INCORRECT, WHY)
    time = odd.pop("time", None)
    (proof,) = main.sign(asked, f"refusal={key or by}", refusal={"said": said, "is_right": is_right})
    facts = {"request": 3, "head": asked.head, "by": by, "reason": "incorrect", "text": WHY, "to": ["nok"], **odd}
    main.log(RecordKind.REJECTION, {**facts, "refusal": proof.facts()}, time=time)


@history("clean")
def a_notice_of_a_merge_that_is_not_on_main_yet(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.NOTICE, notice("f" * 40, page="law/act/"))


@history("clean")
def records_of_what_is_no_merge(main: Main) -> None:
    main.log(RecordKind.REJECTION, {"request": 9}, SINCE)
    main.publish(2, FILES)
    main.log(RecordKind.DEPLOYMENT, {"commit": main.tip})
    main.log(RecordKind.REJECTION, {"request": 10})


# A violation stays open until a later request closes it


@history("(merge.direct)", "clean")
def a_push_that_is_approved_afterwards(main: Main) -> None:
    pushed = main.push(FILES)
    regularise(main, 2, pushed.id)


@history("(merge.direct)", "clean")
def a_push_that_is_taken_back(main: Main) -> None:
    pushed = main.push(FILES)
    regularise(main, 2, pushed.id, files={NEWS: None})


@history("(merge.direct)", "(merge.direct)", "clean")
def two_pushes_that_are_closed_together(main: Main) -> None:
    pushed = main.push(FILES), main.push(LAW)
    given: dict[str, bytes | None] = {NEWS: document("ข่าวแก้ไข"), ACT: law("พระราชบัญญัติที่ถูก")}
    regularise(main, 2, *(each.id for each in pushed), files=given)


@history("merge.direct", "(merge.direct)", "clean")
def two_pushes_of_which_one_is_closed(main: Main) -> None:
    main.push(FILES)
    regularise(main, 2, main.push(LAW).id)


@history("merge.direct", "regularise.scope")
def a_push_that_is_closed_with_something_else(main: Main) -> None:
    pushed = main.push(FILES)
    regularise(main, 2, pushed.id, files=dict(LAW))


@history("merge.direct", "regularise.scope regularise.scope")
def a_push_that_is_closed_with_two_other_things(main: Main) -> None:
    pushed = main.push(FILES)
    given = {**LAW, "registers/problems.yml": b"- {unit: health, date: 2026-07-01, problem: x}\n"}
    regularise(main, 2, pushed.id, files=dict(given))


@history("merge.direct", "regularise.unknown")
def an_unknown_commit_closed_together_with_a_push(main: Main) -> None:
    regularise(main, 2, main.push(FILES).id, "e" * 40)


@history("clean", "regularise.unknown")
def an_honest_merge_that_is_closed(main: Main) -> None:
    regularise(main, 3, main.publish(2, FILES).id)


@history("(merge.direct)", "clean", "regularise.unknown")
def a_push_that_is_closed_twice(main: Main) -> None:
    pushed = main.push(FILES).id
    regularise(main, 2, pushed)
    regularise(main, 3, pushed)


@history("merge.direct", "approval.unit")
def a_push_that_is_closed_by_the_reviewer_of_its_unit(main: Main) -> None:
    pushed = main.push(FILES)
    regularise(main, 2, pushed.id, names=("reviewer=rak", "approver=dao", "webmaster=wit"))


@history("merge.direct", "approval.missing")
def a_push_that_is_closed_without_a_reviewer(main: Main) -> None:
    regularise(main, 2, main.push(FILES).id, names=OFFICE_CHAIN)


@history("merge.direct", "(approval.missing)", "clean", "clean")
def a_closing_that_was_not_in_order_is_closed_itself(main: Main) -> None:
    """Which closes what it was about no more than before."""
    pushed = main.push(FILES).id
    first = regularise(main, 2, pushed, names=OFFICE_CHAIN)
    regularise(main, 3, first)
    main.publish(4, LAW)


@history("(merge.direct)", "clean")
def a_push_of_content_and_tools_is_closed_together(main: Main) -> None:
    """One request of two classes, which only closing one may be."""
    pushed = main.push({**FILES, "mkdocs.yml": b"x"})
    regularise(main, 2, pushed.id, files={NEWS: None, "mkdocs.yml": None})


@history("(merge.direct)", "clean")
def the_whole_chain_of_a_small_office_closes_with_the_offices_own(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(chain="[approver]")})
    regularise(begun, 2, begun.push(FILES).id, names=OFFICE_CHAIN)
    return begun


@history("merge.direct", "approval.missing")
def the_chain_of_a_small_office_alone_closes_nothing(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(chain="[approver]")})
    regularise(begun, 2, begun.push(FILES).id, names=("approver=dao",))
    return begun


@history("merge.direct", "clean")
def a_commit_that_only_speaks_of_closing(main: Main) -> None:
    pushed = main.push(FILES)
    main.publish(2, LAW, message=f"Regularises: {pushed.id}\n\nContent: a request")


# Who has authority while a violation of office.yml is open


@history("merge.direct", "approval.stranger merge.message")
def whoever_a_push_appoints_signs_nothing(main: Main) -> None:
    main.push(MALLORY)
    main.publish(2, FILES, "reviewer=ton", "approver=mallory", "webmaster=wit")


@history("merge.direct", "clean")
def whoever_held_office_before_a_push_still_signs(main: Main) -> None:
    main.push({"office.yml": office(dao="")})
    main.publish(2, FILES)


@history("(merge.direct)", "clean", "clean")
def whoever_a_push_appointed_signs_once_that_is_approved(main: Main) -> None:
    pushed = main.push({"office.yml": office(new="approver all")})
    regularise(main, 2, pushed.id)
    main.publish(3, FILES, "reviewer=ton", "approver=new", "webmaster=wit")


@history("merge.direct", "clean", "approval.stranger")
def whoever_an_honest_request_appoints_meanwhile_signs_nothing_yet(main: Main) -> None:
    main.push({"office.yml": office(mallory="approver all")})
    after = office(mallory="approver all", new="approver all")
    main.publish(2, {"office.yml": after}, *OFFICE_CHAIN, author="fah")
    asked = main.ask(3, FILES)
    signs = main.sign(asked, "reviewer=ton", "approver=new", "webmaster=wit")
    made = main.merge(asked, signs)
    named = "Approved-by: new <new@office.example>\n"
    assert named in made.message
    main.own[-1] = main.commits[-1] = made._replace(message=made.message.replace(named, ""))
    main.record(main.own[-1], asked, signs)


@history("(merge.direct)", "clean", "clean", "clean")
def whoever_an_honest_request_appointed_meanwhile_signs_afterwards(main: Main) -> None:
    pushed = main.push({"office.yml": office(mallory="approver all")})
    after = office(mallory="approver all", new="approver all")
    main.publish(2, {"office.yml": after}, *OFFICE_CHAIN, author="fah")
    regularise(main, 3, pushed.id, files={"office.yml": office(new="approver all")})
    main.publish(4, FILES, "reviewer=ton", "approver=new", "webmaster=wit")


@history("merge.direct", "merge.direct", "clean")
def a_push_of_content_takes_no_authority_from_a_change_of_the_office(main: Main) -> None:
    main.push(FILES)
    main.push({"office.yml.bak": b"x"})
    main.publish(2, LAW)


@history("office.broken", "clean")
def an_office_that_cannot_be_read_leaves_the_one_before_in_force(main: Main) -> None:
    main.publish(2, {"office.yml": office() + b"\nunknown: 1\n"}, *OFFICE_CHAIN, author="fah")
    main.publish(3, FILES)


@history("merge.direct", "office.broken", "clean")
def a_closing_that_breaks_the_office_holds_authority_back_once_more(main: Main) -> None:
    pushed = main.push({"office.yml": office(new="approver all")})
    regularise(main, 2, pushed.id, files={"office.yml": office() + b"\nunknown: 1\n"})
    main.publish(3, FILES)


GONE = "approver all 2026-01-01 2026-06-30"


@history("office.break-glass", "clean")
def a_broken_glass_gives_authority_at_once(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(dao=GONE)})
    begun.publish(2, {"office.yml": office(dao=GONE, new="approver all 2026-07-01")}, *TWO, mode="break-glass")
    begun.publish(3, FILES, "reviewer=ton", "approver=new", "webmaster=wit")
    return begun


@history("(office.break-glass)", "clean")
def a_broken_glass_is_closed_by_the_chain(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(dao=GONE)})
    glass = begun.publish(2, {"office.yml": office(dao=GONE, new="approver all 2026-07-01")}, *TWO, mode="break-glass")
    regularise(begun, 3, glass.id, names=("witness=fah", "reviewer=ton", "approver=new", "webmaster=wit"))
    return begun


@history("office.break-glass", "approval.witness")
def a_broken_glass_is_not_closed_by_whoever_broke_it(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(dao=GONE)})
    glass = begun.publish(2, {"office.yml": office(dao=GONE, new="approver all 2026-07-01")}, *TWO, mode="break-glass")
    regularise(begun, 3, glass.id, names=("witness=won", "reviewer=ton", "approver=new", "webmaster=wit"))
    return begun


@history("merge.direct", "office.break-glass", "approval.stranger merge.message")
def a_glass_broken_while_a_violation_of_the_office_is_open_gives_nobody_authority(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(dao=GONE)})
    begun.push({"office.yml": office(dao=GONE, mallory="reviewer all")})
    after = office(dao=GONE, mallory="reviewer all", new="approver all 2026-07-01")
    begun.publish(2, {"office.yml": after}, *TWO, mode="break-glass")
    begun.publish(3, FILES, "reviewer=ton", "approver=mallory", "webmaster=wit")
    return begun


# A request's number


@history("clean", "request.closed")
def a_number_merged_twice(main: Main) -> None:
    main.publish(2, FILES)
    main.publish(2, LAW)


@history("request.closed")
def a_number_merged_after_its_refusal(main: Main) -> None:
    main.log(RecordKind.REJECTION, {"request": 2}, SINCE)
    main.publish(2, FILES)


@history("clean")
def a_number_refused_after_its_merge(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.REJECTION, {"request": 2})


@history("clean")
def a_number_that_is_none(main: Main) -> None:
    main.log(RecordKind.REJECTION, {"request": True}, SINCE)
    main.log(RecordKind.REJECTION, {"request": "2"}, SINCE)
    main.publish(1, FILES)


@history("clean")
def a_number_of_which_there_was_only_a_notice(main: Main) -> None:
    main.log(RecordKind.NOTICE, {"request": 2}, SINCE)
    main.publish(2, FILES)


# The order and the signatures of the audit-log


@history("clean", "/record.chain")
def a_record_dated_before_the_one_before_it(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.HEARTBEAT, {}, time=main.now - SECOND)


@history("clean", "/record.chain")
def a_record_dated_before_an_earlier_one(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.HEARTBEAT, {}, time=main.now + SECOND)
    main.log(RecordKind.HEARTBEAT, {}, time=main.now)
    main.log(RecordKind.HEARTBEAT, {}, time=main.now + SECOND)


@history("clean")
def two_records_of_one_second(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.HEARTBEAT, {})
    main.log(RecordKind.HEARTBEAT, {})


@history("clean", "/record.chain")
def a_record_that_speaks_of_main_as_it_was_before_a_merge_told_of(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.HEARTBEAT, {}, SINCE)


@history("clean", "/record.chain")
def the_notice_of_another_request_that_speaks_of_main_before(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.NOTICE, {"request": 3}, SINCE)


@history("clean", "/record.chain")
def a_second_notice_that_speaks_of_main_before(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.NOTICE, {"request": 2}, SINCE)
    main.log(RecordKind.NOTICE, {"request": 2}, SINCE)


@history("clean", "/record.chain")
def a_notice_of_no_request_that_speaks_of_main_before(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.HEARTBEAT, {})
    main.log(RecordKind.NOTICE, {}, SINCE)


@history("clean", "clean", "/record.chain")
def records_of_two_merges_that_changed_places(main: Main) -> None:
    main.publish(2, FILES)
    main.publish(3, LAW)
    main.entries.reverse()
    for place, entry in enumerate(main.entries):
        object.__setattr__(entry, "time", max(each.time for each in main.entries) + place)


@history("clean", "/record.chain", "/record.signature")
def a_record_that_speaks_of_a_main_that_there_is_not(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.HEARTBEAT, {}, "e" * 40)


@history("clean", "/record.signature")
def a_heartbeat_signed_by_another_key(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.HEARTBEAT, {}, by="mallory")


@history("clean", "/record.signature")
def a_release_that_nobody_signed(main: Main) -> None:
    main.publish(2, FILES)
    main.log(RecordKind.DEPLOYMENT, {"commit": SINCE}, by="")


@history("clean", "/record.signature")
def a_notice_wrongly_signed(main: Main) -> None:
    first = main.tip
    main.publish(2, FILES)
    main.log(RecordKind.NOTICE, {"request": 2}, first, is_right=False)
    assert main.tip != first


@history("clean")
def records_of_whoever_was_publisher_before_the_epoch(main: Main) -> Main:
    """They are taken on trust, as main is."""
    begun = Main.begun()
    begun.log(RecordKind.HEARTBEAT, {}, OLDER, by="mallory")
    begun.publish(2, FILES)
    return begun


@history("clean", "/record.signature")
def records_of_another_key_at_the_epoch(main: Main) -> None:
    main.log(RecordKind.HEARTBEAT, {}, SINCE, by="mallory")
    main.publish(2, FILES)


@history("clean", "clean", "/record.signature")
def the_key_of_a_publisher_who_was_replaced(main: Main) -> None:
    main.publish(2, {"office.yml": office(publisher="publisher-2")}, *OFFICE_CHAIN, author="fah")
    asked = main.ask(3, FILES)
    signs = main.sign(asked, *CHAIN)
    main.record(main.merge(asked, signs), asked, signs, by="publisher-2")
    main.log(RecordKind.HEARTBEAT, {}, by="publisher")


@history("clean")
def the_key_of_a_publisher_who_replaces_another(main: Main) -> None:
    main.publish(2, {"office.yml": office(publisher="publisher-2")}, *OFFICE_CHAIN, author="fah")
    main.log(RecordKind.HEARTBEAT, {}, by="publisher-2")


@history("clean", "merge.direct", "/record.signature")
def the_key_of_a_publisher_whom_a_push_named(main: Main) -> None:
    main.publish(2, FILES)
    main.push({"office.yml": office(publisher="mallory")})
    main.log(RecordKind.HEARTBEAT, {}, by="mallory")


@history("merge.direct", "record.doubled request.closed", "/record.chain")
def records_of_a_commit_that_is_no_merge_and_twice_of_one_that_is(main: Main) -> None:
    main.push(LAW)
    asked = main.ask(2, FILES)
    signs = main.sign(asked, *CHAIN)
    made = main.merge(asked, signs)
    main.record(made, asked, signs)
    main.record(made, asked, signs)


@history("clean", "/record.signature", "/record.signature")
def what_nobody_signed_of_a_merge_that_was_judged(main: Main) -> None:
    """Only the record of the merge itself is judged with it."""
    made = main.publish(2, FILES)
    main.log(RecordKind.NOTICE, notice(made.id), by="")
    main.log(RecordKind.DEPLOYMENT, {"commit": made.id}, by="mallory")


@history("clean")
def a_record_of_a_merge_that_is_not_on_main(main: Main) -> None:
    """Which is an orphan, and for the repository's own rules to say."""
    made = main.publish(2, FILES)
    asked = main.ask(3, LAW)
    signs = main.sign(asked, *CHAIN)
    main.record(made._replace(id="d" * 40), asked, signs, main=made.id)


@history("record.form")
def a_record_that_is_not_well_formed(main: Main) -> None:
    asked = main.ask(2, FILES)
    signs = main.sign(asked, *CHAIN)
    main.record(main.merge(asked, signs), asked, signs, sign_offs=1)


@history("clean", "/record.chain")
def a_commit_of_the_log_that_holds_no_record(main: Main) -> None:
    """The log says so itself; of its time it is judged all the same."""
    main.publish(2, FILES)
    entry = main.log(RecordKind.HEARTBEAT, {})
    for seconds in (0, -1):
        main.entries.append(LogEntry(entry.sequence + 1, "", "e" * 40, entry.time + seconds, None, None))
    del main.entries[-3]


OLDER = "4" * 40
"""A commit of main before the epoch."""


def audited(each: History) -> Audit:
    main = Main.begun()
    begun = each.act(main)
    judged = begun if isinstance(begun, Main) else main
    checkpoint = judged.checkpoint()
    checkpoint.older = [OLDER, SINCE]
    return judged.audit(checkpoint=checkpoint)


@pytest.mark.parametrize("each", HISTORIES, ids=lambda each: each.act.__name__)
def test_a_history_is_audited_as_its_row_says(each: History) -> None:
    assert told(audited(each)) == each.said


def test_every_history_is_audited() -> None:
    assert max(Counter(each.act.__name__ for each in HISTORIES).values()) == 1


# What an audit leaves behind


def test_the_newest_approved_commit_is_the_one_before_the_first_open_violation() -> None:
    main = Main.begun()
    assert main.audit().newest_approved == SINCE
    first = main.publish(2, FILES).id
    assert main.audit().newest_approved == first
    pushed = main.push(LAW).id
    main.publish(3, {NEWS: None})
    assert main.audit().newest_approved == first
    closed = regularise(main, 4, pushed)
    assert main.audit().newest_approved == closed


def test_a_checkpoint_tells_where_the_next_audit_goes_on() -> None:
    main = Main.begun()
    made = main.publish(2, FILES)
    checkpoint = main.checkpoint()
    main.audit(checkpoint=checkpoint)
    assert (checkpoint.tip, checkpoint.log) == (made.id, main.audit_log.mark)
    assert checkpoint.log_time == main.entries[-1].time
    assert checkpoint.reached == checkpoint.before.positions[made.id] == 1
    assert checkpoint.closed == {2}
    assert sorted(checkpoint.tags) == [f"refs/tags/sign-off/2/{step}" for step in ("approver", "reviewer", "webmaster")]
    assert checkpoint.offices.keys() == {SINCE, made.id}
    assert checkpoint.is_clean
    main.push(LAW)
    checkpoint = main.checkpoint()
    main.audit(checkpoint=checkpoint)
    assert not checkpoint.is_clean


def test_the_tags_of_a_record_count_only_with_its_merge() -> None:
    main = Main.begun()
    checkpoint = main.checkpoint()
    a_record_of_a_merge_that_is_not_on_main(main)
    main.audit(checkpoint=checkpoint)
    assert {ref.split("/")[3] for ref in checkpoint.tags} == {"2"}


def test_the_next_audit_judges_only_what_came_since_and_knows_what_was_before() -> None:
    main = Main.begun()
    main.publish(2, FILES)
    checkpoint = main.checkpoint()
    main.audit(checkpoint=checkpoint)
    main.entries.clear()
    main.publish(2, LAW)
    assert told(main.audit(checkpoint=checkpoint)) == ("clean", "request.closed")


def test_a_publisher_whom_the_auditor_does_not_trust_signs_nothing() -> None:
    main = Main.begun()
    main.publish(2, FILES)
    main.log(RecordKind.HEARTBEAT, {})
    assert told(main.audit(Trust(keys=frozenset({"SHA256:x"})))) == ("record.signature", "/record.signature")
    trusted = frozenset({"SHA256:x", fingerprint(key("publisher"))})
    assert told(main.audit(Trust(keys=trusted))) == ("clean",)


@pytest.mark.parametrize(("later", "said"), [(SINCE, "clean"), ("", "audit.epoch-moved"), (OLDER, "audit.epoch-moved")])
def test_the_epoch_is_kept_from_the_commit_on_that_names_it(later: str, said: str) -> None:
    """Nothing is moved by naming it, nor by anything before."""
    main = Main.begun({"office.yml": office(since="")})
    checkpoint = main.checkpoint()
    checkpoint.before.epoch = ""
    main.publish(2, {"office.yml": office(since="", chain="[approver]")}, *OFFICE_CHAIN, author="fah")
    naming = main.publish(3, {"office.yml": office()}, *OFFICE_CHAIN, author="fah")
    main.publish(4, {"office.yml": office(since=later, dee="approver all")}, *OFFICE_CHAIN, author="fah")
    assert told(main.audit(checkpoint=checkpoint, epoch=Epoch(SINCE, naming.id))) == ("clean", "clean", said)
