"""The policy without git: who may sign what, when, and in which order (DESIGN: office.yml, Requests)."""

import datetime
from collections.abc import Sequence

import pytest

from office_of_values import key
from prakat.office.authority import ALL_UNITS, Authority, authority
from prakat.office.office import Office, parse_office
from prakat.request.policy.approval import check_approval, mode, steps
from prakat.request.policy.opening import Opening, OrderedAct
from prakat.request.policy.request import Mode, Request, Verbal
from prakat.request.policy.request_kind import RequestKind
from prakat.request.policy.sign_off import SignOff
from prakat.thai.buddhist_era import BANGKOK

HEAD = "a" * 40
OTHER = "b" * 40
CONTENT = frozenset({RequestKind.CONTENT})
OFFICE = frozenset({RequestKind.OFFICE})


def at(day: int, hour: int = 10, month: int = 7) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, tzinfo=BANGKOK)


def person(name: str, *appointments: str, mail: str = "") -> str:
    mails = f"[{mail or name + '@office.example'}]"
    return (
        f"- {{id: {name}, name: {name}, position: ตำแหน่ง, emails: {mails}, "
        f"keys: ['{key(name)}'], appointments: [{', '.join(appointments)}]}}"
    )


def appointed(role: str, units: str = "all", start: str = "2026-01-01", until: str = "") -> str:
    end = f", until: {until}" if until else ""
    return f'{{role: {role}, units: {units}, from: {start}{end}, order: {{no: "1/2569", date: 2026-01-01}}}}'


PEOPLE = (
    person("nok"),
    person("rak", appointed("reviewer", "[health]")),
    person("dao", appointed("approver")),
    person("wit", appointed("webmaster")),
    person("won", appointed("webmaster")),
)


def office(*people: str, chain: str = "[reviewer, approver, webmaster]") -> Authority:
    text = (
        "name: สำนักงานทดสอบ\ncontact: {address: ที่อยู่ทดสอบ, phone: '0000', email: a@b.example}\n"
        "site_url: https://office.example/\nunits: [{id: health, name: สุขภาพ}, {id: finance, name: การเงิน}]\n"
        f"sign_off: {chain}\npeople:\n" + "\n".join(people or PEOPLE)
    )
    found = parse_office(text.encode())
    assert isinstance(found, Office), found
    return authority(found)


def request(**changed: object) -> Request:
    base: dict[str, object] = {
        "number": 1,
        "head": HEAD,
        "kinds": CONTENT,
        "units": frozenset({"health"}),
        "authors": frozenset({"nok"}),
    }
    return Request(**{**base, **changed})  # type: ignore[arg-type]


def signed(known: Authority, *names: str, **changed: object) -> dict[str, SignOff]:
    """`step=person`, one hour apart in the order given; the last one states the check."""
    found = {}
    for place, pair in enumerate(names):
        step, _, name = pair.partition("=")
        is_last = place == len(names) - 1
        found[step] = SignOff(step, known.office.people.get(name), HEAD, at(1, 9 + place), place, True, is_last)
    return found


CHAIN = ("reviewer=rak", "approver=dao", "webmaster=wit")


def verdict(
    asked: Request,
    names: Sequence[str] = CHAIN,
    known: Authority | None = None,
    merged: datetime.datetime | None = None,
) -> list[str]:
    known = known or office()
    return [each.id for each in check_approval(asked, known, signed(known, *names), merged or at(1, 15))]


def altered(step: str, **changed: object) -> list[str]:
    """The verdict on the whole chain with one sign-off changed."""
    known = office()
    sign_offs = signed(known, *CHAIN)
    sign_offs[step] = sign_offs[step]._replace(**changed)
    return [each.id for each in check_approval(request(), known, sign_offs, at(1, 15))]


def test_a_request_signed_by_the_whole_chain_may_be_merged() -> None:
    assert verdict(request()) == []


@pytest.mark.parametrize("missing", ["reviewer", "approver", "webmaster"])
def test_no_step_may_be_missing(missing: str) -> None:
    names = [name for name in CHAIN if not name.startswith(missing)]
    assert "approval.missing" in verdict(request(), names)


def test_a_small_office_signs_one_step() -> None:
    assert verdict(request(), ["approver=dao"], office(chain="[approver]")) == []


def test_the_message_names_who_can_sign_the_missing_step() -> None:
    known = office()
    found = check_approval(request(), known, signed(known, "reviewer=rak"), at(1, 15))
    by = "by 2026-07-31, else the steps before it have to be signed anew"
    assert found[0].message("en") == f"The step Approver is not signed. It can be signed by dao (ตำแหน่ง), {by}."
    assert "dao (ตำแหน่ง)" in found[0].message("th")


def test_an_author_cannot_sign_the_own_request() -> None:
    assert verdict(request(authors=frozenset({"nok", "dao"}))) == ["approval.author"]


