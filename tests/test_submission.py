"""What a request's commits ask for: each thing that the policy wants to know of them, read from values (R01, R09)."""

import datetime

import pytest

from office_of_values import (
    ACT,
    NEWS,
    READER,
    SHELF,
    SINCE,
    Asked,
    Content,
    Main,
    appointment,
    changed,
    office,
    who,
)
from prakat.office.authority import ALL_UNITS, Authority
from prakat.repository.file_tree import FileTree
from prakat.request.policy.opening import Opening
from prakat.request.policy.request import Request, Verbal
from prakat.request.policy.request_kind import RequestKind, kind_of
from prakat.request.submission import Submission, action_of, regularised, request_of, requester_of
from prakat.thai.buddhist_era import BANGKOK
from sign_off_office import document, law

FOLDER, LAW = "content/public-relations/2569/news", "content/law/act"
PDF = f"{FOLDER}/a.pdf"
AT = datetime.datetime(2026, 7, 1, 8, tzinfo=BANGKOK)
VERBAL = {"approver": "dao", "at": "2026-07-01T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}
BOTH = {"unit": ["health", "finance"], "provider": "nok"}
LATER = VERBAL | {"at": "2026-07-01T08:01"}


def submitted(main: Main, files: dict[str, Content], *pushers: str, **how: object) -> Submission:
    """Of one commit upon what main holds."""
    asked = main.ask(2, files, **how)  # type: ignore[arg-type]
    return of(main, asked, *pushers)


def of(main: Main, asked: Asked, *pushers: str) -> Submission:
    net = changed(main.files, main._net(asked))
    return Submission.of(asked.number, asked.head, tuple(reversed(asked.commits)), net, FileTree(main.files), pushers)


def known(text: bytes = office()) -> Authority:
    found = READER.office(SHELF.put(text))
    assert found
    return found


def asked(files: dict[str, Content], before: dict[str, Content] | None = None, **how: object) -> Request:
    """What a request for those files is, upon a main that holds what was before."""
    main = Main.begun(before)
    return request_of(submitted(main, files, **how), known(), READER, main.before)


# What it touches


def test_a_submission_holds_what_main_has_of_what_it_touches() -> None:
    main = Main.begun({NEWS: document(), PDF: b"1"})
    files: dict[str, Content] = {PDF: b"2", "mkdocs.yml": b"x", ACT: None, "content/law/b/index.md": law()}
    found = submitted(main, files, "nok")
    assert found.folders == ("content/law/act", "content/law/b", FOLDER)
    assert found.things == ("content/law/act", "content/law/b", FOLDER, "mkdocs.yml")
    assert found.before.keys() == {"office.yml", ACT, NEWS}
    assert found.after.keys() == set(files)
    assert (found.number, len(found.commits), found.pushers) == (2, 1, ("nok",))


def test_an_item_is_on_main_and_in_the_request() -> None:
    main = Main.begun({NEWS: document("ข่าวแรก")})
    found = submitted(main, {PDF: b"1", ACT: None, "content/law/b/index.md": law("ใหม่")})
    old, new = found.pair(FOLDER, READER)
    assert old
    assert old is new
    old, new = found.pair(LAW, READER)
    assert old
    assert (old.whole.title, new) == ("พระราชบัญญัติ", None)
    old, new = found.pair("content/law/b", READER)
    assert new
    assert (old, new.whole.title) == (None, "ใหม่")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("office.yml", RequestKind.OFFICE),
        ("office.yml/x", RequestKind.TOOLING),
        ("registers/problems.yml", RequestKind.CONTENT),
        ("content/x", RequestKind.CONTENT),
        ("content", RequestKind.CONTENT),
        ("contents/x", RequestKind.TOOLING),
        ("docs/office.yml", RequestKind.TOOLING),
        ("mkdocs.yml", RequestKind.TOOLING),
    ],
)
def test_a_path_is_part_of_one_class(path: str, kind: RequestKind) -> None:
    assert kind_of(path) is kind


def test_a_request_is_of_the_classes_of_its_paths() -> None:
    found = asked({NEWS: document(), "mkdocs.yml": b"x"})
    assert found.kinds == {RequestKind.CONTENT, RequestKind.TOOLING}
    assert (found.number, found.is_office_only, found.needs_all_units) == (2, False, True)
    assert asked({"office.yml": office(chain="[approver]")}).is_office_only
    assert not asked({NEWS: document()}).needs_all_units


# Whose it is


