"""A table of sign-offs: who signed what, when and with which office, and which of it counts (R02, R06, R34, R39)."""

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from office_of_values import (
    CHAIN,
    CHECKED,
    NEWS,
    OFFICE_CHAIN,
    SINCE,
    TWO,
    Main,
    key,
    message_of,
    office,
)
from prakat.audit_log.merge_record import ReceivedSignOff
from prakat.repository import objects
from prakat.thai.buddhist_era import moment_text
from sign_off_office import document
from software_passkey import ORIGIN, SoftwarePasskey
from verdict_table import Row, Table, judged, name_of

TABLE = Table()
row = TABLE.row
TEXT = "ข่าวประชาสัมพันธ์"
FILES = {NEWS: document(TEXT)}
PASSKEY = SoftwarePasskey.named("dao")
OTHER = "b" * 40
MISSING = "approval.missing"
ALL_BUT = {"reviewer": "dao nok wit", "approver": "nok ton wit", "webmaster": "dao nok ton"}


def by(
    main: Main, *names: str, mode: str = "written", files: dict[str, bytes] = FILES, **odd: dict[str, object]
) -> None:
    """A request that those people signed, with what is unlike others in their sign-offs."""
    asked = main.ask(2, files)
    signs = main.sign(asked, *names, **odd)
    main.record(main.merge(asked, signs, mode=mode), asked, signs, mode)


def under(text: bytes) -> Main:
    return Main.begun({"office.yml": text})


# Each step, once, by another person, in the order of receipt


@row(
    like="approval.missing approval.stranger approval.signature approval.form approval.stale approval.author "
    "approval.twice approval.order approval.late approval.unchecked approval.role"
)
def the_whole_chain(main: Main) -> None:
    by(main, *CHAIN)


@row(MISSING, people=ALL_BUT["reviewer"])
def no_reviewer(main: Main) -> None:
    by(main, *CHAIN[1:])


@row(MISSING, people=ALL_BUT["approver"])
def no_approver(main: Main) -> None:
    by(main, CHAIN[0], CHAIN[2])


@row(MISSING, people=ALL_BUT["webmaster"])
def no_webmaster(main: Main) -> None:
    by(main, *CHAIN[:2])


@row(MISSING, MISSING, MISSING, people="nok")
def nobody(main: Main) -> None:
    by(main)


@row("merge.message", MISSING, people=ALL_BUT["approver"])
def two_webmasters_in_place_of_the_approver(main: Main) -> None:
    """Only the steps of the chain stand in the message."""
    by(main, CHAIN[0], CHAIN[2], "second-webmaster=won")


def by_passkey(desk: str) -> Main:
    """The approver, who has another key as well, signs with a passkey, made and used at https://desk.office.example."""
    raw = office().replace(key("dao").encode(), f"{key('dao')}', '{PASSKEY.line}".encode())
    main = under(raw.replace(b"units: [", f"desk: {{url: '{desk}'}}\nunits: [".encode(), 1) if desk else raw)
    asked = main.ask(2, FILES)
    payload = objects.tag_payload("sign-off/2/approver", asked.head, CHECKED, ("dao", "dao@office.example"), main.now)
    signed = (payload + PASSKEY.armour(payload)).decode()
    plain = main.sign(asked, *CHAIN)
    second = ReceivedSignOff.of("approver", plain[1].at, plain[1].ordinal, signed)
    text = message_of(asked, plain, "written", "nok", "x")
    signs = [plain[0], second, plain[2]]
    main.record(main.merge(asked, signs, message=text), asked, signs)
    return main


@row(like="approval.passkey")
def a_passkey_at_the_offices_desk(main: Main) -> Main:
    return by_passkey(ORIGIN)


@row("approval.passkey")
def a_passkey_at_another_desk(main: Main) -> Main:
    return by_passkey("https://desk.other.example")


@row("approval.passkey")
def a_passkey_of_an_office_without_a_desk(main: Main) -> Main:
    return by_passkey("")


@row(people="dao nok")
def the_chain_of_a_small_office(main: Main) -> Main:
    begun = under(office(chain="[approver]"))
    by(begun, "approver=dao")
    return begun


@row(MISSING, people="nok ton")
def the_chain_of_another_office(main: Main) -> Main:
    begun = under(office(chain="[reviewer, approver]"))
    by(begun, "reviewer=ton")
    return begun


