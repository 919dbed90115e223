"""A table of requests: what they change, whose it is, who made them; and what may not land that way (R01, R02, R09)."""

import datetime

import pytest

from office_of_values import (
    ACT,
    CHAIN,
    NEWS,
    OFFICE_CHAIN,
    SHELF,
    SINCE,
    TWO,
    Asked,
    Main,
    key,
    office,
    who,
)
from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING
from sign_off_office import document, law
from verdict_table import FOLDER, LAW, Row, Table, judged, name_of

TABLE = Table()
row = TABLE.row
TEXT = "ข่าวประชาสัมพันธ์"
FILES = {NEWS: document(TEXT)}
PDF = f"{FOLDER}/notice.pdf"
BYTES = b"%PDF-1.4\n%%EOF\n"
LISTED = document(TEXT, attachments=[{"file": "notice.pdf", "title": "ประกาศ"}])
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12345\n"
BY_RAK = ("reviewer=rak", "approver=dao", "webmaster=wit")
RAKS = "dao nok rak wit"
PROBLEMS = "registers/problems.yml"


def spoken(at: str = "2026-07-01T08:00", approver: str = "dao") -> dict[str, object]:
    return {"verbal": {"approver": approver, "at": at, "channel": "โทรศัพท์", "recorded_by": "wit"}}


def urgent(main: Main, number: int = 2, **changed: object) -> None:
    main.publish(number, {NEWS: document(TEXT, **(spoken() | changed))}, *TWO, mode="verbal")


def entry(unit: str, problem: str = "ระบบล่ม") -> str:
    return f"- {{unit: {unit}, date: 2026-07-01, problem: {problem}}}\n"


def made(main: Main, asked: Asked, *names: str, mode: str = "written", **odd: object) -> None:
    """Signed, merged and recorded."""
    signs = main.sign(asked, *(names or CHAIN))
    main.record(main.merge(asked, signs, mode=mode), asked, signs, mode, **odd)  # type: ignore[arg-type]


# One class


@row("request.mixed", action="tooling", things=f"{FOLDER} office.yml", people="dao fah wit")
def content_with_the_office(main: Main) -> None:
    main.publish(2, {**FILES, "office.yml": office(chain="[approver]")}, *OFFICE_CHAIN, author="fah")


@row("request.mixed", action="tooling", things=f"{FOLDER} mkdocs.yml", people="dao fah wit")
def content_with_tooling(main: Main) -> None:
    main.publish(2, {**FILES, "mkdocs.yml": b"x"}, *OFFICE_CHAIN, author="fah")


@row("request.mixed", action="tooling", things="mkdocs.yml office.yml", people="dao fah wit")
def the_office_with_tooling(main: Main) -> None:
    main.publish(2, {"office.yml": office(chain="[approver]"), "mkdocs.yml": b"x"}, *OFFICE_CHAIN, author="fah")


@row(like="request.mixed", things=f"{FOLDER} {PROBLEMS}", action="published")
def an_item_with_an_entry_of_a_register(main: Main) -> None:
    main.publish(2, {**FILES, PROBLEMS: entry("health").encode()})


@row(like="request.mixed", action="tooling", things="mkdocs.yml office.yml.bak", people="dao fah wit")
def tooling_that_is_called_like_the_office(main: Main) -> None:
    main.publish(2, {"office.yml.bak": b"x", "mkdocs.yml": b"x"}, *OFFICE_CHAIN, author="fah")


# Something, whole, in plain files, upon what main holds


@row("request.empty", action="repository", things="")
def a_request_that_changes_nothing(main: Main) -> None:
    made(main, main.ask(2, {}))


@row("request.empty", action="repository", things="")
def a_request_that_takes_back_what_it_changed(main: Main) -> None:
    made(main, main.ask(2, FILES, {NEWS: None}))


@row("author.none", "merge.message", "request.empty", action="repository", things="", people="dao ton wit")
def a_request_without_a_commit(main: Main) -> None:
    main.publish(3, FILES)
    asked = Asked(2, (), SINCE, "nok")
    made(main, asked, requested_by="")


@row(like="request.empty")
def a_request_that_changes_its_mind(main: Main) -> None:
    made(main, main.ask(2, FILES, {NEWS: None}, {NEWS: document("ข่าวที่แก้ไข")}))


@row("request.link", people="dao nok ton wit")
def a_link_in_an_item(main: Main) -> None:
    main.publish(2, {NEWS: LISTED, PDF: ("120000", b"/etc/passwd")})


@row("request.link")
def a_program_in_an_item(main: Main) -> None:
    main.publish(2, {NEWS: LISTED, PDF: ("100755", BYTES)})


@row("request.link")
def a_repository_in_an_item(main: Main) -> None:
    main.publish(2, {NEWS: LISTED, PDF: ("160000", BYTES)})


