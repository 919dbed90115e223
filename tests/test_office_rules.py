"""What office.yml's schema cannot say of it: each rule at its edges, over offices alone (R34, R38, R39)."""

import datetime

import pytest

from documents import written
from office_of_values import key
from prakat.office.authority import ALL_UNITS, authority, holds, mail_of, names_of
from prakat.office.office import Office, audit_since, parse_office
from prakat.office.office_rules import OFFICE_RULES, check_office
from prakat.rules.strict_yaml import read_yaml
from prakat.rules.wording import Label, in_words

DAY = datetime.date(2026, 11, 20)
ORDER = "order: {no: '1/2569', date: 2026-01-01}"
KEYS = [key(each) for each in "abc"]


def held(role: str, units: str = "all", start: str = "2026-01-01", until: str = "", order: str = ORDER) -> str:
    end = f", until: {until}" if until else ""
    return f"{{role: {role}, units: {units}, from: {start}{end}{', ' * bool(order)}{order}}}"


def person(name: str, *appointments: str, more: str = "") -> str:
    return f"- {{id: {name}, name: น{name}, position: ตำแหน่ง{more}, appointments: [{', '.join(appointments)}]}}"


WHOLE = {
    "rak": person("rak", held("reviewer")),
    "dao": person("dao", held("approver")),
    "wit": person("wit", held("webmaster")),
    "won": person("won", held("webmaster")),
}


def office(*more: str, chain: str = "[reviewer, approver, webmaster]", publisher: str = "{}", **people: str) -> Office:
    listed = [*{**WHOLE, **people}.values(), *more]
    text = (
        "name: สำนักงานทดสอบ\ncontact: {address: ที่อยู่ทดสอบ, phone: '0000', email: a@b.example}\n"
        "site_url: https://office.example/\nunits:\n- {id: health, name: สุขภาพ}\n- {id: finance, name: การเงิน}\n"
        f"sign_off: {chain}\npublisher: {publisher}\npeople:\n" + "\n".join(each for each in listed if each)
    )
    found = parse_office(written(read_yaml(text).data).encode())  # each key on a line of its own
    assert isinstance(found, Office), [(each.rule, each.values) for each in found]
    return found


def places(found: Office, day: datetime.date = DAY) -> list[tuple[str | int, ...]]:
    """The key at whose line each finding stands; of several, the outermost."""
    keys = found.source_lines.lines
    return [min((each for each in keys if keys[each] == one.line), key=len) for one in check_office(found, day)]


def said(found: Office, day: datetime.date = DAY) -> list[str]:
    """Each rule that is broken, with what tells where."""
    shown = []
    for each in check_office(found, day):
        assert each.path == "office.yml"
        told = each.values.get("found", each.values.get("name", each.values.get("step")))
        shown.append(f"{each.rule} {in_words(told, 'th')}")
    return shown


def test_a_whole_office_breaks_no_rule() -> None:
    assert said(office()) == []


@pytest.mark.parametrize("rule", OFFICE_RULES, ids=lambda rule: rule.__name__)
def test_each_rule_is_a_sentence(rule: object) -> None:
    assert (rule.__doc__ or "").strip().endswith((".", ")."))


def test_people_are_named_with_their_positions() -> None:
    """Two people may have one name; the id says nothing to readers."""
    roles = (held("reviewer", order=""), held("reviewer"), held("provider", until="2025-12-31"))
    wrong = person("rak", *roles, more=", emails: [a@b.example]")
    found = office(rak=wrong, dao=person("dao", held("approver"), more=", emails: [a@b.example]"))
    named = {each.rule: each.values["name"] for each in check_office(found, DAY) if "name" in each.values}
    assert named.keys() == {"appointment.order", "appointment.reversed", "appointment.overlap", "person.identity"}
    assert {in_words(each, "th") for each in named.values()} == {"นrak (ตำแหน่ง)", "นdao (ตำแหน่ง)"}


# Appointments