def test_one_person_signs_one_step() -> None:
    known = office(person("nok"), person("dao", appointed("reviewer"), appointed("approver")), *PEOPLE[3:])
    assert verdict(request(), ["reviewer=dao", "approver=dao", "webmaster=wit"], known) == ["approval.twice"]


def test_steps_are_signed_in_order_of_receipt() -> None:
    assert verdict(request(), ["approver=dao", "reviewer=rak", "webmaster=wit"]) == ["approval.order"]


def test_two_sign_offs_received_at_one_place_are_in_no_order() -> None:
    assert "approval.order" in altered("approver", ordinal=0)


def test_a_sign_off_on_an_older_head_is_stale() -> None:
    assert altered("approver", head=OTHER) == ["approval.stale"]


def test_a_wrong_signature_counts_for_nothing() -> None:
    assert altered("approver", is_genuine=False) == ["approval.signature"]


def test_the_key_of_a_stranger_counts_for_nothing() -> None:
    assert altered("approver", person=None) == ["approval.stranger"]


def test_the_last_signer_states_that_it_was_checked() -> None:
    assert altered("webmaster", checked=False) == ["approval.unchecked"]


def test_a_sign_off_received_after_the_merge_is_late() -> None:
    assert verdict(request(), merged=at(1, 10)) == ["approval.late"]


@pytest.mark.parametrize(
    ("start", "until", "problems"),
    [
        ("2026-07-01", "2026-07-01", []),
        ("2026-07-02", "", ["approval.day"]),
        ("2026-01-01", "2026-06-30", ["approval.day"]),
    ],
)
def test_authority_is_a_fact_about_the_day(start: str, until: str, problems: list[str]) -> None:
    known = office(*PEOPLE[:2], person("dao", appointed("approver", "all", start, until)), *PEOPLE[3:])
    assert verdict(request(), known=known) == problems


def test_the_day_is_that_of_bangkok() -> None:
    known = office(*PEOPLE[:2], person("dao", appointed("approver", "all", "2026-07-01")), *PEOPLE[3:])
    utc = datetime.datetime(2026, 6, 30, 18, 30, tzinfo=datetime.UTC)
    sign_offs = signed(known, *CHAIN)
    sign_offs["reviewer"] = SignOff("reviewer", known.office.people["rak"], HEAD, utc, 0)
    sign_offs["approver"] = SignOff("approver", known.office.people["dao"], HEAD, utc, 1)
    assert check_approval(request(), known, sign_offs, at(1, 15)) == ()


def test_a_signer_is_appointed_for_the_unit() -> None:
    assert verdict(request(units=frozenset({"finance"}))) == ["approval.unit"]


def test_both_owners_units_are_needed_when_the_owner_changes() -> None:
    assert verdict(request(units=frozenset({"health", "finance"}))) == ["approval.unit"]


def test_two_appointments_together_cover_two_units() -> None:
    rak = person("rak", appointed("reviewer", "[health]"), appointed("reviewer", "[finance]"))
    known = office(PEOPLE[0], rak, *PEOPLE[2:])
    assert verdict(request(units=frozenset({"health", "finance"})), known=known) == []


def test_what_touches_no_known_unit_needs_an_appointment_for_all() -> None:
    assert verdict(request(units=ALL_UNITS)) == ["approval.unit"]


def test_a_role_is_not_another() -> None:
    assert verdict(request(), ["reviewer=rak", "approver=won", "webmaster=wit"]) == ["approval.role"]


def test_nobody_is_appointed_by_the_request_that_he_signs() -> None:
    after = office(*PEOPLE[:4], person("won", appointed("webmaster"), appointed("approver")))
    asked = request(kinds=OFFICE, units=ALL_UNITS, office_after=after)
    assert verdict(asked, ["approver=won", "webmaster=wit"]) == ["approval.self-appointed"]


@pytest.mark.parametrize("kind", [RequestKind.OFFICE, RequestKind.TOOLING])
def test_office_and_tooling_are_signed_by_approver_and_webmaster_for_all_units(kind: RequestKind) -> None:
    asked = request(kinds=frozenset({kind}), units=ALL_UNITS)
    assert verdict(asked, ["approver=dao", "webmaster=wit"]) == []
    known = office(*PEOPLE[:2], person("dao", appointed("approver", "[health, finance]")), *PEOPLE[3:])
    assert verdict(asked, ["approver=dao", "webmaster=wit"], known) == ["approval.unit"]


def test_mixed_classes_are_refused() -> None:
    asked = request(kinds=CONTENT | OFFICE, units=ALL_UNITS)
    assert "request.mixed" in verdict(asked, ["approver=dao", "webmaster=wit"])


def test_an_unknown_author_refuses_the_merge() -> None:
    assert verdict(request(strangers=("x@elsewhere.example",))) == ["author.stranger"]


def test_a_request_without_author_is_refused() -> None:
    assert verdict(request(authors=frozenset())) == ["author.none"]


VERBAL = (Verbal("dao", at(1, 8), frozenset({"health"})),)
TWO = ("webmaster=wit", "second-webmaster=won")