@row("request.link", action="tooling", things="scripts/check.py", people="dao fah wit")
def a_link_among_the_tools(main: Main) -> None:
    main.publish(2, {"scripts/check.py": ("120000", b"/etc/passwd")}, *OFFICE_CHAIN, author="fah")


@row("request.link", action="office", things="office.yml", people="dao fah wit")
def an_office_that_is_a_program(main: Main) -> None:
    main.publish(2, {"office.yml": ("100755", office(chain="[approver]"))}, *OFFICE_CHAIN, author="fah")


@row(like="request.link", action="tooling", things="scripts/check.py", people="dao fah wit")
def a_program_among_the_tools(main: Main) -> None:
    main.publish(2, {"scripts/check.py": ("100755", b"x")}, *OFFICE_CHAIN, author="fah")


@row(like="request.link request.lfs")
def a_file_beside_an_item(main: Main) -> None:
    main.publish(2, {NEWS: LISTED, PDF: BYTES})


@row(like="request.link", action="withdrawn", things=LAW)
def an_item_taken_away(main: Main) -> None:
    main.publish(2, {ACT: None})


@row("request.lfs")
def a_pointer_to_a_file_that_is_kept_elsewhere(main: Main) -> None:
    main.publish(2, {NEWS: LISTED, PDF: POINTER})


@row("request.lfs", people="dao nok ton wit")
def a_pointer_in_place_of_an_item(main: Main) -> None:
    main.publish(2, {NEWS: POINTER})


@row(like="request.lfs")
def a_long_text_that_begins_like_a_pointer(main: Main) -> None:
    main.publish(2, {NEWS: LISTED, PDF: POINTER + b" " * 1024})


@row(like="request.lfs")
def a_text_that_speaks_of_a_pointer(main: Main) -> None:
    main.publish(2, {NEWS: LISTED, PDF: BYTES + POINTER})


@row(like="request.lfs", action="tooling", things=".gitattributes", people="dao fah wit")
def a_pointer_among_the_tools(main: Main) -> None:
    main.publish(2, {".gitattributes": POINTER}, *OFFICE_CHAIN, author="fah")


@row("request.outdated", things=PROBLEMS, action="amended")
def a_request_on_what_another_has_changed_since(main: Main) -> None:
    asked = main.ask(2, {PROBLEMS: entry("health").encode()})
    main.publish(3, {PROBLEMS: entry("finance").encode()})
    made(main, asked)


@row("request.outdated", things="mkdocs.yml", action="tooling", people="dao fah wit")
def a_request_on_what_another_has_made_a_program_since(main: Main) -> None:
    main.publish(3, {"mkdocs.yml": b"x"}, *OFFICE_CHAIN)
    asked = main.ask(2, {"mkdocs.yml": b"y"}, author="fah")
    main.publish(4, {"mkdocs.yml": ("100755", b"x")}, *OFFICE_CHAIN)
    made(main, asked, *OFFICE_CHAIN)


@row(like="request.outdated", things=FOLDER)
def a_request_beside_what_another_has_changed(main: Main) -> None:
    asked = main.ask(2, FILES)
    main.publish(3, {ACT: law("พระราชบัญญัติฉบับอื่น")})
    made(main, asked)


@row(like="request.outdated", action="amended", things=FOLDER)
def a_request_upon_what_another_has_changed_before(main: Main) -> None:
    main.publish(3, FILES)
    made(main, main.ask(2, {NEWS: document("ข่าวที่แก้ไข")}))


# Names


@row("request.case-twin", things="content/law/Act", action="published")
def a_folder_that_differs_by_letter_case(main: Main) -> None:
    main.publish(2, {"content/law/Act/index.md": law(TEXT)})


@row("request.case-twin", things="content/LAW/act", action="published")
def a_category_that_differs_by_letter_case(main: Main) -> None:
    main.publish(2, {"content/LAW/act/index.md": document(TEXT)})


@row("request.case-twin", "request.case-twin", things=FOLDER)
def two_new_files_that_differ_by_their_form(main: Main) -> None:
    main.publish(2, {NEWS: LISTED, f"{FOLDER}/caf\u00e9.pdf": BYTES, f"{FOLDER}/cafe\u0301.pdf": BYTES})


@row("merge.direct", "request.case-twin", request=None, things="content/law/ACT", people="")
def a_pushed_twin(main: Main) -> None:
    main.push({"content/law/ACT/index.md": law(TEXT)})


@row(like="request.case-twin", things="content/law/actor")
def a_folder_whose_name_begins_like_another(main: Main) -> None:
    main.publish(2, {"content/law/actor/index.md": law(TEXT)})


@row(like="request.case-twin", action="moved", things=f"{LAW} content/law/acts")
def a_folder_that_moves(main: Main) -> None:
    moved = document("พระราชบัญญัติ", former_paths=["law/act"])
    main.publish(2, {ACT: None, "content/law/acts/index.md": moved})


