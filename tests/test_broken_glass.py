"""What two webmasters may do where nobody can sign a step, and who closes it (DESIGN: Requests)."""

import datetime
import re
from collections.abc import Callable

import pytest

from office_of_values import CHAIN, NEWS, OFFICE_CHAIN, SINCE, TWO, Main, appointment, key, office
from prakat.audit.audit_row import Outcome
from sign_off_office import document

GONE = "approver all 2026-01-01 2026-06-30"
NEW = "approver all 2026-07-01"
PUPPET = "provider [health]"
Change = Callable[[bytes], bytes]


def swapped(old: str, new: str) -> Change:
    def change(text: bytes) -> bytes:
        assert old.encode() in text, old
        return text.replace(old.encode(), new.encode())

    return change


def without_key(name: str) -> Change:
    return swapped(f"keys: ['{key(name)}']", "keys: []")


def new_key(name: str, of: str = "", order: str = "{no: ว 9, date: 2026-07-01}") -> Change:
    """That person's key replaced by an order."""
    told = f"key_order: {order}, " if order else ""
    return lambda text: swapped(
        f"keys: ['{key(name)}'], " if f"'{key(name)}'".encode() in text else "keys: [], ",
        f"keys: ['{key(of or name + '-2')}'], {told}",
    )(text)


BY_ORDER = ", end_order: {no: ว 8, date: 2026-07-01}"


def dead(name: str, until: str = "2026-07-01", order: str = BY_ORDER) -> Change:
    """That person's last appointment that has no end ended by an order."""

    def change(text: bytes) -> bytes:
        line = line_of(name, text)
        begun = max(each.end() for each in re.finditer(rb"from: [0-9-]{10}, (?=order: )", line))
        return text.replace(line, line[:begun] + f"until: {until}{order}, ".encode() + line[begun:])

    return change


def line_of(name: str, text: bytes) -> bytes:
    return next(each for each in text.split(b"\n") if each.startswith(f"- {{id: {name},".encode()))


def put_off(name: str, until: str = "2099-12-31") -> Change:
    """The end of that person's first appointment that has one is another, by an order."""

    def change(text: bytes) -> bytes:
        line = line_of(name, text)
        begun = line.index(b"until: ")
        end = begun + len("until: 2026-06-30")
        return text.replace(line, line[:begun] + f"until: {until}{BY_ORDER}".encode() + line[end:])

    return change


def revived(name: str) -> Change:
    """That person's first appointment stands there once more, without its end."""

    def change(text: bytes) -> bytes:
        line = line_of(name, text)
        begun = line.index(b"appointments: [") + len(b"appointments: [")
        first = line[begun : line.index(b"}}", begun) + 2]
        assert b"until: " in first
        again = first.replace(b", until: 2026-06-30", b"")
        return text.replace(line, line[:begun] + again + b", " + line[begun:])

    return change


def numbered(name: str, number: int = 7) -> Change:
    known = f"accounts: {{github: {name}}}"
    return swapped(known, f"{known}, account_ids: {{github: {number}}}")


def appointed(held: str = NEW, name: str = "new") -> Change:
    whole = office(**{name: held})
    return lambda text: text + whole[whole.index(b"\n- {id: " + name.encode()) :]


def gone(name: str) -> Change:
    def change(text: bytes) -> bytes:
        begun = text.index(f"\n- {{id: {name},".encode())
        return text[:begun] + text[text.index(b"\n", begun + 1) :]

    return change


def added(line: str) -> Change:
    return lambda text: f"{line}\n".encode() + text


ORDER = "key_order: {no: ว 9, date: 2026-07-01}"
SAME_DAY = 'order: {no: "1/2569", date: 2026-01-01'
TOMORROW = 'order: {no: "1/2569", date: 2026-07-02'
THRICE = appointment("reviewer all 2026-03-01")
FAH = "appointments: [{role: provider, units: [finance]"


def more(*changes: Change, **begun: str) -> tuple[bytes, bytes]:
    text = office(**begun)  # type: ignore[arg-type]
    after = text
    for change in changes:
        after = change(after)
    return text, after


def after(first: Change, *changes: Change, **begun: str) -> tuple[bytes, bytes]:
    """`first` was so before the request."""
    text = made = first(office(**begun))  # type: ignore[arg-type]
    for change in changes:
        made = change(made)
    return text, made