@pytest.mark.parametrize(
    ("appointment", "expected"),
    [
        (held("provider"), []),
        (held("provider", order=""), ["appointment.order นnok (ตำแหน่ง)"]),
        (held("provider", until="2026-01-01"), []),
        (held("provider", until="2025-12-31"), ["appointment.reversed 2025-12-31 (31 ธันวาคม 2568)"]),
        (held("provider", "[health, finance]"), []),
        (held("provider", "[health, other]"), ["appointment.unit other"]),
        (held("provider", "[other, more]"), ["appointment.unit other", "appointment.unit more"]),
    ],
)
def test_an_appointment_is_by_an_order_for_a_while_and_for_units_that_there_are(
    appointment: str, expected: list[str]
) -> None:
    found = office(person("nok", appointment))
    assert said(found) == expected
    ends = {"appointment.order": (), "appointment.reversed": ("until",), "appointment.unit": ("units",)}
    rules = [each.split(" ")[0] for each in expected]
    assert places(found) == [("people", 4, "appointments", 0, *ends[rule]) for rule in rules]


@pytest.mark.parametrize(
    ("first", "second", "overlaps"),
    [
        (held("reviewer"), held("provider"), False),
        (held("reviewer"), held("reviewer"), True),
        (held("reviewer", "[health]"), held("reviewer", "[finance]"), False),
        (held("reviewer", "[health]"), held("reviewer", "[finance, health]"), True),
        (held("reviewer", "all"), held("reviewer", "[finance]"), True),
        (held("reviewer", "[health]"), held("reviewer", "all"), True),
        (held("reviewer", until="2026-06-30"), held("reviewer", start="2026-07-01"), False),
        (held("reviewer", until="2026-06-30"), held("reviewer", start="2026-06-30"), True),
        (held("reviewer", start="2026-07-01"), held("reviewer", until="2026-06-30"), False),
        (held("reviewer", start="2026-06-30"), held("reviewer", until="2026-06-30"), True),
        (
            held("reviewer", "all", "2026-02-01", "2026-03-01"),
            held("reviewer", "all", "2026-01-01", "2026-12-31"),
            True,
        ),
        (
            held("reviewer", "all", "2026-05-01", "2026-06-01"),
            held("reviewer", "all", "2026-01-01", "2026-04-30"),
            False,
        ),
    ],
)
def test_one_person_holds_one_role_for_one_unit_once_at_a_time(first: str, second: str, overlaps: bool) -> None:
    for pair in ((first, second), (second, first)):
        found = office(person("nok", *pair))
        assert said(found) == (["appointment.overlap นnok (ตำแหน่ง)"] if overlaps else [])
        assert places(found) == [("people", 4, "appointments", 1)] * overlaps


def test_two_persons_may_hold_one_role() -> None:
    assert said(office(person("nok", held("reviewer")), person("fah", held("reviewer")))) == []


# Identities


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (", emails: [a@office.example]", []),
        (", emails: [rak@office.example]", ["person.identity rak@office.example"] * 2),
        (", emails: [RAK@Office.example]", ["person.identity rak@office.example"] * 2),
        (", emails: [a@office.example, a@b.example]", []),
        (", accounts: {github: nok}", []),
        (", accounts: {github: Rak}", ["person.identity rak"]),
        (", accounts: {forgejo: rak}", []),
        (f", keys: ['{KEYS[1]}']", []),
        (f", keys: ['{KEYS[0]} nok']", [f"person.identity {KEYS[0]}"]),
        (f", keys: ['{KEYS[2]} nok']", [f"person.identity {KEYS[2]}"]),
        (", accounts: {github: prakat}", ["person.identity prakat"]),
        (", emails: [12+rak@users.noreply.github.com]", ["person.identity 12+rak@users.noreply.github.com"]),
        (", emails: [rak@users.noreply.github.com]", ["person.identity rak@users.noreply.github.com"]),
        (", emails: [12+nok@users.noreply.github.com]", []),
        (", accounts: {github: nok}, emails: [12+nok@users.noreply.github.com]", []),
        (", emails: [rak@noreply.git.office.example]", []),
    ],
)
def test_a_mail_an_account_and_a_key_belong_to_one(more: str, expected: list[str]) -> None:
    rak = f", emails: [rak@office.example], accounts: {{github: rak}}, keys: ['{KEYS[0]} rak']"
    publisher = f"{{keys: ['{KEYS[2]} publisher'], accounts: {{github: Prakat}}}}"
    found = office(person("nok", more=more), rak=person("rak", held("reviewer"), more=rak), publisher=publisher)
    assert said(found) == expected


