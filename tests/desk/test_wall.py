"""Who is let in, and what no other site can make a browser do."""

from dataclasses import replace

import pytest
from phone import Phone
from starlette.routing import Route

from prakat_desk.application import ROUTES
from prakat_desk.desk import Desk
from prakat_desk.wall import MOST_BODY, POLICY


def test_a_stranger_is_led_to_the_sign_in_and_then_to_what_was_asked_for(phone: Phone) -> None:
    led = phone.get("/?lang=en", follow_redirects=False)
    assert led.headers["location"] == "/sign-in?next=%2F%3Flang%3Den"
    came_in = phone.post("/sign-in/sample", data={"person": "pinthong", "next": "/?lang=en"}, follow_redirects=False)
    assert came_in.headers["location"] == "/?lang=en"


def test_anybody_of_the_sample_at_a_click(phone: Phone) -> None:
    phone.come_in("pinthong")
    assert "นางสาวพิณทอง เมฆธารา" in phone.get("/").text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "elsewhere.example"}, 421),
        ({"Content-Length": str(MOST_BODY + 1)}, 413),
    ],
)
def test_what_another_site_sends_is_not_done(phone: Phone, headers: dict[str, str], status: int) -> None:
    answer = phone.post("/sign-in/sample", data={"person": "pinthong"}, headers=headers, follow_redirects=False)
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers


def test_a_session_that_was_ended_cannot_be_replayed(phone: Phone) -> None:
    phone.come_in("pinthong")
    kept = dict(phone.cookies)
    phone.post("/sign-out")
    phone.cookies.clear()
    phone.cookies.update(kept)
    assert phone.get("/", follow_redirects=False).headers["location"] == "/sign-in"


PRESSES = [each.path for each in ROUTES if isinstance(each, Route) and "POST" in (each.methods or ())]


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1:8010.elsewhere.example", None]
)
def test_no_button_can_be_pressed_from_another_site(phone: Phone, origin: str | None) -> None:
    """Signing in is one of them: nobody is brought in as somebody else."""
    phone.come_in("pinthong")
    if origin is None:
        del phone.headers["Origin"]
    else:
        phone.headers["Origin"] = origin
    answers = {path: phone.post(path, data={"person": "tawan"}, follow_redirects=False) for path in PRESSES}
    assert {each.status_code for each in answers.values()} == {403}
    assert not [path for path, each in answers.items() if "set-cookie" in each.headers]


@pytest.mark.parametrize(
    "place",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "https://elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "javascript:alert(1)",
        "elsewhere.example",
        "/" + "x" * 400,
        "/x\r\nSet-Cookie: a=b",
        "/@elsewhere.example",
    ],
)
def test_nobody_is_led_off_the_desk(phone: Phone, place: str) -> None:
    came = phone.post("/sign-in/sample", data={"person": "pinthong", "next": place}, follow_redirects=False)
    assert came.headers["location"] == "/"
    assert phone.get("/sign-in", params={"next": place}, follow_redirects=False).headers["location"] == "/"


def test_a_session_begun_by_somebody_else_is_not_taken_over(desk: Desk, phone: Phone) -> None:
    """What stood in the browser before its owner came in is worth nothing to whoever put it there."""
    with Phone(desk) as thief:
        thief.come_in("saithan")
        planted = dict(thief.cookies)
        for each in thief.cookies.jar:
            phone.cookies.jar.set_cookie(each)
        phone.come_in("pinthong")
        assert dict(phone.cookies) != planted
        assert thief.get("/today", follow_redirects=False).status_code == 303
        assert "นางสาวพิณทอง เมฆธารา" in phone.get("/today").text


def test_a_cookie_that_was_changed_lets_nobody_in(phone: Phone) -> None:
    phone.come_in("pinthong")
    [(name, value)] = phone.cookies.items()
    for wrong in (value[:-1], value[1:], value.swapcase(), f"{value}.x", "", "x"):
        phone.cookies.clear()
        phone.cookies.set(name, wrong)
        assert phone.get("/today", follow_redirects=False).status_code == 303


def test_the_cookie_is_for_the_desks_own_pages_alone(desk: Desk) -> None:
    with Phone(replace(desk, origin="https://desk.office.example")) as phone:
        sent = phone.post("/sign-in/sample", data={"person": "pinthong"}, follow_redirects=False).headers["set-cookie"]
    name, _, rest = sent.partition("=")
    assert name == "__Host-desk"
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= {each.strip().lower() for each in rest.split(";")}
    assert "domain" not in rest.lower()


@pytest.mark.parametrize(
    "headers",
    [
        [("host", "127.0.0.1:8010"), ("host", "elsewhere.example")],
        [("host", "elsewhere.example"), ("x-forwarded-host", "127.0.0.1:8010")],
        [("host", "127.0.0.1:80")],
        [("host", "127.0.0.1:8010.")],
        [("host", "")],
    ],
)
def test_another_hosts_name_is_nobodys(phone: Phone, headers: list[tuple[str, str]]) -> None:
    assert phone.get("/sign-in", headers=headers).status_code == 421


def test_what_does_not_say_its_length_is_not_read(phone: Phone) -> None:
    """Neither is one whose length two readers could understand otherwise."""
    typed = {"Content-Type": "application/x-www-form-urlencoded"}
    assert phone.post("/sign-in/sample", content=iter([b"person=", b"pinthong"]), headers=typed).status_code == 413
    for length in ("-1", "+7", "0x7", "7, 7", "1e1", ""):
        answer = phone.post("/sign-in/sample", content=b"person=", headers={**typed, "Content-Length": length})
        assert answer.status_code == 413, length


def test_pages_are_shut_to_what_is_not_the_desks_and_kept_by_nobody(phone: Phone) -> None:
    for place in ("/sign-in", "/static/nothing.css", "/nowhere"):
        shown = phone.get(place).headers
        assert shown["cache-control"] == "no-store", place
        assert shown["content-security-policy"] == POLICY
        assert {"permissions-policy", "referrer-policy", "cross-origin-opener-policy"} <= shown.keys()
        assert shown["x-content-type-options"] == "nosniff"


def test_a_file_of_the_looks_does_nothing_by_itself_and_is_sent_with_few_words(phone: Phone) -> None:
    first = phone.get("/static/desk.css")
    again = phone.get("/static/desk.css", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    for shown in (first.headers, again.headers):
        assert shown["cache-control"] == "no-cache"
        assert shown["content-security-policy"] == "default-src 'none'"
        assert shown["x-content-type-options"] == "nosniff"
        assert shown["cross-origin-resource-policy"] == "same-origin"
        assert not {"permissions-policy", "referrer-policy", "cross-origin-opener-policy"} & shown.keys()