GLASS = ("office.break-glass",)
MORE = ("office.break-glass", "office.glass-exceeded")
WRITTEN = ("approval.missing", "merge.message")
"""It is an ordinary request, which the approver has not signed."""
TOLD = {
    "a step that nobody holds any more": (more(appointed(), dao=GONE), GLASS),
    "a step that nobody ever held": (more(appointed(), dao="provider all"), GLASS),
    "its holder has no key": (after(without_key("dao"), appointed()), GLASS),
    "its holder has no key, and gets one": (after(without_key("dao"), new_key("dao", "dao-2")), GLASS),
    "its holder died, says an order": (more(dead("dao"), appointed()), GLASS),
    "its holder lost the key, says an order": (more(new_key("dao")), GLASS),
    "one of two is dead, the other without a key": (more(dead("dao"), new_key("dee"), dee="approver all"), GLASS),
    "one of two has left, the other is dead": (more(dead("dao"), appointed(), dee=GONE), GLASS),
    "somebody known is appointed": (
        more(swapped(FAH, FAH.replace("[", f"[{appointment(NEW)}, ", 1)), dao=GONE),
        GLASS,
    ),
    "an account in place of another": (
        more(
            swapped("accounts: {github: dao}", f"accounts: {{github: dao2}}, {ORDER}"),
            accounts="{github: prakat}",
        ),
        GLASS,
    ),
    # the look-alikes: somebody can sign, or no order says that nobody can
    "its holder died, says nobody": (more(dead("dao", order=""), appointed()), WRITTEN),
    "its holder will leave": (more(dead("dao", until="2026-07-31"), appointed()), WRITTEN),
    "its holder lost the key, says nobody": (more(new_key("dao", order="")), WRITTEN),
    "its holder keeps the key": (
        more(swapped(f"keys: ['{key('dao')}']", f"keys: ['{key('dao')}', '{key('dao-2')}'], {ORDER}")),
        WRITTEN,
    ),
    "an order that was there before": (
        after(swapped("name: dao, position", f"name: dao, {ORDER}, position"), swapped(key("dao"), key("dao-2"))),
        WRITTEN,
    ),
    "two keys in place of one": (
        more(swapped(f"keys: ['{key('dao')}']", f"keys: ['{key('dao-2')}', '{key('dee')}'], {ORDER}")),
        WRITTEN,
    ),
    "one of two keys is lost": (
        after(
            swapped(f"keys: ['{key('dao')}']", f"keys: ['{key('dao')}', '{key('dao-2')}']"),
            swapped(f"keys: ['{key('dao')}', '{key('dao-2')}']", f"keys: ['{key('dao-2')}'], {ORDER}"),
        ),
        WRITTEN,
    ),
    "an order of tomorrow": (more(new_key("dao", order="{no: ว 9, date: 2026-07-02}")), WRITTEN),
    "an appointment by an order of tomorrow": (
        more(appointed(), swapped(f"from: 2026-07-01, {SAME_DAY}", f"from: 2026-07-01, {TOMORROW}"), dao=GONE),
        WRITTEN,
    ),
    "one of two lost the key": (more(new_key("dao"), dee="approver all"), WRITTEN),
    "one of two died": (more(dead("dao"), appointed(), dee="approver all"), WRITTEN),
    "one of two webmasters lost the key": (more(new_key("won")), WRITTEN),
    "the key of somebody who signs no step": (more(new_key("fah"), dao=GONE), WRITTEN),
    # and more than that one thing
    "and a shorter chain": (
        more(appointed(), swapped("[reviewer, approver, webmaster]", "[approver]"), dao=GONE),
        MORE,
    ),
    "and another publisher": (more(appointed(), swapped(key("publisher"), key("mallory")), dao=GONE), MORE),
    "and another name": (more(appointed(), swapped("สำนักงานทดสอบ", "สำนักงานอื่น"), dao=GONE), MORE),
    "and a setting": (more(appointed(), added("expiring_within_days: 3"), dao=GONE), MORE),
    "and the version that judges": (
        more(appointed(), added(f"prakat: prakat==0.1.0 --hash=sha256:{'0' * 64}"), dao=GONE),
        MORE,
    ),
    "and a unit": (more(appointed(), swapped("{id: finance", "{id: other, name: อื่น}, {id: finance"), dao=GONE), MORE),
    "and another appointment": (more(appointed(), appointed("webmaster all", "dee"), dao=GONE), MORE),
    "and a second role": (more(appointed("approver all 2026-07-01; webmaster all"), dao=GONE), MORE),
    "and somebody else besides": (more(appointed(), appointed("", "dee"), dao=GONE), MORE),
    "and somebody is gone": (more(appointed(), gone("ton"), dao=GONE), MORE),
    "and somebody's appointment": (more(appointed(), dead("ton", order=""), dao=GONE), MORE),
    "and somebody else is dead": (more(appointed(), dead("ton"), dao=GONE), MORE),
    "and somebody else's key": (more(appointed(), new_key("ton"), dao=GONE), MORE),
    "and somebody's mail": (more(appointed(), swapped("emails: [ton@", "emails: [mallory@"), dao=GONE), MORE),
    "and the own name": (more(new_key("dao"), swapped("name: dao, position", "name: xx, position")), MORE),
    "and somebody's key is given to the new one": (more(appointed(), swapped(key("new"), key("fah")), dao=GONE), MORE),
    "and the publisher's key is": (more(appointed(), swapped(key("new"), key("publisher")), dao=GONE), MORE),
    "and somebody's mail to the new one": (more(appointed(), swapped("[new@", "[fah@"), dao=GONE), MORE),
    "and somebody's account to the new one": (more(appointed(), swapped("github: new", "github: Fah"), dao=GONE), MORE),
    "and somebody's account number to the new one": (
        after(numbered("fah"), appointed(), numbered("new"), dao=GONE),
        MORE,
    ),
    "a key and an appointment": (more(new_key("dao"), appointed()), MORE),
    # an end that is none, or that the vacant step did not need
    "and somebody's end is put off by an order": (more(appointed(), put_off("dao"), dao=GONE), MORE),
    "and the end of several": (
        more(appointed(), put_off("dao"), put_off("fah"), put_off("rak"), dao=GONE, fah=GONE, rak=GONE),
        MORE,
    ),
    "and somebody's end of the same day": (more(appointed(), put_off("rak", "2026-06-30"), dao=GONE, rak=GONE), MORE),
    "and the end of whom it replaces is put forward": (
        more(appointed(), put_off("dao", "2026-06-30"), dao="approver all 2026-01-01 2026-12-31"),
        GLASS,
    ),
    "and the approvers of units are ended": (
        more(appointed(), dead("dee"), dead("eve"), dao=GONE, dee="approver [finance]", eve="approver [health]"),
        MORE,
    ),
    "and an appointment is revived by its own order": (more(appointed(), revived("dao"), dao=GONE), MORE),
    "and one of two equal appointments goes": (
        more(appointed(), swapped(f"{THRICE}, {THRICE}", THRICE), dao=GONE, rak="reviewer all 2026-03-01; " * 2),
        MORE,
    ),
    "one of a person's two appointments is ended": (
        more(appointed(), dead("dao"), dao="approver all 2026-01-01; approver all 2026-02-01"),
        WRITTEN,
    ),
    "both of a person's appointments are ended": (
        more(appointed(), dead("dao"), dead("dao"), dao="approver all 2026-01-01; approver all 2026-02-01"),
        GLASS,
    ),
    # an appointment that does not fill the step
    "an appointment for one unit": (more(appointed("approver [finance] 2026-07-01"), dao=GONE), MORE),
    "an appointment of the past": (more(appointed("approver all 2026-01-01 2026-02-01"), dao=GONE), MORE),
    "an appointment of next year": (more(appointed("approver all 2027-01-01"), dao=GONE), MORE),
    "an appointment of somebody without a key": (more(appointed(), without_key("new"), dao=GONE), MORE),
}