@pytest.mark.parametrize(
    ("before", "files", "units"),
    [
        ({}, {NEWS: document()}, {"health"}),
        ({NEWS: document(unit="finance")}, {NEWS: document()}, {"health", "finance"}),
        ({NEWS: document(unit="finance")}, {NEWS: None}, {"finance"}),
        ({}, {NEWS: document(owner=BOTH)}, {"health", "finance"}),
        ({NEWS: document(owner=BOTH)}, {NEWS: document()}, {"health", "finance"}),
        ({}, {NEWS: document(owner={"unit": ["health", 1], "provider": "nok"})}, ALL_UNITS),
        ({NEWS: document(unit="finance")}, {PDF: b"1"}, {"finance"}),
        ({}, {PDF: b"1"}, ALL_UNITS),
        ({}, {NEWS: b"---\ntitle: [\n---\n"}, ALL_UNITS),
        ({}, {NEWS: document(), "content/readme.txt": b"x"}, ALL_UNITS),
        ({}, {NEWS: document(), "registers/problems.yml": b"- {unit: finance}\n"}, {"health", "finance"}),
        ({}, {"registers/problems.yml": b"- {unit: finance}\n"}, {"finance"}),
        ({}, {"registers/problems.yml": b"- {unit: finance}\n- {problem: x}\n"}, ALL_UNITS),
        (
            {"registers/p.yml": b"- {unit: finance}\n- {unit: health}\n"},
            {"registers/p.yml": None},
            {"finance", "health"},
        ),
        ({"registers/p.yml": b"- {unit: finance}\n"}, {"registers/p.yml": b"- {unit: finance, a: 1}\n"}, {"finance"}),
        ({"registers/p.yml": b"- {unit: finance}\n"}, {"registers/p.yml": b"# x\n- {unit: finance}\n"}, ALL_UNITS),
        ({}, {"mkdocs.yml": b"x"}, ALL_UNITS),
        ({}, {}, ALL_UNITS),
    ],
)
def test_a_request_concerns_the_units_of_what_it_touches(
    before: dict[str, Content], files: dict[str, Content], units: set[str] | None
) -> None:
    found = asked(files, before)
    assert found.units == (ALL_UNITS if units is None else frozenset(units))


# Who made it


def test_authors_are_told_by_their_ids_and_strangers_as_they_are() -> None:
    message = "x\n\nCo-authored-by: Fah <FAH@office.example> and <y@elsewhere.example>\nco-authored-by:  dao \n"
    how = {"committer": ("", ""), "message": message}
    main = Main.begun()
    given = submitted(main, {NEWS: document()}, "ton", "z@elsewhere.example", **how)
    found = request_of(given, known(), READER, main.before)
    assert found.authors == {"nok", "fah", "ton"}
    assert sorted(found.strangers) == sorted(["—", "y@elsewhere.example", "z@elsewhere.example", "dao"])


def test_a_mail_that_office_yml_gives_to_two_is_both_of_theirs() -> None:
    shared = known(office().replace(b"emails: [fah@office.example]", b"emails: [NOK@office.example]"))
    found = submitted(Main.begun(), {NEWS: document()})
    assert request_of(found, shared, READER, Main.begun().before).authors == {"nok", "fah"}
    assert requester_of(found, shared) == "fah"


def test_who_asks_is_the_author_of_the_first_commit() -> None:
    main = Main.begun()
    two = main.ask(2, {NEWS: document("แรก")}, {NEWS: document()})
    second = two.commits[1]._replace(author=who("fah"))
    found = of(main, Asked(2, (two.commits[0], second), two.base, "nok"))
    assert requester_of(found, known()) == "nok"
    assert requester_of(submitted(main, {}, author="somebody"), known()) == ""
    assert requester_of(of(main, Asked(2, (), SINCE, "nok")), known()) == ""


# What was permitted by word of mouth


URGENT = {NEWS: document(verbal=VERBAL)}


@pytest.mark.parametrize(
    ("before", "files", "verbal", "is_partly", "ratifies", "unratified"),
    [
        ({}, {NEWS: document()}, [], False, [], []),
        ({}, URGENT, [("dao", ["health"])], False, [], []),
        ({}, {**URGENT, ACT: None}, [("dao", ["health"])], True, [], []),
        ({}, {**URGENT, PDF: b"1"}, [("dao", ["health"])], False, [], []),
        (URGENT, {PDF: b"1"}, [("dao", ["health"])], False, [], []),
        (URGENT, {NEWS: document(unit="finance", verbal=VERBAL)}, [("dao", ["finance", "health"])], False, [], []),
        (URGENT, {NEWS: document()}, [], False, ["dao"], []),
        (URGENT, {NEWS: None}, [], False, [], []),
        (URGENT, {NEWS: document("อื่น", verbal=VERBAL)}, [("dao", ["health"])], False, [], []),
        (URGENT, {NEWS: document(verbal=LATER)}, [("dao", ["health"])], False, [], ["dao"]),
        ({NEWS: document(verbal=LATER)}, URGENT, [("dao", ["health"])], False, [], []),
        (URGENT, {NEWS: document(verbal=VERBAL | {"approver": "dee"})}, [("dee", ["health"])], False, [], ["dao"]),
        ({NEWS: document()}, URGENT, [("dao", ["health"])], False, [], []),
    ],
)
def test_permissions_are_given_put_in_writing_or_replaced(
    before: dict[str, Content],
    files: dict[str, Content],
    verbal: list[tuple[str, list[str]]],
    is_partly: bool,
    ratifies: list[str],
    unratified: list[str],
) -> None:
    found = asked(files, before)
    assert [(each.approver, sorted(each.units)) for each in found.verbal] == verbal
    assert found.is_partly_verbal is is_partly
    assert sorted(found.ratifies) == ratifies
    assert found.unratified == tuple(Verbal(each, AT, frozenset({"health"})) for each in unratified)


