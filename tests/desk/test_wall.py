"""Who is let in, and what no other site can make a browser do."""

import pytest
from phone import Phone

from prakat_desk.wall import MOST_BODY


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