@row(like="request.case-twin", action="published", things="content/law/Act")
def a_folder_that_is_written_otherwise_from_now_on(main: Main) -> None:
    """The old name is gone with the same merge."""
    main.publish(3, {ACT: None})
    main.publish(2, {"content/law/Act/index.md": law(TEXT)})


def twice(main: Main) -> tuple[PathChange, ...]:
    """A change that names its file twice, as a folder that git would not make can."""
    first, second = (SHELF.put(document(title)) for title in ("ข่าวปลอม", TEXT))
    return tuple(PathChange(NEWS, "000000", "100644", NOTHING, each) for each in (first, second))


@row(like="request.case-twin", action="amended", things=LAW)
def a_change_of_one_of_two_twins_that_were_there_before(main: Main) -> Main:
    begun = Main.begun({"content/law/ACT/index.md": law("พระราชบัญญัติ")})
    begun.publish(2, {ACT: law("พระราชบัญญัติใหม่")})
    return begun


@row("request.tree")
def a_request_whose_folder_names_a_file_twice(main: Main) -> None:
    commit = main.commit((main.tip,), twice(main))
    made(main, Asked(2, (commit,), main.tip, "nok"))


@row("request.tree")
def a_merge_whose_folder_names_a_file_twice(main: Main) -> None:
    asked = main.ask(2, FILES)
    signs = main.sign(asked, *CHAIN)
    main.record(main.merge(asked, signs, changes=twice(main)), asked, signs)


@row("merge.direct", "request.tree", request=None, people="")
def a_push_whose_folder_names_a_file_twice(main: Main) -> None:
    main.land(main.commit((main.tip,), twice(main)))


@row(like="request.tree", things=f"{LAW} {FOLDER}", action="amended")
def a_request_whose_commits_each_name_the_same_file(main: Main) -> None:
    given = {**FILES, ACT: law("พระราชบัญญัติใหม่")}
    made(main, main.ask(2, {NEWS: document("ข่าวแรก")}, given))


@row("office.broken", action="office", things="office.yml", people="dao fah wit")
def an_office_that_its_schema_refuses(main: Main) -> None:
    main.publish(2, {"office.yml": office() + b"\nunknown: 1\n"}, *OFFICE_CHAIN, author="fah")


@row("audit.epoch-moved", "office.broken", action="office", things="office.yml", people="dao fah wit")
def an_office_taken_away(main: Main) -> None:
    main.publish(2, {"office.yml": None}, *OFFICE_CHAIN, author="fah")


@row("audit.epoch-moved", action="office", things="office.yml", people="dao fah wit")
def an_office_with_a_later_epoch(main: Main) -> None:
    main.publish(2, {"office.yml": office(since="6" * 40)}, *OFFICE_CHAIN, author="fah")


@row("audit.epoch-moved", action="office", things="office.yml", people="dao fah wit")
def an_office_without_an_epoch(main: Main) -> None:
    main.publish(2, {"office.yml": office(since="")}, *OFFICE_CHAIN, author="fah")


@row("audit.epoch-moved", "merge.direct", request=None, action="office", things="office.yml", people="")
def a_pushed_epoch(main: Main) -> None:
    main.push({"office.yml": office(since="6" * 40)})


@row(like="office.broken audit.epoch-moved", action="office", things="office.yml", people="dao fah wit")
def an_office_with_another_chain(main: Main) -> None:
    main.publish(2, {"office.yml": office(chain="[approver]")}, *OFFICE_CHAIN, author="fah")


# Whose it is


@row("approval.unit", people=RAKS)
def an_item_of_another_unit_than_the_reviewers(main: Main) -> None:
    main.publish(2, {NEWS: document(TEXT, unit="finance")}, *BY_RAK)


@row(like="approval.unit", people=RAKS)
def an_item_of_the_reviewers_unit(main: Main) -> None:
    main.publish(2, FILES, *BY_RAK)


@row("approval.unit", people=RAKS, action="amended")
def an_item_that_changes_hands_into_the_reviewers_unit(main: Main) -> None:
    main.publish(3, {NEWS: document(TEXT, unit="finance")})
    main.publish(2, FILES, *BY_RAK)


@row("approval.unit", people=RAKS, action="amended")
def an_item_that_changes_hands_out_of_the_reviewers_unit(main: Main) -> None:
    main.publish(3, FILES)
    main.publish(2, {NEWS: document(TEXT, unit="finance")}, *BY_RAK)


@row("approval.unit", people=RAKS, action="withdrawn")
def an_item_of_another_unit_taken_away(main: Main) -> None:
    main.publish(3, {NEWS: document(TEXT, unit="finance")})
    main.publish(2, {NEWS: None}, *BY_RAK)