@row("approval.twice", people="dao nok wit")
def one_person_for_two_steps(main: Main) -> Main:
    begun = under(office(dao="reviewer all; approver all"))
    by(begun, "reviewer=dao", "approver=dao", "webmaster=wit")
    return begun


@row("approval.twice", people="dao nok ton")
def one_person_for_two_steps_with_another_between(main: Main) -> Main:
    begun = under(office(ton="reviewer all; webmaster all"))
    by(begun, "reviewer=ton", "approver=dao", "webmaster=ton")
    return begun


@row(like="approval.twice", people="dao nok ton wit")
def one_person_for_one_of_two_steps_that_are_theirs(main: Main) -> Main:
    begun = under(office(dao="reviewer all; approver all"))
    by(begun, *CHAIN)
    return begun


@row("approval.order")
def the_approver_before_the_reviewer(main: Main) -> None:
    asked = main.ask(2, FILES)
    approver, reviewer, webmaster = main.sign(asked, "approver=dao", "reviewer=ton", "webmaster=wit")
    signs = [reviewer, approver, webmaster]
    main.record(main.merge(asked, signs), asked, signs)


@row("approval.order")
def two_received_at_one_place(main: Main) -> None:
    by(main, *CHAIN, approver={"ordinal": 1})


@row("approval.order")
def one_received_earlier_at_a_later_place(main: Main) -> None:
    by(main, *CHAIN, approver={"at": main.now})


@row(like="approval.order")
def two_received_in_one_second(main: Main) -> None:
    at = main.now + datetime.timedelta(minutes=1)
    by(main, *CHAIN, reviewer={"at": at}, approver={"at": at})


@row(like="approval.order")
def sign_offs_with_those_of_other_requests_between(main: Main) -> None:
    by(main, *CHAIN, reviewer={"ordinal": 3}, approver={"ordinal": 9}, webmaster={"ordinal": 10})


@row("approval.late")
def a_webmaster_after_the_merge(main: Main) -> None:
    by(main, *CHAIN, webmaster={"at": main.now + datetime.timedelta(minutes=5)})


@row(like="approval.late")
def a_webmaster_in_the_second_of_the_merge(main: Main) -> None:
    by(main, *CHAIN, webmaster={"at": main.now + datetime.timedelta(minutes=4)})


# What was signed, and with what


@row("approval.stale")
def an_approval_of_another_head(main: Main) -> None:
    by(main, *CHAIN, approver={"head": OTHER})


@row("approval.stranger", "merge.message", people="nok ton wit")
def a_strangers_key(main: Main) -> None:
    by(main, "reviewer=ton", "approver=mallory", "webmaster=wit")


@row("approval.stranger", people="nok ton wit")
def a_strangers_key_of_which_the_message_names_nobody(main: Main) -> None:
    asked = main.ask(2, FILES)
    signs = main.sign(asked, "reviewer=ton", "approver=mallory", "webmaster=wit")
    made = main.merge(asked, signs)
    main.own[-1] = main.commits[-1] = made._replace(
        message=made.message.replace("Approved-by:  <@office.example>\n", "")
    )
    main.record(main.own[-1], asked, signs)


@row("approval.signature")
def a_wrong_signature(main: Main) -> None:
    by(main, *CHAIN, approver={"is_right": False})


@row("approval.unchecked")
def a_webmaster_who_states_nothing(main: Main) -> None:
    by(main, *CHAIN, webmaster={"said": "ok"})


@row("approval.unchecked")
def a_webmaster_who_states_less(main: Main) -> None:
    by(main, *CHAIN, webmaster={"said": "Checked: correct, complete"})


@row("approval.unchecked")
def a_webmaster_who_states_it_in_the_midst_of_a_line(main: Main) -> None:
    by(main, *CHAIN, webmaster={"said": f"not {CHECKED}"})


@row(like="approval.unchecked")
def a_webmaster_who_states_it_among_other_lines(main: Main) -> None:
    by(main, *CHAIN, webmaster={"said": f"ok\n{CHECKED}\nthanks"})


@row(MISSING, people=ALL_BUT["webmaster"])
def an_approver_who_states_nothing_where_the_webmaster_is_missing(main: Main) -> None:
    """Nobody has signed last."""
    by(main, *CHAIN[:2], approver={"said": "ok"})


@row(like="approval.unchecked")
def others_who_state_nothing(main: Main) -> None:
    by(main, *CHAIN, reviewer={"said": "ok"}, approver={"said": "ok"})