def test_a_shared_mail_is_said_of_both_and_a_shared_key_of_the_later() -> None:
    """Of a mail, index and rule cannot tell whose it was first: a forge's address may stand for an account."""
    more = f", emails: [x@office.example], keys: ['{KEYS[0]}']"
    found = office(person("nok", more=more), person("fah", more=more))
    told = [(each.values["name"], each.values["other"]) for each in check_office(found, DAY)]
    nok, fah = (f"น{name} (ตำแหน่ง)" for name in ("nok", "fah"))
    assert told == [(nok, fah), (fah, nok), (fah, nok)]
    assert places(found) == [("people", 4, "emails"), ("people", 5, "emails"), ("people", 5, "keys")]


@pytest.mark.parametrize(("first", "second"), [("x", "x"), ("X", "x"), ("x", "X"), ("X", "X")])
def test_a_mail_is_the_same_in_capitals(first: str, second: str) -> None:
    people = [person(name, more=f", emails: [{each}@b.example]") for name, each in (("nok", first), ("fah", second))]
    found = office(*people)
    assert said(found) == ["person.identity x@b.example"] * 2
    assert places(found) == [("people", 4, "emails"), ("people", 5, "emails")]


def test_a_shared_account_is_said_at_the_accounts() -> None:
    found = office(person("nok", more=", accounts: {github: x}"), person("fah", more=", accounts: {github: X}"))
    assert [(each.values["found"], each.values["other"]) for each in check_office(found, DAY)] == [
        ("x", "นnok (ตำแหน่ง)")
    ]
    assert places(found) == [("people", 5, "accounts")]


def test_the_publishers_identities_are_nobody_elses() -> None:
    found = office(
        person("nok", more=f", accounts: {{github: P}}, keys: ['{KEYS[0]} x']"),
        publisher=f"{{keys: ['{KEYS[0]}'], accounts: {{github: p}}}}",
    )
    assert [each.values["other"] for each in check_office(found, DAY)] == [Label("who", "publisher")] * 2
    assert places(found) == [("people", 4, "accounts"), ("people", 4, "keys")]


def test_what_one_person_has_twice_is_nobody_elses() -> None:
    more = f", emails: [x@office.example, X@office.example], keys: ['{KEYS[0]} a', '{KEYS[0]} b']"
    assert said(office(person("nok", more=more))) == []


# Who can sign


def test_two_webmasters_are_active() -> None:
    assert said(office(won="")) == ["office.webmasters 1"]
    assert places(office(won="")) == [("people",)]
    assert said(office(won=person("won", held("webmaster", until="2026-11-20")))) == []
    assert said(office(won=person("won", held("webmaster", until="2026-11-19")))) == ["office.webmasters 1"]
    assert said(office(won=person("won", held("webmaster", start="2026-11-21")))) == ["office.webmasters 1"]
    assert said(office(won=person("won", held("webmaster", "[health]")))) == []
    assert said(office(won=person("won", held("provider"), held("webmaster")))) == []
    assert said(office(won=person("won", held("auditor")))) == ["office.webmasters 1"]


def test_every_step_can_be_signed_for_every_unit_and_for_the_office() -> None:
    assert said(office(rak=person("rak", held("reviewer", "[health]")))) == ["office.step การเงิน"]
    assert said(office(rak="")) == ["office.step สุขภาพ, การเงิน"]
    assert said(office(rak="", chain="[approver, webmaster]")) == []
    assert said(office(rak=person("rak", held("reviewer", "[health, finance]")))) == []
    assert said(office(dao=person("dao", held("approver", "[health, finance]")))) == ["office.step-all approver"]
    split = {"wit": person("wit", held("webmaster", "[health]")), "won": person("won", held("webmaster", "[finance]"))}
    assert said(office(**split)) == ["office.step-all webmaster"]
    assert said(office(dao="")) == ["office.step สุขภาพ, การเงิน", "office.step-all approver"]
    assert places(office(dao="")) == [("sign_off",)] * 2


# Authority