@row("approval.unit", people=RAKS, action="amended")
def a_file_beside_an_item_of_another_unit(main: Main) -> None:
    main.publish(3, {NEWS: document(TEXT, unit="finance")})
    main.publish(2, {PDF: BYTES}, *BY_RAK)


@row(people=RAKS, action="amended")
def a_file_beside_an_item_of_the_reviewers_unit(main: Main) -> None:
    main.publish(3, FILES)
    main.publish(2, {PDF: BYTES}, *BY_RAK)


@row("approval.unit", people=RAKS)
def an_item_of_nobody(main: Main) -> None:
    main.publish(2, {NEWS: b"---\ntitle: [\n---\n"}, *BY_RAK)


@row()
def an_item_of_nobody_signed_for_all_units(main: Main) -> None:
    main.publish(2, {NEWS: b"---\ntitle: [\n---\n"})


@row("approval.unit", people=RAKS, things="content/readme.txt", action="amended")
def content_that_is_no_item(main: Main) -> None:
    main.publish(2, {"content/readme.txt": b"x"}, *BY_RAK)


@row(people=RAKS, things=PROBLEMS, action="amended")
def an_entry_of_the_reviewers_unit(main: Main) -> None:
    main.publish(3, {PROBLEMS: entry("finance").encode()})
    main.publish(2, {PROBLEMS: (entry("finance") + entry("health")).encode()}, *BY_RAK)


@row("approval.unit", people=RAKS, things=PROBLEMS, action="amended")
def an_entry_of_another_unit(main: Main) -> None:
    main.publish(3, {PROBLEMS: entry("health").encode()})
    main.publish(2, {PROBLEMS: (entry("health") + entry("finance")).encode()}, *BY_RAK)


@row("approval.unit", people=RAKS, things=PROBLEMS, action="amended")
def an_entry_of_another_unit_that_is_gone(main: Main) -> None:
    main.publish(3, {PROBLEMS: (entry("health") + entry("finance")).encode()})
    main.publish(2, {PROBLEMS: entry("health").encode()}, *BY_RAK)


@row("approval.unit", people=RAKS, things=PROBLEMS, action="amended")
def a_register_taken_away(main: Main) -> None:
    main.publish(3, {PROBLEMS: entry("finance").encode()})
    main.publish(2, {PROBLEMS: None}, *BY_RAK)


@row("approval.unit", people=RAKS, things=PROBLEMS, action="amended")
def an_entry_of_no_unit(main: Main) -> None:
    main.publish(2, {PROBLEMS: b"- {problem: x}\n"}, *BY_RAK)


@row("approval.unit", people=RAKS, things=PROBLEMS, action="amended")
def a_register_that_cannot_be_read(main: Main) -> None:
    main.publish(2, {PROBLEMS: b"- [\n"}, *BY_RAK)


@row("approval.unit", people=RAKS, things=PROBLEMS, action="amended")
def a_register_in_which_only_the_spelling_changed(main: Main) -> None:
    """Nothing tells whose it is."""
    main.publish(3, {PROBLEMS: entry("health").encode()})
    main.publish(2, {PROBLEMS: entry("health").encode() + b"# x\n"}, *BY_RAK)


# Who made it


@row("author.stranger")
def a_stranger_who_committed(main: Main) -> None:
    made(main, main.ask(2, FILES, committer=("x", "x@elsewhere.example")))


@row("author.stranger")
def a_stranger_who_is_named_beside_the_author(main: Main) -> None:
    made(main, main.ask(2, FILES, message="news\n\nCo-authored-by: X <x@elsewhere.example>\n"))


@row("author.stranger")
def a_stranger_of_whom_only_a_name_is_told(main: Main) -> None:
    made(main, main.ask(2, FILES, message="news\n\nCo-authored-by: dao\n"))


@row("author.stranger")
def a_stranger_who_pushed(main: Main) -> None:
    made(main, main.ask(2, FILES), pushers=["x@elsewhere.example"])


@row("author.stranger")
def a_commit_of_nobody(main: Main) -> None:
    made(main, main.ask(2, FILES, committer=("", "")))


@row("author.stranger", "author.stranger")
def two_strangers(main: Main) -> None:
    made(main, main.ask(2, FILES, committer=("x", "x@elsewhere.example")), pushers=["y@elsewhere.example"])


@row("author.stranger", "merge.message", people="dao ton wit")
def a_stranger_who_asks(main: Main) -> None:
    asked = main.ask(2, FILES, author="somebody")
    made(main, asked, requested_by="")


@row("author.stranger")
def the_forge_itself_where_it_does_not_tell_who_pushed(main: Main) -> None:
    made(main, main.ask(2, FILES, committer=("GitHub", "noreply@github.com")))


@row(like="author.stranger", people="dao nok ton wit")
def the_forge_itself_where_it_tells_who_pushed(main: Main) -> None:
    asked = main.ask(2, FILES, committer=("GitHub", "noreply@github.com"))
    made(main, asked, pushers=["1+nok@users.noreply.github.com"])