def ids(main: Main) -> tuple[str, ...]:
    return tuple(sorted(each.id for each in main.verdicts()[-1].violations))


@pytest.mark.parametrize("case", TOLD, ids=str)
def test_break_glass_is_one_appointment_or_one_key_by_an_order_and_nothing_else(case: str) -> None:
    (before, changed), expected = TOLD[case]
    main = Main.begun({"office.yml": before})
    main.publish(2, {"office.yml": changed}, *TWO, mode="written" if expected is WRITTEN else "break-glass")
    assert ids(main) == expected


def test_the_chain_does_in_writing_what_no_order_says_to_be_an_emergency() -> None:
    before, changed = more(dead("dao", order=""), appointed(), new_key("ton", order=""))
    main = Main.begun({"office.yml": before})
    main.publish(2, {"office.yml": changed}, *OFFICE_CHAIN)
    assert ids(main) == ()


def test_the_other_webmaster_and_the_approver_replace_a_webmasters_lost_key() -> None:
    before, changed = more(new_key("won"))
    main = Main.begun({"office.yml": before})
    main.publish(2, {"office.yml": changed}, *OFFICE_CHAIN)
    assert ids(main) == ()


@pytest.mark.parametrize(
    ("names", "author", "expected"),
    [
        (("webmaster=wit", "second-webmaster=wit"), "nok", ("approval.twice",)),
        (("webmaster=wit",), "nok", ("approval.missing", "approval.unchecked")),
        (("webmaster=wit", "second-webmaster=fah"), "nok", ("approval.role",)),
        (TWO, "won", ("approval.author",)),
        (("webmaster=wit", "second-webmaster=new"), "nok", ("approval.stranger", "merge.message")),
    ],
)
def test_it_takes_two_webmasters_of_whom_neither_wrote_it(
    names: tuple[str, ...], author: str, expected: tuple[str, ...]
) -> None:
    before, changed = more(appointed(), dao=GONE)
    main = Main.begun({"office.yml": before})
    main.publish(2, {"office.yml": changed}, *names, mode="break-glass", author=author)
    assert set(ids(main)) - set(GLASS) == set(expected) - {"approval.unchecked"}


