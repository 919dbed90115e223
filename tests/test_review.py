"""Which reviews sign which steps: a review names none, so the signer's roles and the order of receipt decide."""

import datetime

import pytest

from prakat.office.authority import authority
from prakat.office.office import Office, parse_office
from prakat.request.policy.broken_glass import BrokenGlass
from prakat.request.policy.request import Request
from prakat.request.policy.step import OFFICE_CHAIN, TWO_WEBMASTERS, WITNESS, Step
from prakat.request.review import Assignment, Review, ReviewState, in_force, review_of
from prakat.request.spoken_words import CHECKED_TH
from prakat.thai.buddhist_era import BANGKOK
from sign_off_office import PEOPLE

HEAD, OTHER = "a" * 40, "b" * 40
CHAIN = (Step("reviewer", "reviewer"), *OFFICE_CHAIN)
START = datetime.datetime(2026, 7, 1, 9, tzinfo=BANGKOK)


def office() -> Office:
    people = [
        f"- {{id: {name}, name: {name}, position: ตำแหน่ง, accounts: {{forgejo: {name.title()}}}, "
        f"appointments: [{', '.join(order(role, units) for role in roles.split('+'))}]}}"
        for name, (roles, units) in {**PEOPLE, "both": ("reviewer+approver", "all")}.items()
    ]
    text = (
        "name: สำนักงานทดสอบ\ncontact: {address: ที่อยู่ทดสอบ, phone: '0000', email: a@b.example}\n"
        "site_url: https://office.example/\npublisher: {accounts: {forgejo: prakat}}\n"
        "units: [{id: health, name: สุขภาพ}, {id: finance, name: การเงิน}]\npeople:\n"
    )
    found = parse_office((text + "\n".join(people)).encode())
    assert isinstance(found, Office), found
    return found


def order(role: str, units: str) -> str:
    return f'{{role: {role}, units: {units}, from: 2026-01-01, order: {{no: "1/2569", date: 2026-01-01}}}}'


def reviews(*words: str) -> list[Review]:
    """`login`, `login!` refuses, `login~` is on another head, `login-` does not state the check; an hour apart."""
    found = []
    for place, word in enumerate(words):
        state = ReviewState.REJECTED if "!" in word else ReviewState.APPROVED
        head = OTHER if "~" in word else HEAD
        body = "" if "-" in word else f"ผ่าน\n{CHECKED_TH}\n"
        at = START + datetime.timedelta(hours=place)
        found.append(Review("forgejo", place, word.rstrip("!~-"), state, head, at, body))
    return found


def assigned(
    *words: str,
    chain: tuple[Step, ...] = CHAIN,
    authors: tuple[str, ...] = ("nok",),
    unit: str = "health",
    glasses: tuple[BrokenGlass, ...] = (),
) -> dict[str, str]:
    request = Request(1, HEAD, frozenset(), frozenset({unit}), frozenset(authors), glasses=glasses)
    approvals = tuple(in_force(reviews(*words)))
    found = Assignment(authority(office()), request, frozenset({unit}), chain, approvals).steps()
    return {step: f"{place} {review.login}" for step, (place, review) in found.items()}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("ton", "dao", "wit"), {"reviewer": "0 ton", "approver": "1 dao", "webmaster": "2 wit"}),
        (("wit", "dao", "ton", "dao", "wit"), {"reviewer": "2 ton", "approver": "3 dao", "webmaster": "4 wit"}),
        (("both", "dao", "wit"), {"reviewer": "0 both", "approver": "1 dao", "webmaster": "2 wit"}),
        (("ton", "both", "wit"), {"reviewer": "0 ton", "approver": "1 both", "webmaster": "2 wit"}),
        (("ton", "dao", "wit-", "won"), {"reviewer": "0 ton", "approver": "1 dao", "webmaster": "3 won"}),
        (("ton", "dao", "dao!", "wit"), {"reviewer": "0 ton", "webmaster": "1 wit"}),
        (("ton", "dao!", "dao", "wit"), {"reviewer": "0 ton", "approver": "1 dao", "webmaster": "2 wit"}),
        (("visitor", "ton", "dao", "wit"), {"reviewer": "1 ton", "approver": "2 dao", "webmaster": "3 wit"}),
        (("TON", "dao", "wit"), {"reviewer": "0 TON", "approver": "1 dao", "webmaster": "2 wit"}),
    ],
)
def test_as_many_steps_as_can_be_are_signed(words: tuple[str, ...], expected: dict[str, str]) -> None:
    assert assigned(*words) == expected


def test_what_does_not_count_is_still_assigned_so_that_the_policy_says_why() -> None:
    assert assigned("ton~", "dao", "wit")["reviewer"] == "0 ton"
    assert assigned("ton", "dao", "wit", authors=("dao",))["approver"] == "1 dao"
    assert assigned("rak", "dao", "wit", unit="finance")["reviewer"] == "0 rak"


@pytest.mark.parametrize(
    ("words", "witness"),
    [
        (("fah", "ton", "dao", "wit"), "0 fah"),
        (("wit", "fah", "ton", "dao", "wit"), "1 fah"),
        (("ton", "dao", "wit", "fah"), "3 fah"),
        (("won", "ton", "dao", "wit"), "0 won"),
    ],
)
def test_one_more_approval_is_that_of_the_witness(words: tuple[str, ...], witness: str) -> None:
    """One that does not count, or comes too late, is assigned as well, so that the policy says why."""
    glass = BrokenGlass(frozenset({"wit", "won"}), authority(office()), datetime.date(2026, 7, 1))
    assert assigned(*words, chain=(WITNESS, *CHAIN), glasses=(glass,))["witness"] == witness


def test_an_urgent_request_is_signed_by_two_webmasters() -> None:
    assert assigned("wit-", "won", chain=TWO_WEBMASTERS) == {"webmaster": "0 wit", "second-webmaster": "1 won"}
    assert assigned("wit", "wit", chain=TWO_WEBMASTERS).get("second-webmaster") == "1 wit"


def test_a_record_holds_a_review_in_one_spelling() -> None:
    (review,) = reviews("dao")
    assert review_of(review.object()) == review
    for text in ("", "{", "[]", review.object().replace("approved", "maybe"), review.object() + " ", "1", '{"id": 1}'):
        assert review_of(text) is None