@row("author.stranger")
def somebody_who_is_called_like_the_forge(main: Main) -> None:
    asked = main.ask(2, FILES, committer=("GitHub", "github@elsewhere.example"))
    made(main, asked, pushers=["1+nok@users.noreply.github.com"])


@row(like="author.stranger", people="dao fah nok ton wit")
def several_who_are_known(main: Main) -> None:
    message = "news\n\n co-AUTHORED-by : Fah <FAH@office.example>\n\nand more"
    made(main, main.ask(2, FILES, message=message), pushers=["nok", "NOK@office.example"])


@row("approval.author")
def the_approver_is_named_in_the_midst_of_a_message(main: Main) -> None:
    made(main, main.ask(2, FILES, message="Co-Authored-By: dao <dao@office.example>\n\nnews"))


@row("approval.author")
def the_approver_is_one_of_two_mails_of_a_line(main: Main) -> None:
    made(main, main.ask(2, FILES, message="x\n\nCo-authored-by: <nok@office.example> <dao@office.example>"))


@row("approval.author")
def the_approver_committed(main: Main) -> None:
    made(main, main.ask(2, FILES, committer=who("dao")))


@row("approval.author")
def the_approver_pushed(main: Main) -> None:
    made(main, main.ask(2, FILES), pushers=["dao"])


@row("approval.author")
def the_approver_wrote_an_earlier_commit(main: Main) -> None:
    asked = main.ask(2, {NEWS: document("ข่าวแรก")}, FILES)
    main.commits[-2] = asked.commits[0]._replace(committer=who("dao"))
    made(main, Asked(2, (main.commits[-2], main.commits[-1]), asked.base, "nok"))


@row(like="approval.author")
def the_approver_is_only_spoken_of(main: Main) -> None:
    made(main, main.ask(2, FILES, message="as Co-authored-by: dao <dao@office.example> would"))


@row(people="dao fah nok ton wit")
def the_first_author_asks(main: Main) -> None:
    asked = main.ask(2, {NEWS: document("ข่าวแรก")}, FILES)
    main.commits[-1] = asked.commits[1]._replace(author=who("fah"))
    made(main, Asked(2, (main.commits[-2], main.commits[-1]), asked.base, "nok"))


AGREED = f"prakat: prakat==0.3.0 --hash=sha256:{'0' * 64}\n".encode()
"""By this the office is bound to what that version began to ask for."""
ONE_STEP = {"office.yml": AGREED + office(chain="[approver]")}


@row("author.unknown-pusher", people="dao nok")
def a_request_signed_by_one_of_whom_nobody_knows_who_pushed_it(main: Main) -> Main:
    begun = Main.begun(ONE_STEP)
    made(begun, begun.ask(2, FILES), "approver=dao")
    return begun


@row(like="author.unknown-pusher", people="dao nok")
def a_request_signed_by_one_that_somebody_known_pushed(main: Main) -> Main:
    begun = Main.begun(ONE_STEP)
    made(begun, begun.ask(2, FILES), "approver=dao", pushers=["nok"])
    return begun


@row("approval.author", people="dao nok")
def a_request_signed_by_the_one_who_pushed_it_as_somebody_else(main: Main) -> Main:
    begun = Main.begun(ONE_STEP)
    made(begun, begun.ask(2, FILES), "approver=dao", pushers=["dao"])
    return begun


@row(like="author.unknown-pusher")
def a_request_of_several_steps_of_which_nobody_knows_who_pushed_it(main: Main) -> Main:
    begun = Main.begun({"office.yml": AGREED + office()})
    made(begun, begun.ask(2, FILES))
    return begun


@row(like="author.unknown-pusher", people="dao nok")
def a_request_signed_by_one_before_the_office_agreed_to_ask(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(chain="[approver]")})
    made(begun, begun.ask(2, FILES), "approver=dao")
    return begun


# What was permitted by word of mouth


@row(like="urgent.approver urgent.future urgent.unratified request.partly-verbal", people="nok wit won")
def an_urgent_item(main: Main) -> None:
    urgent(main)


@row("request.partly-verbal", things=f"{LAW} {FOLDER}", people="nok wit won", action="amended")
def an_urgent_item_beside_one_that_is_not(main: Main) -> None:
    given = {NEWS: document(TEXT, **spoken()), ACT: law("พระราชบัญญัติฉบับแก้ไข")}
    main.publish(2, given, *TWO, mode="verbal")


@row("request.partly-verbal", things=f"{FOLDER} {PROBLEMS}", people="nok wit won")
def an_urgent_item_beside_an_entry_of_a_register(main: Main) -> None:
    given = {NEWS: document(TEXT, **spoken()), PROBLEMS: entry("health").encode()}
    main.publish(2, given, *TWO, mode="verbal")