# Who closes it


@pytest.fixture
def glass() -> Main:
    """Broken: the approver is gone, and another appointed. fah is a third person, as ton is."""
    main = Main.begun({"office.yml": office(dao=GONE)})
    main.publish(2, {"office.yml": office(dao=GONE, new=NEW)}, *TWO, mode="break-glass")
    return main


def closing(main: Main, *names: str, number: int = 9, author: str = "nok", commits: tuple[str, ...] = ()) -> list[str]:
    """Outcome of each break-glass after a request that regularises the first, or these, and what is said of that."""
    named = commits or (main.own[1].id,)
    lines = "\n".join(f"Regularises: {each}" for each in named)
    asked = main.ask(number, {}, author=author, message=f"Office: afterwards\n\n{lines}\n")
    signs = main.sign(asked, *names)
    main.record(main.merge(asked, signs), asked, signs, "regularising")
    rows = main.audit().rows
    broken = [row.outcome.value for row in rows if any(each.id == "office.break-glass" for each in row.violations)]
    return broken + sorted(each.id for each in rows[-1].violations)


REST = ("reviewer=ton", "approver=new", "webmaster=wit")


def test_the_chain_closes_it_together_with_a_third_person_and_it_stays_visible(glass: Main) -> None:
    assert closing(glass, "witness=fah", *REST) == ["regularised"]
    row = glass.audit().rows[0]
    assert row.outcome is Outcome.REGULARISED
    assert [each.id for each in row.violations] == ["office.break-glass"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (REST, ["approval.missing"]),
        (("witness=won", *REST), ["approval.witness"]),
        (("witness=wit", "reviewer=ton", "approver=new", "webmaster=won"), ["approval.witness"]),
        (("witness=new", *REST), ["approval.twice", "approval.witness"]),
        (("witness=ton", *REST), ["approval.twice"]),
        (("witness=dao", *REST), ["approval.witness"]),
        (("witness=mallory", *REST), ["approval.stranger", "merge.message"]),
        (("witness=nok", *REST), ["approval.author"]),
        ((*REST, "witness=fah"), ["approval.order", "merge.message"]),
        (("witness=fah", "approver=new", "webmaster=wit"), ["approval.missing"]),
    ],
)
def test_two_people_and_whom_they_appointed_do_not_close_it(
    glass: Main, names: tuple[str, ...], expected: list[str]
) -> None:
    assert closing(glass, *names) == ["open", *expected]


def test_a_second_puppet_does_not_close_it(glass: Main) -> None:
    after_all = office(dao=GONE, new=NEW, dee=PUPPET)
    glass.publish(3, {"office.yml": after_all}, "approver=new", "webmaster=won")
    assert closing(glass, "witness=dee", *REST) == ["open", "approval.witness"]