@row("approval.form", MISSING, "merge.message", people=ALL_BUT["approver"])
def the_sign_off_of_another_request(main: Main) -> None:
    by(main, *CHAIN, approver={"name": "sign-off/3/approver"})


@row("approval.form", MISSING, "merge.message", people=ALL_BUT["approver"])
def the_sign_off_of_another_step(main: Main) -> None:
    by(main, *CHAIN, approver={"name": "sign-off/2/reviewer"})


@row("approval.form", MISSING, "merge.message", people=ALL_BUT["approver"])
def no_tag_at_all(main: Main) -> None:
    by(main, *CHAIN, approver={"object": "dao has said yes"})


@row("approval.form")
def a_step_signed_twice(main: Main) -> None:
    asked = main.ask(2, FILES)
    signs = main.sign(asked, *CHAIN)
    made = main.merge(asked, signs)
    main.record(made, asked, [*signs, *main.sign(asked, "approver=dao")])


@row("approval.form")
def a_step_that_there_is_not(main: Main) -> None:
    asked = main.ask(2, FILES)
    signs = main.sign(asked, *CHAIN)
    made = main.merge(asked, signs)
    main.record(made, asked, [*signs, *main.sign(asked, "director=dao")])


@row("approval.author", people="dao ton wit")
def the_approver_asks(main: Main) -> None:
    main.publish(2, FILES, author="dao")


# With which office


@row("approval.role", people="nok ton wit won")
def a_webmaster_approves(main: Main) -> None:
    by(main, "reviewer=ton", "approver=won", "webmaster=wit")


@row("approval.day")
def an_approver_from_tomorrow(main: Main) -> Main:
    return signed_by(dao="approver all 2026-07-02")


@row("approval.day")
def an_approver_until_yesterday(main: Main) -> Main:
    return signed_by(dao="approver all 2026-01-01 2026-06-30")


@row(like="approval.day")
def an_approver_of_this_day_alone(main: Main) -> Main:
    return signed_by(dao="approver all 2026-07-01 2026-07-01")


@row(like="approval.day")
def an_approver_appointed_anew_after_the_first_appointment_ended(main: Main) -> Main:
    return signed_by(dao="approver all 2025-01-01 2025-12-31; approver all 2026-07-01")


@row("approval.unit")
def an_approver_of_another_unit(main: Main) -> Main:
    return signed_by(dao="approver [finance]")


@row("approval.unit")
def an_approver_of_another_unit_today_and_of_this_one_before(main: Main) -> Main:
    return signed_by(dao="approver [health] 2025-01-01 2025-12-31; approver [finance]")


@row(like="approval.unit")
def an_approver_of_two_units_by_two_orders(main: Main) -> Main:
    return signed_by(dao="approver [finance]; approver [health]")


def signed_by(**people: str) -> Main:
    begun = under(office(**people))
    by(begun, *CHAIN)
    return begun


@row("approval.self-appointed", action="office", things="office.yml", people="fah nok wit")
def an_approver_by_this_very_request(main: Main) -> None:
    main.publish(2, {"office.yml": office(nok="approver all")}, "approver=nok", "webmaster=wit", author="fah")


@row("approval.role", action="office", things="office.yml", people="fah nok wit")
def an_approver_by_this_very_request_from_another_day_on(main: Main) -> None:
    later = office(nok="approver all 2026-07-02")
    main.publish(2, {"office.yml": later}, "approver=nok", "webmaster=wit", author="fah")


@row(like="approval.self-appointed", action="office", things="office.yml", people="dao fah wit")
def an_approver_who_appoints_another(main: Main) -> None:
    main.publish(2, {"office.yml": office(nok="approver all")}, *OFFICE_CHAIN, author="fah")


@row(like="approval.self-appointed approval.role", people="fah nok ton wit")
def an_approver_by_an_earlier_request(main: Main) -> None:
    main.publish(3, {"office.yml": office(nok="approver all")}, *OFFICE_CHAIN, author="fah")
    main.publish(2, FILES, "reviewer=ton", "approver=nok", "webmaster=wit", author="fah")


@row("approval.unit", action="office", things="office.yml", people="dao fah wit")
def an_office_changed_by_an_approver_of_every_unit_there_is(main: Main) -> Main:
    """New units are nobody's yet."""
    held = "approver [health,finance]"
    begun = under(office(dao=held, dee="approver all"))
    begun.publish(
        2, {"office.yml": office(dao=held, dee="approver all", chain="[approver]")}, *OFFICE_CHAIN, author="fah"
    )
    return begun