@row(people="nok wit won")
def an_urgent_item_with_its_file(main: Main) -> None:
    listed = [{"file": "notice.pdf", "title": "ประกาศ"}]
    main.publish(2, {NEWS: document(TEXT, attachments=listed, **spoken()), PDF: BYTES}, *TWO, mode="verbal")


@row("urgent.approver", people="nok wit won")
def a_permission_by_somebody_who_approves_nothing(main: Main) -> None:
    urgent(main, **spoken(approver="ton"))


@row("urgent.approver", people="nok wit won")
def a_permission_by_nobody(main: Main) -> None:
    urgent(main, **spoken(approver="nobody"))


@row("urgent.approver", people="nok wit won")
def a_permission_before_the_approver_was_one(main: Main) -> None:
    urgent(main, **spoken(at="2025-12-31T23:59"))


@row(people="nok wit won")
def a_permission_on_the_approvers_first_day(main: Main) -> None:
    urgent(main, **spoken(at="2026-01-01T00:00"))


@row("urgent.future", people="nok wit won")
def a_permission_after_the_merge(main: Main) -> None:
    urgent(main, **spoken(at="2026-07-01T09:05"))


@row(like="urgent.future", people="nok wit won")
def a_permission_in_the_minute_of_the_merge(main: Main) -> None:
    urgent(main, **spoken(at="2026-07-01T09:04"))


@row("urgent.unratified", people="nok wit won", action="amended")
def a_permission_prolonged_by_word_of_mouth(main: Main) -> None:
    urgent(main, 3)
    urgent(main, **spoken(at="2026-07-01T08:01"))


@row("urgent.unratified", people="nok wit won", action="amended")
def a_permission_replaced_by_another_approvers(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(dee="approver all")})
    urgent(begun, 3)
    urgent(begun, **spoken(approver="dee"))
    return begun


@row(like="urgent.unratified", people="nok wit won", action="amended")
def an_urgent_item_mended_under_the_same_permission(main: Main) -> None:
    urgent(main, 3)
    main.publish(2, {NEWS: document("ข่าวที่แก้ไข", **spoken())}, *TWO, mode="verbal")


@row(people="nok wit won", action="amended")
def an_urgent_item_mended_under_an_earlier_permission(main: Main) -> None:
    """Which suspends it the sooner."""
    urgent(main, 3)
    urgent(main, **spoken(at="2026-07-01T07:59"))


@row(people="nok wit won", action="amended")
def a_new_permission_after_the_first_was_put_in_writing(main: Main) -> None:
    urgent(main, 3)
    main.publish(4, FILES)
    urgent(main, **spoken(at="2026-07-01T09:01"))


WEEK = datetime.timedelta(days=9)
COPY = NEWS.replace("news", "copy")
COPIED = "content/public-relations/2569/copy"
MOVED = f"{COPIED} {FOLDER}"


def spoken_later(main: Main, path: str = COPY, **changed: object) -> None:
    """Another text on another call, when the first is overdue."""
    urgent(main, 3)
    main.now += WEEK
    main.publish(2, {path: document("ข่าวอื่น", **(spoken("2026-07-10T08:00") | changed))}, *TWO, mode="verbal")


@row("urgent.overdue", people="nok wit won", things=COPIED)
def another_permission_of_an_approver_who_owes_one(main: Main) -> None:
    spoken_later(main)


@row("urgent.overdue", people="nok wit won", things=COPIED)
def a_copy_under_the_overdue_permission_itself(main: Main) -> None:
    spoken_later(main, **spoken())


@row("urgent.overdue", people="nok wit won", things=COPIED)
def another_permission_where_the_overdue_item_was_changed_since(main: Main) -> None:
    urgent(main, 3)
    main.publish(4, {NEWS: document("ข่าวแก้คำผิด", **spoken())}, *TWO, mode="verbal")
    main.now += WEEK
    main.publish(2, {COPY: document(TEXT, **spoken("2026-07-10T08:00"))}, *TWO, mode="verbal")


@row("urgent.overdue", people="nok wit won", things=COPIED)
def another_permission_where_the_overdue_item_was_withdrawn_by_word_of_mouth(main: Main) -> None:
    urgent(main, 3)
    taken = {"withdrawn": {"on": "2026-07-01", "reason": "คลาดเคลื่อน"}}
    main.publish(4, {NEWS: document(TEXT, **spoken(), **taken)}, *TWO, mode="verbal")
    main.now += WEEK
    main.publish(2, {COPY: document(TEXT, **spoken("2026-07-10T08:00"))}, *TWO, mode="verbal")


@row("urgent.overdue", people="nok wit won", things=COPIED)
def another_permission_after_one_that_was_there_from_the_beginning(main: Main) -> Main:
    begun = Main.begun({NEWS: document(TEXT, **spoken("2026-06-01T08:00"))})
    begun.publish(2, {COPY: document(TEXT, **spoken())}, *TWO, mode="verbal")
    return begun