# What it closes, and whom it appoints


ONE, TWO = "1" * 40, "2" * 40


@pytest.mark.parametrize(
    ("message", "commits"),
    [
        (f"x\n\nRegularises: {ONE}", [ONE]),
        (f"x\n\nRegularises: {ONE}\nRegularises: {TWO}\n\n\n", [ONE, TWO]),
        (f"Regularises: {ONE}\n", [ONE]),
        (f"x\n\nwhy\nRegularises: {ONE}\nbecause\n", [ONE]),
        (f"x\n\nRegularises: {ONE}\n\nSigned-off-by: x", []),
        (f"x\n\n Regularises: {ONE}", []),
        (f"x\n\nwhy\n Regularises: {ONE}", []),
        (f"x\n\nRegularises: {ONE} and more", []),
        (f"x\n\nRegularises: {ONE[1:]}", []),
        (f"x\n\nregularises: {ONE}", []),
        (f"x\n\nRegularises: {'A' * 40}", []),
        ("", []),
    ],
)
def test_a_request_closes_what_the_last_paragraph_of_its_head_says(message: str, commits: list[str]) -> None:
    main = Main.begun()
    two = main.ask(2, {NEWS: document("แรก")}, {NEWS: document()}, message=message)
    first = two.commits[0]._replace(message=f"Regularises: {'9' * 40}")
    found = of(main, Asked(2, (first, two.commits[1]), two.base, "nok"))
    assert regularised(found.commits) == request_of(found, known(), READER, main.before).regularises == tuple(commits)


def appointed(found: Request) -> set[str]:
    return {each.role for each in found.opening.acts}


def test_the_office_that_a_request_makes_is_known_and_whom_it_appoints() -> None:
    found = asked({"office.yml": office(new="approver all", nok="reviewer [health]"), "zz": b"x", "a": b"x"})
    assert found.office_after
    assert "new" in found.office_after.office.people
    assert appointed(found) == {"approver", "reviewer"}
    for text in (None, office() + b"\nunknown: 1\n"):
        broken = asked({"office.yml": text})
        assert (broken.office_after, broken.opening) == (None, Opening())
    without = asked({NEWS: document()})
    assert (without.office_after, without.opening) == (None, Opening())


@pytest.mark.parametrize(
    ("held", "ordered"),
    [
        ("approver all", {"approver"}),
        ("approver! all", set()),
        ("approver all; approver! [health]", {"approver"}),
        ("webmaster all 2026-07-01", {"webmaster"}),
    ],
)
def test_only_an_order_with_number_and_date_appoints(held: str, ordered: set[str]) -> None:
    assert appointed(asked({"office.yml": office(new=held)})) == ordered
    assert appointment(held.split(";")[0])


def test_an_order_that_was_there_before_appoints_nobody_anew() -> None:
    assert appointed(asked({"office.yml": office(chain="[approver]")})) == set()
    assert appointed(asked({"office.yml": office(dao="approver all 2026-01-01 2026-12-31")})) == set()
    assert appointed(asked({"office.yml": office(nok="approver all", dao="")})) == {"approver"}


# What it did


@pytest.mark.parametrize(
    ("before", "files", "action"),
    [
        ({}, {NEWS: document()}, "published"),
        ({NEWS: document()}, {NEWS: document("อื่น")}, "amended"),
        ({NEWS: document()}, {NEWS: document(expires_on="2027-01-31")}, "renewed"),
        ({NEWS: document()}, {NEWS: document(expires_on="2027-01-31"), PDF: b"1"}, "amended"),
        ({NEWS: document()}, {PDF: b"1"}, "amended"),
        ({NEWS: document()}, {NEWS: None}, "withdrawn"),
        (URGENT, {NEWS: document()}, "ratified"),
        ({}, {"office.yml": office(chain="[approver]")}, "office"),
        ({}, {"mkdocs.yml": b"x"}, "tooling"),
        ({}, {"mkdocs.yml": b"x", "office.yml": office(chain="[approver]")}, "tooling"),
        ({}, {NEWS: document(), "office.yml": office(chain="[approver]")}, "tooling"),
        ({}, {NEWS: document(), ACT: None}, "amended"),
        ({}, {"registers/problems.yml": b"x"}, "amended"),
    ],
)
def test_a_request_does_one_thing_in_one_word(
    before: dict[str, Content], files: dict[str, Content], action: str
) -> None:
    assert action_of(submitted(Main.begun(before), files), READER) == action


def test_an_action_is_told_against_what_main_holds_now() -> None:
    """A request may have begun before its item was published."""
    main = Main.begun()
    two = main.ask(2, {NEWS: document("อื่น")})
    main.publish(3, {NEWS: document()})
    found = Submission.of(2, two.head, two.commits, two.commits[0].changes, FileTree(main.files), ())
    assert action_of(found, READER) == "amended"