@row("approval.unit", action="tooling", things="mkdocs.yml", people="dao fah wit")
def tooling_changed_by_a_webmaster_of_every_unit_there_is(main: Main) -> Main:
    begun = under(office(wit="webmaster [health,finance]"))
    begun.publish(2, {"mkdocs.yml": b"x"}, *OFFICE_CHAIN, author="fah")
    return begun


@row("approval.unit", people="dao nok ton wit")
def an_approver_of_one_unit_for_another_where_no_webmaster_is_appointed_for_all(main: Main) -> Main:
    """That lifts the limit of units for nobody but those who break the glass."""
    begun = under(office(wit="webmaster [health]", won="webmaster [finance]", dao="approver [finance]"))
    by(begun, *CHAIN)
    return begun


@row("approval.unit", people="dao nok ton wit")
def a_reviewer_of_one_unit_for_another_where_no_webmaster_is_appointed_for_all(main: Main) -> Main:
    begun = under(office(wit="webmaster [health]", won="webmaster [finance]", ton="reviewer [finance]"))
    by(begun, *CHAIN)
    return begun


# Their age


AGREED = f"prakat: prakat==0.3.0 --hash=sha256:{'0' * 64}\n".encode()


def waited(days: int, text: bytes = AGREED + office(), hours: int = 0) -> Main:
    """The first step is signed so long before the merge."""
    begun = Main.begun({"office.yml": text})
    asked = begun.ask(2, FILES)
    first = begun.sign(asked, CHAIN[0])
    begun.now += datetime.timedelta(days=days, hours=hours)
    signs = [*first, *begun.sign(asked, *CHAIN[1:])]
    begun.record(begun.merge(asked, signs), asked, signs)
    return begun


@row("approval.aged")
def a_signature_of_31_days_ago(main: Main) -> Main:
    return waited(31)


@row("approval.aged")
def a_signature_older_than_the_office_says(main: Main) -> Main:
    return waited(8, AGREED + b"sign_off_valid_days: 7\n" + office())


@row(like="approval.aged")
def a_signature_of_30_days_ago(main: Main) -> Main:
    return waited(30, hours=14)


@row(like="approval.aged")
def a_signature_of_31_days_ago_where_the_office_takes_longer(main: Main) -> Main:
    return waited(31, AGREED + b"sign_off_valid_days: 60\n" + office())


@row(like="approval.aged")
def an_old_signature_from_before_the_office_agreed_to_ask(main: Main) -> Main:
    return waited(300, office())


# In the place of somebody who is not there


GLASS = office(dao="approver all 2026-01-01 2026-06-30")
FILLED = {"office.yml": office(dao="approver all 2026-01-01 2026-06-30", new="approver all 2026-07-01")}


def broken(before: bytes, after: bytes, *names: str, mode: str = "break-glass", **more: bytes) -> Main:
    begun = under(before)
    begun.publish(2, {"office.yml": after, **more}, *(names or TWO), mode=mode)
    return begun


@row("office.break-glass", action="office", things="office.yml", people="nok wit won")
def two_webmasters_fill_a_vacant_step_by_an_order(main: Main) -> Main:
    return broken(GLASS, FILLED["office.yml"])


@row(like="office.break-glass", action="office", things="office.yml", people="dao nok wit")
def the_chain_appoints_another_approver(main: Main) -> Main:
    return broken(office(), office(new="approver all 2026-07-01"), *OFFICE_CHAIN, mode="written")


@row(MISSING, "merge.message", action="office", things="office.yml", people="nok wit")
def two_webmasters_fill_a_step_that_somebody_can_sign(main: Main) -> Main:
    return broken(office(), office(new="approver all 2026-07-01"), mode="written")


@row(MISSING, "merge.message", action="office", things="office.yml", people="nok wit")
def two_webmasters_fill_a_vacant_step_without_an_order(main: Main) -> Main:
    return broken(GLASS, office(dao="approver all 2026-01-01 2026-06-30", new="approver! all"), mode="written")


@row(MISSING, "merge.message", action="office", things="office.yml", people="nok wit")
def two_webmasters_fill_another_step_than_the_vacant_one(main: Main) -> Main:
    return broken(GLASS, office(dao="approver all 2026-01-01 2026-06-30", new="webmaster all"), mode="written")