def test_a_third_person_whose_key_was_changed_since_does_not_close_it(glass: Main) -> None:
    taken = office(dao=GONE, new=NEW).replace(key("fah").encode(), key("fah-2").encode())
    glass.publish(3, {"office.yml": taken}, "approver=new", "webmaster=won")
    assert closing(glass, "witness=fah-2", *REST) == ["open", "approval.witness"]


def test_a_third_person_whose_account_was_changed_since_does_not_close_it(glass: Main) -> None:
    taken = office(dao=GONE, new=NEW).replace(b"accounts: {github: fah}", b"accounts: {github: mallory}")
    glass.publish(3, {"office.yml": taken}, "approver=new", "webmaster=won")
    assert closing(glass, "witness=fah", *REST) == ["open", "approval.witness"]


def test_a_third_person_who_has_left_since_does_not_close_it(glass: Main) -> None:
    left = office(dao=GONE, new=NEW, fah="provider [finance] 2026-01-01 2026-06-30")
    glass.publish(3, {"office.yml": left}, "approver=new", "webmaster=won")
    assert closing(glass, "witness=fah", *REST) == ["open", "approval.witness"]


def test_a_chain_that_was_shortened_since_is_signed_as_it_was(glass: Main) -> None:
    short = office(dao=GONE, new=NEW, chain="[approver]")
    glass.publish(3, {"office.yml": short}, "approver=new", "webmaster=won")
    assert closing(glass, "witness=fah", "approver=new", "webmaster=wit") == ["open", "approval.missing"]
    chain = ("approver=new", "reviewer=ton", "webmaster=wit")
    assert closing(glass, "witness=fah", *chain, number=10) == ["regularised"]


SMALL = {"dao": GONE, "chain": "[approver]", "ton": "", "rak": ""}


def small(**people: str) -> bytes:
    return office(**{**SMALL, **people})  # type: ignore[arg-type]


def test_in_a_small_office_the_two_and_their_puppet_do_not_close_it() -> None:
    main = Main.begun({"office.yml": small()})
    main.publish(2, {"office.yml": small(new=NEW)}, *TWO, mode="break-glass")
    assert closing(main, "approver=new", "webmaster=wit") == ["open", "approval.missing"]


def test_in_a_small_office_a_third_person_does() -> None:
    main = Main.begun({"office.yml": small()})
    main.publish(2, {"office.yml": small(new=NEW)}, *TWO, mode="break-glass")
    assert closing(main, "witness=fah", "approver=new", "webmaster=wit") == ["regularised"]


def test_where_the_office_had_no_third_person_whoever_is_appointed_since_closes_it() -> None:
    """Else an office of three people would be locked by a death; everybody was told, and it stays visible."""
    alone = without_key("fah")(without_key("nok")(small()))
    main = Main.begun({"office.yml": alone})
    filled = appointed()(alone)
    main.publish(2, {"office.yml": filled}, *TWO, mode="break-glass")
    assert closing(main, "approver=new", "webmaster=wit") == ["open", "approval.missing"]
    chain = ("approver=new", "webmaster=wit")
    assert closing(main, "witness=won", *chain, number=8) == ["open", "approval.witness"], "not whoever signed it"
    main.publish(3, {"office.yml": appointed(PUPPET, "dee")(filled)}, "approver=new", "webmaster=won")
    assert closing(main, "witness=dee", *chain, number=10) == ["regularised"]


def renewed(role: str) -> str:
    """Until the end of the fiscal year, as it were, and by the next order from the day after."""
    return f"{role} 2026-01-01 2026-07-10; {role} 2026-07-11"


def test_a_puppet_closes_it_no_better_once_the_appointments_of_that_day_have_lapsed() -> None:
    """Who was a third person is asked of the day on which it was broken, so that time makes nobody one."""
    until = " 2026-01-01 2026-07-10"
    begun = {"nok": "provider [health]", "fah": "provider [finance]", "rak": "reviewer [health]", "ton": "reviewer all"}
    before = office(dao=GONE, **{name: role + until for name, role in begun.items()})  # type: ignore[arg-type]
    main = Main.begun({"office.yml": before})
    main.publish(2, {"office.yml": appointed()(before)}, *TWO, mode="break-glass")
    main.now += datetime.timedelta(days=14)
    people = {name: renewed(role) for name, role in begun.items()}
    later = office(dao=GONE, new=NEW, dee="provider [health] 2026-07-11", **people)  # type: ignore[arg-type]
    main.publish(3, {"office.yml": later}, "approver=new", "webmaster=won")
    assert ids(main) == ()
    assert closing(main, "witness=dee", *REST) == ["open", "approval.witness"]
    assert closing(main, "witness=fah", *REST, number=10) == ["regularised"]