@pytest.mark.parametrize(
    ("appointments", "units", "is_held"),
    [
        ([held("reviewer")], {"health"}, True),
        ([held("reviewer")], {"unheard-of"}, True),
        ([held("reviewer")], ALL_UNITS, True),
        ([held("reviewer")], set(), True),
        ([held("reviewer", "[health]")], {"health"}, True),
        ([held("reviewer", "[health]")], {"finance"}, False),
        ([held("reviewer", "[health]")], {"health", "finance"}, False),
        ([held("reviewer", "[health, finance]")], {"health", "finance"}, True),
        ([held("reviewer", "[health, finance]")], ALL_UNITS, False),
        ([held("reviewer", "[health]"), held("reviewer", "[finance]")], {"health", "finance"}, True),
        ([held("reviewer", "[health]"), held("provider", "[finance]")], {"health", "finance"}, False),
        ([held("reviewer", "[health]"), held("reviewer", "all", until="2026-11-19")], ALL_UNITS, False),
        ([held("reviewer", "[health]")], set(), True),
        ([held("provider")], {"health"}, False),
        ([], set(), False),
        ([], {"health"}, False),
        ([], ALL_UNITS, False),
        ([held("reviewer", until="2026-11-20")], {"health"}, True),
        ([held("reviewer", until="2026-11-19")], {"health"}, False),
        ([held("reviewer", start="2026-11-20")], {"health"}, True),
        ([held("reviewer", start="2026-11-21")], {"health"}, False),
    ],
)
def test_a_role_is_held_for_every_unit_on_the_day(
    appointments: list[str], units: set[str] | None, is_held: bool
) -> None:
    found = office(person("nok", *appointments)).people["nok"]
    assert holds(found, "reviewer", None if units is None else frozenset(units), DAY) is is_held


def test_an_office_is_known_by_what_identifies_its_people() -> None:
    nok = (
        ", emails: [Nok@office.example, n@b.example], accounts: {github: Nok, forgejo: nn}, "
        "keys: ['ssh-rsa AAAAk nok@x']"
    )
    fah = ", emails: [n@b.example], accounts: {forgejo: NN}, keys: ['ssh-rsa AAAAk fah', 'ssh-rsa AAAAl']"
    found = authority(
        office(person("nok", more=nok), person("fah", more=fah), publisher=f"{{keys: ['{KEYS[0]} a b']}}")
    )
    assert found.people_of_mail("NOK@OFFICE.example") == {"nok"}
    assert found.people_of_mail("n@b.example") == {"nok", "fah"}
    assert found.people_of_mail("nok") == found.people_of_mail("") == frozenset()
    assert found.people_of_mail("1+NOK@users.noreply.github.com") == {"nok"}
    assert found.people_of_mail("nok@users.noreply.github.com") == {"nok"}
    assert found.people_of_mail("nn@noreply.git.office.example") == {"nok", "fah"}
    assert found.people_of_mail("nn@users.noreply.git.office.example") == {"nok", "fah"}
    assert found.people_of_mail("nok@noreply.git.office.example") == frozenset()
    assert found.people_of_mail("nn@users.noreply.github.com") == frozenset()
    assert found.people_of_mail("x+nok@users.noreply.github.com") == frozenset()
    assert found.people_of_mail("nok@users.noreply.github.com.evil.example") == frozenset()
    person_of_l = found.person_of_key("ssh-rsa AAAAl")
    assert person_of_l
    assert person_of_l.id == "fah"
    assert found.person_of_key("ssh-rsa AAAAk") is found.person_of_key("ssh-rsa AAAAx") is None
    assert found.publisher_keys == {KEYS[0]}
    assert [each.id for each in found.holders("webmaster", ALL_UNITS, DAY)] == ["wit", "won"]
    assert names_of(found.holders("webmaster", ALL_UNITS, DAY)).text() == "นwit (ตำแหน่ง), นwon (ตำแหน่ง)"
    assert names_of([]).text() == ""
    people = found.office.people
    assert (mail_of(people["nok"]), mail_of(people["wit"])) == ("Nok@office.example", "wit@wit.invalid")


def test_what_is_not_written_of_a_person_is_empty() -> None:
    found = office(person("nok", held("provider", order=""))).people["nok"]
    assert (found.phone, found.emails, found.accounts, found.keys) == ("", (), {}, ())
    (one,) = found.appointments
    assert (one.order_no, one.order_date, one.until, one.acting_for, one.units) == ("", None, None, "", None)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        (f"audit: {{since: '{'1' * 40}'}}", "1" * 40),
        (f"nonsense: true\naudit: {{since: '{'a' * 40}'}}", "a" * 40),
        (f"audit: {{since: '{'A' * 40}'}}", ""),
        (f"audit: {{since: '{'1' * 41}'}}", ""),
        ("audit: {since: 1}", ""),
        ("audit: x", ""),
        ("audit: {}", ""),
        ("- audit", ""),
        ("audit: [", ""),
        ("", ""),
    ],
)
def test_the_epoch_is_read_of_whatever_can_be_read(text: str, since: str) -> None:
    assert audit_since(text.encode()) == since