@row(*(MISSING, "merge.message", "request.mixed"), action="tooling", things="mkdocs.yml office.yml", people="nok wit")
def two_webmasters_fill_a_vacant_step_and_change_something_else(main: Main) -> Main:
    return broken(GLASS, FILLED["office.yml"], mode="written", **{"mkdocs.yml": b"x"})


@row("office.break-glass", "office.glass-exceeded", action="office", things="office.yml", people="nok wit won")
def two_webmasters_fill_a_vacant_step_and_shorten_the_chain(main: Main) -> Main:
    return broken(GLASS, FILLED["office.yml"].replace(b"[reviewer, approver, webmaster]", b"[approver]"))


@row(like="office.glass-exceeded", action="office", things="office.yml", people="dao nok wit")
def the_chain_appoints_another_approver_and_shortens_itself(main: Main) -> Main:
    after = office(new="approver all 2026-07-01", chain="[approver]")
    return broken(office(), after, *OFFICE_CHAIN, mode="written")


@row("approval.twice", "office.break-glass", action="office", things="office.yml", people="nok wit")
def one_webmaster_fills_a_vacant_step(main: Main) -> Main:
    return broken(GLASS, FILLED["office.yml"], "webmaster=wit", "second-webmaster=wit")


@row("approval.unit", "office.break-glass", action="office", things="office.yml", people="nok wit won")
def a_webmaster_of_one_unit_breaks_the_glass_beside_one_of_all(main: Main) -> Main:
    ended = "approver all 2026-01-01 2026-06-30"
    after = office(dao=ended, won="webmaster [health]", new="approver all 2026-07-01")
    return broken(office(dao=ended, won="webmaster [health]"), after)


@row("office.break-glass", action="office", things="office.yml", people="nok wit won")
def webmasters_of_one_unit_each_break_the_glass_where_there_is_none_of_all(main: Main) -> Main:
    split = {"wit": "webmaster [health]", "won": "webmaster [finance]"}
    return broken(office(**split), office(**split, new="webmaster all 2026-07-01"))


@row("approval.role", "office.break-glass", action="office", things="office.yml", people="nok ton wit")
def a_reviewer_breaks_the_glass_where_there_is_no_webmaster_of_all(main: Main) -> Main:
    split = {"wit": "webmaster [health]", "won": "webmaster [finance]"}
    after = office(**split, new="webmaster all 2026-07-01")
    return broken(office(**split), after, "webmaster=wit", "second-webmaster=ton")


@row("approval.day", "office.break-glass", action="office", things="office.yml", people="nok wit won")
def a_webmaster_who_has_left_breaks_the_glass_where_there_is_none_of_all(main: Main) -> Main:
    split = {"wit": "webmaster [health]", "won": "webmaster [finance] 2026-01-01 2026-06-30"}
    return broken(office(**split), office(**split, new="webmaster all 2026-07-01"))


# By reviews on a forge


def review(login: str, head: str, at: datetime.datetime, odd: dict[str, object]) -> str:
    facts = {"forge": "github", "id": 1, "login": login, "state": "approved", "head": head, "at": moment_text(at)}
    return json.dumps({**facts, "body": CHECKED, **odd}, ensure_ascii=False, sort_keys=True)


def reviewed(accounts: str = "{github: prakat}", **odd: dict[str, object]) -> Main:
    """The whole chain by reviews; the message is composed of what they say."""
    begun = under(office(accounts=accounts))
    asked = begun.ask(2, FILES)
    by_tag = begun.sign(asked, *CHAIN)
    made = begun.merge(asked, by_tag)
    people = dict(pair.split("=") for pair in CHAIN)
    told = [
        each._replace(object=review(people[each.step], asked.head, each.at, odd.get(each.step, {})), tag=None)
        for each in by_tag
    ]
    begun.record(made, asked, told)
    return begun


@row(like="approval.form approval.signature approval.stranger approval.unchecked approval.stale")
def reviews_of_the_whole_chain(main: Main) -> Main:
    return reviewed()


@row(*("approval.form",) * 3, *(MISSING,) * 3, "merge.message", people="nok")
def reviews_where_the_publisher_has_no_account(main: Main) -> Main:
    return reviewed("{forgejo: prakat}")


@row("approval.signature")
def a_review_that_asks_for_changes(main: Main) -> Main:
    return reviewed(approver={"state": "rejected"})


@row("approval.unchecked")
def a_review_that_states_nothing(main: Main) -> Main:
    return reviewed(webmaster={"body": "ok"})