@row("urgent.overdue", "urgent.overdue", people="nok wit won", things=COPIED)
def another_permission_where_two_are_owed(main: Main) -> None:
    urgent(main, 3)
    main.publish(4, {ACT: law(TEXT, **spoken())}, *TWO, mode="verbal")
    main.now += WEEK
    main.publish(2, {COPY: document(TEXT, **spoken("2026-07-10T08:00"))}, *TWO, mode="verbal")


@row(
    "request.partly-verbal",
    "urgent.overdue",
    people="nok wit won",
    things=MOVED,
    action="moved",
)
def an_overdue_item_moved_under_another_permission(main: Main) -> None:
    urgent(main, 3)
    main.now += WEEK
    moved = document(TEXT, former_paths=["public-relations/2569/news"], **spoken("2026-07-10T08:00"))
    main.publish(2, {NEWS: None, COPY: moved}, *TWO, mode="verbal")


@row("urgent.unratified", people="nok wit won", action="amended")
def an_overdue_permission_prolonged(main: Main) -> None:
    spoken_later(main, NEWS)


@row(like="urgent.overdue", people="nok wit won", things=COPIED)
def another_permission_on_the_last_day_for_the_first(main: Main) -> None:
    urgent(main, 3)
    main.now += datetime.timedelta(days=1)
    main.publish(2, {COPY: document(TEXT, **spoken("2026-07-02T08:00"))}, *TWO, mode="verbal")


@row(like="urgent.overdue", people="nok wit won", things=COPIED)
def another_permission_after_the_first_was_put_in_writing(main: Main) -> None:
    urgent(main, 3)
    main.publish(4, FILES)
    main.now += WEEK
    main.publish(2, {COPY: document(TEXT, **spoken("2026-07-10T08:00"))}, *TWO, mode="verbal")


@row(like="urgent.overdue", people="nok wit won", things=COPIED)
def another_permission_after_the_chain_took_the_first_away(main: Main) -> None:
    urgent(main, 3)
    main.publish(4, {NEWS: None})
    main.now += WEEK
    main.publish(2, {COPY: document(TEXT, **spoken("2026-07-10T08:00"))}, *TWO, mode="verbal")


@row(like="urgent.overdue", people="nok wit won", things=COPIED)
def a_permission_of_another_approver(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(dee="approver all")})
    spoken_later(begun, **spoken("2026-07-10T08:00", "dee"))
    return begun


@row(like="urgent.overdue", people="nok wit won", action="amended")
def an_overdue_item_mended_under_the_same_permission(main: Main) -> None:
    """It stays suspended."""
    urgent(main, 3)
    main.now += WEEK
    main.publish(2, {NEWS: document("ข่าวแก้คำผิด", **spoken())}, *TWO, mode="verbal")


@row(like="urgent.overdue", things=COPIED)
def the_same_in_writing_while_a_permission_is_overdue(main: Main) -> None:
    urgent(main, 3)
    main.now += WEEK
    main.publish(2, {COPY: document(TEXT)})


@row("urgent.ratifier", people="dee nok ton wit", action="ratified")
def a_permission_put_in_writing_by_another_approver(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(dee="approver all")})
    urgent(begun, 3)
    begun.publish(2, FILES, "reviewer=ton", "approver=dee", "webmaster=wit")
    return begun


@row(people="dee nok ton wit", action="ratified")
def a_permission_of_somebody_who_has_left_is_put_in_writing_by_who_came_after(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(dee="approver all", dao="approver all 2026-01-01 2026-07-02")})
    urgent(begun, 3)
    begun.now += WEEK
    begun.publish(2, FILES, "reviewer=ton", "approver=dee", "webmaster=wit")
    return begun


@row(people="dee nok ton wit", action="ratified")
def a_permission_of_somebody_without_a_key_is_put_in_writing_by_another(main: Main) -> Main:
    lost = office(dee="approver all").replace(f"keys: ['{key('dao')}']".encode(), b"keys: []")
    begun = Main.begun({"office.yml": lost})
    urgent(begun, 3)
    begun.publish(2, FILES, "reviewer=ton", "approver=dee", "webmaster=wit")
    return begun


@row(people="dee nok ton wit", action="ratified")
def an_urgent_item_withdrawn_by_another_approver(main: Main) -> Main:
    begun = Main.begun({"office.yml": office(dee="approver all")})
    urgent(begun, 3)
    down = {"withdrawn": {"on": "2026-07-01", "reason": "ไม่ถูกต้อง"}}
    begun.publish(2, {NEWS: document(TEXT, **down)}, "reviewer=ton", "approver=dee", "webmaster=wit")
    return begun