def test_an_urgent_request_is_signed_by_two_webmasters() -> None:
    assert verdict(request(verbal=VERBAL), TWO) == []


def test_neither_webmaster_is_author_of_the_urgent_request() -> None:
    assert verdict(request(verbal=VERBAL, authors=frozenset({"won"})), TWO) == ["approval.author"]


def test_one_webmaster_is_not_two() -> None:
    assert verdict(request(verbal=VERBAL), ["webmaster=wit", "second-webmaster=wit"]) == ["approval.twice"]


def test_the_chain_does_not_replace_the_two_webmasters() -> None:
    assert "approval.missing" in verdict(request(verbal=VERBAL))


def test_only_an_approver_of_that_day_permits_by_word_of_mouth() -> None:
    early = (Verbal("dao", datetime.datetime(2025, 12, 31, 9, tzinfo=BANGKOK), frozenset({"health"})),)
    assert verdict(request(verbal=early), TWO) == ["urgent.approver"]
    assert verdict(request(verbal=(Verbal("nok", at(1, 8), frozenset({"health"})),)), TWO) == ["urgent.approver"]


def test_a_permission_from_the_future_is_none() -> None:
    assert verdict(request(verbal=(Verbal("dao", at(9), frozenset({"health"})),)), TWO) == ["urgent.future"]


def test_an_urgent_request_holds_nothing_else() -> None:
    assert verdict(request(verbal=VERBAL, is_partly_verbal=True), TWO) == ["request.partly-verbal"]


def test_the_one_who_permitted_puts_it_in_writing() -> None:
    assert verdict(request(ratifies=frozenset({"dao"}))) == []
    two = office(*PEOPLE, person("dee", appointed("approver")))
    assert verdict(request(ratifies=frozenset({"dee"})), known=two) == ["urgent.ratifier"]


def test_who_signs_that_step_now_puts_in_writing_what_somebody_permitted_who_cannot_sign_any_more() -> None:
    left = office(*PEOPLE, person("dee", appointed("approver", until="2026-06-30")))
    assert verdict(request(ratifies=frozenset({"dee"})), known=left) == []
    assert verdict(request(ratifies=frozenset({"gone"}))) == []


@pytest.mark.parametrize(
    ("first_day", "expected"),
    [("2026-07-01", []), ("2026-07-09", ["urgent.ratifier"]), ("", ["urgent.ratifier"])],
)
def test_what_is_taken_down_at_once_needs_nobody_who_permitted_it(first_day: str, expected: list[str]) -> None:
    two = office(*PEOPLE, person("dee", appointed("approver")))
    assert verdict(request(takes_down=frozenset({("dee", first_day)})), known=two) == expected


ORDERED = request(kinds=OFFICE, units=ALL_UNITS, opening=Opening((OrderedAct("new", "approver", at(1).date()),)))


def test_two_webmasters_break_the_glass_where_a_step_is_vacant_and_an_order_named() -> None:
    known = office(*PEOPLE[:2], person("dao", appointed("approver", "all", until="2026-06-30")), *PEOPLE[3:])
    assert verdict(ORDERED, TWO, known) == ["office.break-glass"]
    found = check_approval(ORDERED, known, signed(known, *TWO), at(1, 15))
    assert not any(each.blocks_merge for each in found)


def test_the_glass_stays_whole_while_the_step_can_be_signed() -> None:
    assert "approval.missing" in verdict(ORDERED, TWO)
    assert mode(ORDERED, office(), at(1).date()) is Mode.WRITTEN


def test_the_glass_stays_whole_without_an_order_or_with_content() -> None:
    known = office(*PEOPLE[:2], *PEOPLE[3:])
    for asked in (request(kinds=OFFICE, units=ALL_UNITS), request(opening=ORDERED.opening)):
        assert mode(asked, known, at(1).date()) is Mode.WRITTEN


def test_regularising_takes_the_whole_chain_for_all_units() -> None:
    asked = request(regularises=(OTHER,), kinds=CONTENT | OFFICE)
    assert verdict(asked) == ["approval.unit"]
    known = office(PEOPLE[0], person("rak", appointed("reviewer")), *PEOPLE[2:])
    assert verdict(asked, known=known) == []
    assert [step.name for step in steps(asked, office(chain="[approver]"), Mode.REGULARISING)] == [
        "approver",
        "webmaster",
    ]


def test_noreply_addresses_of_a_forge_are_the_persons() -> None:
    who = person("nok").replace("emails:", "accounts: {github: Nok-1, forgejo: nok}, emails:")
    known = office(who, *PEOPLE[1:])
    for mail in ("NOK@office.example", "123+nok-1@users.noreply.github.com", "nok@noreply.git.office.example"):
        assert known.people_of_mail(mail) == {"nok"}
    for mail in ("n\u03bfk@office.example", "nok-1@noreply.git.office.example", "nok@office.example.evil"):
        assert known.people_of_mail(mail) == frozenset()