@row("approval.stale")
def a_review_of_another_head(main: Main) -> Main:
    return reviewed(approver={"head": OTHER})


@row("approval.stranger", "merge.message", people="nok ton wit")
def a_review_by_an_account_that_nobody_has(main: Main) -> Main:
    return reviewed(approver={"login": "mallory"})


@row("approval.form")
def a_review_for_a_step_that_there_is_not(main: Main) -> Main:
    begun = under(office(accounts="{github: prakat}"))
    asked = begun.ask(2, FILES)
    signs = begun.sign(asked, *CHAIN)
    made = begun.merge(asked, signs)
    more = begun.sign(asked, "director=won")[0]
    told = more._replace(object=review("won", asked.head, more.at, {}), tag=None)
    begun.record(made, asked, [*signs, told], time=begun.now)
    return begun


@row("approval.form", MISSING, "merge.message", people="nok ton wit")
def a_review_received_at_another_moment_than_it_says(main: Main) -> Main:
    return reviewed(approver={"at": "2026-07-01T09:00:00+07:00"})


# By accounts, which are numbers (DESIGN: Requests)


OWN = {"ton": 15, "dao": 16, "wit": 17}


def by_accounts(
    main: Main,
    number: int,
    numbers: Mapping[str, int],
    logins: Mapping[str, str] | None = None,
    but: str = "",
    pushers: Sequence[str] = (),
    targeted: datetime.datetime | None = None,
    base: str = "",
    files: Mapping[str, bytes] | None = None,
    chain: Sequence[str] = CHAIN,
) -> None:
    """A request that was signed by reviews of those accounts; its message names all of their owners but one."""
    asked = main.ask(number, files or {NEWS: document(f"ข่าวประชาสัมพันธ์ {number}")})
    by_tag, people = main.sign(asked, *chain), dict(pair.split("=") for pair in chain)
    made = main.merge(asked, by_tag)
    kept = [line for line in made.message.split("\n") if not but or f"-by: {but} <" not in line]
    main.own[-1] = main.commits[-1] = made._replace(message="\n".join(kept))
    told = []
    for each in by_tag:
        name = people[each.step]
        odd = {"account": numbers[name]} if name in numbers else {}
        text = review((logins or {}).get(name, name), asked.head, each.at, odd)
        told.append(each._replace(object=text, tag=None))
    odd = {"base": base} if base else {}
    odd |= {"targeted": moment_text(targeted)} if targeted else {}
    main.record(main.own[-1], asked, told, pushers=pushers, **odd)


def twice(numbers: Mapping[str, int], text: bytes = b"", **more: Any) -> Main:
    """A second request, after one that showed whose number is whose."""
    begun = under(text or office(accounts="{github: prakat}"))
    by_accounts(begun, 2, OWN)
    by_accounts(begun, 3, numbers, **more)
    return begun


@row(like="approval.account-changed", action="amended", request=3)
def the_same_accounts_again(main: Main) -> Main:
    return twice(OWN)


@row(like="approval.account-changed", action="amended", request=3)
def an_old_record_that_has_no_numbers(main: Main) -> Main:
    return twice({})


@row("approval.account-changed", action="amended", request=3, people="dao nok ton")
def somebody_else_has_the_login_of_a_webmaster_now(main: Main) -> Main:
    return twice({**OWN, "wit": 99}, but="wit")


@row("approval.account-changed", "merge.message", action="amended", request=3, people="dao nok ton")
def somebody_else_signs_as_a_webmaster_whom_the_message_names(main: Main) -> Main:
    return twice({**OWN, "wit": 99})


@row(like="approval.account-changed approval.stranger", action="amended", request=3)
def a_webmaster_who_has_another_login_now(main: Main) -> Main:
    return twice(OWN, logins={"wit": "witthaya"})


@row("approval.stranger", action="amended", request=3, people="dao nok ton")
def another_number_under_a_login_that_nobody_has(main: Main) -> Main:
    return twice({**OWN, "wit": 99}, logins={"wit": "witthaya"}, but="wit")