def test_a_reviewer_whom_the_chain_needs_is_not_waited_for_as_a_witness() -> None:
    """Nobody signs two steps; the reviewer signs the own one, and is a third person there."""
    alone = without_key("fah")(without_key("nok")(office(dao=GONE, rak="")))
    main = Main.begun({"office.yml": alone})
    filled = appointed()(alone)
    main.publish(2, {"office.yml": filled}, *TWO, mode="break-glass")
    main.publish(3, {"office.yml": appointed(PUPPET, "dee")(filled)}, "approver=new", "webmaster=won")
    assert closing(main, "witness=dee", "approver=new", "webmaster=wit") == ["open", "approval.missing"]
    assert closing(main, "witness=dee", *REST, number=10) == ["regularised"]


@pytest.fixture
def glasses() -> Main:
    """Two in a row: an approver is appointed, and his key replaced the next day by another order."""
    main = Main.begun({"office.yml": office(dao=GONE)})
    filled = office(dao=GONE, new=NEW)
    main.publish(2, {"office.yml": filled}, *TWO, mode="break-glass")
    main.publish(3, {"office.yml": new_key("new")(filled)}, *TWO, mode="break-glass")
    return main


AGAIN = ("reviewer=ton", "approver=new-2", "webmaster=wit")


def test_two_in_a_row_are_closed_by_one_request_or_one_after_the_other(glasses: Main) -> None:
    both = tuple(each.id for each in glasses.own[1:3])
    asked = glasses.ask(9, {}, message="Office: afterwards\n\n" + "".join(f"Regularises: {each}\n" for each in both))
    signs = glasses.sign(asked, "witness=fah", *AGAIN)
    glasses.record(glasses.merge(asked, signs), asked, signs, "regularising")
    assert [row.outcome.value for row in glasses.audit().rows[:2]] == ["regularised"] * 2


def test_whom_the_first_appointed_does_not_close_the_second() -> None:
    """The webmaster's key is lost after that, so that the glass is broken for it: the new approver is no third."""
    main = Main.begun({"office.yml": office(dao=GONE)})
    filled = office(dao=GONE, new=NEW)
    main.publish(2, {"office.yml": filled}, *TWO, mode="break-glass")
    main.publish(3, {"office.yml": appointed("approver all", "dee")(dead("new")(filled))}, *TWO, mode="break-glass")
    second = (main.own[2].id,)
    found = closing(main, "witness=new", "reviewer=ton", "approver=dee", "webmaster=wit", commits=second)
    assert found == ["open", "open", "approval.witness"]
    found = closing(main, "witness=fah", "reviewer=ton", "approver=dee", "webmaster=wit", commits=second, number=10)
    assert found == ["open", "regularised"]


def test_what_the_first_brought_about_is_not_trusted_for_the_second() -> None:
    """Between the two, a third person's key was changed by the approver whom the first appointed."""
    main = Main.begun({"office.yml": office(dao=GONE)})
    filled = office(dao=GONE, new=NEW)
    main.publish(2, {"office.yml": filled}, *TWO, mode="break-glass")
    taken = filled.replace(key("fah").encode(), key("fah-2").encode())
    main.publish(3, {"office.yml": taken}, "approver=new", "webmaster=won")
    again = appointed("approver all", "dee")(dead("new")(taken))
    second = main.publish(4, {"office.yml": again}, *TWO, mode="break-glass")
    found = closing(main, "witness=fah-2", "reviewer=ton", "approver=dee", "webmaster=wit", commits=(second.id,))
    assert found == ["open", "open", "approval.witness"]


def test_what_it_brings_takes_effect_at_once(glass: Main) -> None:
    glass.publish(3, {NEWS: document()}, "reviewer=ton", "approver=new", "webmaster=wit")
    assert glass.verdicts()[-1].violations == ()
    assert glass.audit().newest_approved == SINCE


def test_every_other_regularisation_asks_for_no_witness() -> None:
    main = Main.begun()
    pushed = main.push({NEWS: document()})
    assert closing(main, *CHAIN, commits=(pushed.id,)) == []
    assert main.audit().rows[0].outcome is Outcome.REGULARISED