@row("urgent.ratifier", people="dee nok ton wit", action="ratified")
def an_urgent_item_withdrawn_in_a_hundred_years_by_another_approver(main: Main) -> Main:
    """Which puts it in writing, by whatever name."""
    begun = Main.begun({"office.yml": office(dee="approver all")})
    urgent(begun, 3)
    down = {"withdrawn": {"on": "2126-07-01", "reason": "ไม่ถูกต้อง"}}
    begun.publish(2, {NEWS: document(TEXT, **down)}, "reviewer=ton", "approver=dee", "webmaster=wit")
    return begun


@row("approval.missing", people="nok ton wit", action="ratified")
def a_permission_put_in_writing_without_an_approver(main: Main) -> None:
    urgent(main, 3)
    main.publish(2, FILES, "reviewer=ton", "webmaster=wit")


@row("approval.stranger", "merge.message", "urgent.ratifier", people="nok ton wit", action="ratified")
def a_permission_put_in_writing_by_a_stranger(main: Main) -> None:
    urgent(main, 3)
    main.publish(2, FILES, "reviewer=ton", "approver=mallory", "webmaster=wit")


@row(like="urgent.ratifier", action="ratified")
def a_permission_put_in_writing(main: Main) -> None:
    urgent(main, 3)
    main.publish(2, FILES)


@row(action="withdrawn")
def an_urgent_item_taken_away(main: Main) -> None:
    """Puts nothing in writing."""
    urgent(main, 3)
    main.publish(2, {NEWS: None})


@row(action="amended", people="nok wit won")
def a_file_beside_an_urgent_item_changes_nothing_of_its_permission(main: Main) -> None:
    urgent(main, 3)
    asked = main.ask(2, {PDF: BYTES})
    signs = main.sign(asked, *TWO)
    main.record(main.merge(asked, signs, mode="verbal"), asked, signs, "verbal")


# What it did, in one word


MOVED = "content/law/moved/index.md"


def moved(before: str, after: str, agreed: bytes = AGREED) -> Main:
    main = Main.begun({"office.yml": agreed + office()})
    main.publish(3, {ACT: law(TEXT, publish_on=before)})
    changed = document(TEXT, publish_on=after, former_paths=[ACT.removeprefix("content/").removesuffix("/index.md")])
    main.publish(2, {ACT: None, MOVED: changed})
    return main


BOTH = "content/law/act content/law/moved"


@row("request.move-postponed", action="moved", things=BOTH)
def a_page_that_is_up_moved_to_a_later_day(_: Main) -> Main:
    return moved("2026-07-01", "2026-07-20")


@row(like="request.move-postponed", action="moved", things=BOTH)
def a_page_that_is_up_moved(_: Main) -> Main:
    return moved("2026-07-01", "2026-07-01")


@row(like="request.move-postponed", action="moved", things=BOTH)
def a_page_that_is_not_up_yet_moved(_: Main) -> Main:
    return moved("2026-07-20", "2026-07-20")


@row(like="request.move-postponed", action="moved", things=BOTH)
def a_page_moved_to_a_later_day_before_the_office_agreed_to_be_asked(_: Main) -> Main:
    return moved("2026-07-01", "2026-07-20", agreed=b"")


@row(action="renewed")
def an_item_renewed(main: Main) -> None:
    main.publish(3, FILES)
    main.publish(2, {NEWS: document(TEXT, expires_on="2027-01-31")})


@row(action="withdrawn")
def an_item_withdrawn_by_its_text(main: Main) -> None:
    main.publish(3, FILES)
    main.publish(2, {NEWS: document(TEXT, withdrawn={"on": "2026-07-02", "reason": "คลาดเคลื่อน"})})


@row(action="amended", things=f"{LAW} {FOLDER}")
def two_items_of_which_each_was_treated_otherwise(main: Main) -> None:
    main.publish(2, {**FILES, ACT: None})


@row(action="published", things=" ".join(f"content/law/{each}" for each in "abcdefgh"))
def many_items_published(main: Main) -> None:
    main.publish(2, {f"content/law/{each}/index.md": law(TEXT) for each in "hgfedcba"})


@row(action="published", things=f"content/law/other {FOLDER}")
def two_items_published(main: Main) -> None:
    main.publish(2, {**FILES, "content/law/other/index.md": law("พระราชบัญญัติอีกฉบับ")})


@pytest.mark.parametrize("each", TABLE.rows, ids=name_of)
def test_a_request_is_judged_as_its_row_says(each: Row) -> None:
    assert judged(each) == each.expected


def test_a_name_that_stands_twice_is_told() -> None:
    main = Main.begun()
    one, two = twice(main), twice(main)
    path = f"{FOLDER}/a.pdf"
    main.land(main.commit((main.tip,), (*one[:1], *(each._replace(path=path) for each in two))))
    (said,) = [each for each in main.verdicts()[-1].violations if each.id == "request.tree"]
    assert said.values["path"] == path


def test_every_row_is_judged() -> None:
    assert TABLE.doubled == []