@row("approval.account-changed", action="amended", request=4, people="dao nok ton")
def an_account_whose_login_was_given_to_somebody_else(main: Main) -> Main:
    """The one who signed as wit signs as the webmaster who has that login in office.yml now."""
    text = office(accounts="{github: prakat}").replace(b"{github: won}", b"{github: x}")
    text = text.replace(b"{github: wit}", b"{github: won}").replace(b"{github: x}", b"{github: wit}")
    begun = under(office(accounts="{github: prakat}"))
    by_accounts(begun, 2, OWN)
    signs = ("approver=dao", "webmaster=won")
    by_accounts(begun, 3, {"dao": 16, "won": 18}, files={"office.yml": text}, chain=signs)
    by_accounts(begun, 4, OWN, but="wit")
    return begun


@row(like="approval.account-changed", action="amended", request=4)
def a_new_account_that_an_office_request_names(main: Main) -> Main:
    begun = under(office(accounts="{github: prakat}"))
    by_accounts(begun, 2, OWN)
    text = office(accounts="{github: prakat}", account_ids={"wit": 99})
    by_accounts(begun, 3, {"dao": 16, "won": 18}, files={"office.yml": text}, chain=("approver=dao", "webmaster=won"))
    by_accounts(begun, 4, {**OWN, "wit": 99})
    return begun


@row("approval.account-changed", action="published", people="dao nok ton")
def another_account_than_office_yml_names(main: Main) -> Main:
    begun = under(office(accounts="{github: prakat}", account_ids={"wit": 17}))
    by_accounts(begun, 2, {**OWN, "wit": 99}, but="wit")
    return begun


@row("author.stranger", action="amended", request=3, people="dao nok ton wit won")
def somebody_else_pushes_under_the_login_of_a_person(main: Main) -> Main:
    begun = under(office(accounts="{github: prakat}"))
    by_accounts(begun, 2, OWN, pushers=["18+won@users.noreply.github.com"])
    by_accounts(begun, 3, OWN, pushers=["99+won@users.noreply.github.com"])
    return begun


@row(like="author.stranger", action="amended", request=3, people="dao nok ton wit won")
def the_same_person_pushes_again(main: Main) -> Main:
    begun = under(office(accounts="{github: prakat}"))
    by_accounts(begun, 2, OWN, pushers=["18+won@users.noreply.github.com"])
    by_accounts(begun, 3, OWN, pushers=["18+won@users.noreply.github.com"])
    return begun


# What was signed: of the request as it was shown


def aimed(moved: int, **more: Any) -> Main:
    """A request that was pointed at another branch so many minutes after it was made; the steps sign at 2, 3 and 4."""
    begun = under(office(accounts="{github: prakat}"))
    at = begun.now + datetime.timedelta(minutes=moved)
    by_accounts(begun, 2, OWN, targeted=at, **more)
    return begun


@row(like="approval.retargeted")
def a_request_that_was_pointed_at_main_before_anybody_signed(main: Main) -> Main:
    return aimed(1)


@row("approval.retargeted")
def a_reviewer_who_signed_in_the_second_of_the_change(main: Main) -> Main:
    return aimed(2)


@row(*("approval.retargeted",) * 3)
def a_request_that_was_pointed_at_main_after_all_had_signed(main: Main) -> Main:
    return aimed(5)


@row("record.mismatch")
def a_record_of_another_base(main: Main) -> Main:
    return aimed(1, base=OTHER)


@row(like="record.mismatch")
def a_record_of_the_base(main: Main) -> Main:
    return aimed(1, base=SINCE)


# In words that people use


@row(like="approval.unchecked")
def a_statement_in_thai_with_polite_words(main: Main) -> Main:
    return reviewed(webmaster={"body": "ตรวจแล้ว ถูกต้อง  ครบถ้วน เป็นปัจจุบัน และชอบด้วยกฎหมาย ครับ."})


@row("approval.unchecked")
def a_statement_that_is_denied(main: Main) -> Main:
    return reviewed(webmaster={"body": "ยังไม่ตรวจแล้ว: ถูกต้อง ครบถ้วน เป็นปัจจุบัน ชอบด้วยกฎหมาย"})


@row(like="approval.unchecked")
def a_statement_in_thai_on_a_tag(main: Main) -> None:
    by(main, *CHAIN, webmaster={"said": "ตรวจแล้ว: ถูกต้อง ครบถ้วน เป็นปัจจุบัน ชอบด้วยกฎหมาย ค่ะ"})


@pytest.mark.parametrize("each", TABLE.rows, ids=name_of)
def test_sign_offs_are_judged_as_their_row_says(each: Row) -> None:
    assert judged(each) == each.expected


def test_every_row_is_judged() -> None:
    assert TABLE.doubled == []
