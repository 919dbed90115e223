"""Who tries to come in as somebody else, and what becomes of it."""

import base64
import datetime
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from authenticator import PRESENT, VERIFIED, Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from phone import Phone
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor, parse_attestation_object

from prakat.cannot_work import CannotWork
from prakat.office import office
from prakat.office.person_keys import with_person_keys
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.refs import MAIN, move
from prakat_desk.desk import Desk
from prakat_desk.entry.invitation_link import invite
from prakat_desk.entry.passkey_answer import signed_in
from prakat_desk.entry.passkey_key import cose_of_key, key_of_cose
from prakat_desk.entry.relying_party import asked_to_sign_in
from prakat_desk.keeping.one_time import OneTimeSecrets
from prakat_desk.keeping.tries import Tries, network_of

ORIGIN = "http://localhost:8010"


def with_keys(desk: Desk, person: str, *keys: str) -> None:
    """As if the chain had signed it."""
    raw = desk.repository.object(f"{MAIN}:{office.FILE}")[1]
    put_office(desk, with_person_keys(raw, person, keys) + f"desk: {{url: '{ORIGIN}'}}\n".encode())


def put_office(desk: Desk, content: bytes) -> None:
    repository = desk.repository
    main = repository.ref(MAIN)
    assert main
    change = PathChange(office.FILE, "", PLAIN, "", objects.write(repository, "blob", content))
    tree = objects.tree_with(repository, main, [change])
    who = ("a test", "test@office.example")
    move(repository, MAIN, objects.commit(repository, tree, [main], "Office: keys\n", who, desk.moment), main)


def key_of(device: Authenticator, person: str) -> str:
    told = device.make({"user": {"id": bytes_to_base64url(person.encode())}, "challenge": "AA"})
    attested = base64url_to_bytes(json.loads(told)["response"]["attestationObject"])
    data = parse_attestation_object(attested).auth_data.attested_credential_data
    assert data
    return key_of_cose(data.credential_public_key, device.rp_id)


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(ORIGIN)


@pytest.fixture
def real(desk: Desk, device: Authenticator) -> Desk:
    """A real office, whose information provider has that device."""
    made = replace(desk, origin=ORIGIN, sample_keys={})
    with_keys(made, "pinthong", key_of(device, "pinthong"))
    return made


@pytest.fixture
def browser(real: Desk) -> Iterator[Phone]:
    with Phone(real) as opened:
        yield opened


def asked(phone: Phone) -> dict[str, Any]:
    found: dict[str, Any] = phone.post("/sign-in/passkey/options", data={}).json()
    return found


def came(phone: Phone, answer: str, **more: str) -> bool:
    return phone.post("/sign-in/passkey", data={"answer": answer, **more}, follow_redirects=False).status_code == 303


def test_the_right_device_comes_in(browser: Phone, device: Authenticator) -> None:
    options = asked(browser)
    assert (options["rpId"], options["userVerification"]) == ("localhost", "required")
    assert came(browser, device.answer(options))


def test_an_answer_counts_once(real: Desk, browser: Phone, device: Authenticator) -> None:
    options = asked(browser)
    cookie, answer = dict(browser.cookies), device.answer(options)
    assert came(browser, answer)
    with Phone(real) as thief:
        thief.cookies.update(cookie)
        assert not came(thief, answer)


def test_an_answer_counts_in_the_browser_that_was_asked(real: Desk, browser: Phone, device: Authenticator) -> None:
    answer = device.answer(asked(browser))
    with Phone(real) as thief:
        asked(thief)
        assert not came(thief, answer)


def test_an_answer_that_took_too_long(real: Desk, device: Authenticator) -> None:
    now = [real.clock()]
    with Phone(replace(real, clock=lambda: now[0])) as phone:
        options = asked(phone)
        now[0] += datetime.timedelta(minutes=11)
        assert not came(phone, device.answer(options))


WRONG: dict[str, Callable[[Authenticator], Authenticator]] = {
    "another origin": lambda device: _changed(device, origin="https://elsewhere.example"),
    "another port": lambda device: _changed(device, origin="http://localhost:8011"),
    "another relying party": lambda device: _changed(device, rp_id="elsewhere.example"),
    "its owner not verified": lambda device: _changed(device, flags=PRESENT),
    "nobody there": lambda device: _changed(device, flags=0),
    "another key": lambda device: _changed(device, key=ec.generate_private_key(ec.SECP256R1())),
    "another's name": lambda device: _changed(device, user=b"tawan"),
    "nobody's name": lambda device: _changed(device, user=b"nobody"),
    "no name": lambda device: _changed(device, user=b""),
    "a name of no letters": lambda device: _changed(device, user=b"\xff\xfe"),
}


def _changed(device: Authenticator, **parts: Any) -> Authenticator:
    for name, value in parts.items():
        setattr(device, name, value)
    return device


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_answer_lets_nobody_in(browser: Phone, device: Authenticator, wrong: str) -> None:
    options = asked(browser)
    assert not came(browser, WRONG[wrong](device).answer(options))
    assert browser.get("/devices", follow_redirects=False).status_code == 303


def test_every_refusal_reads_alike(browser: Phone, device: Authenticator) -> None:
    """Nobody learns from it whose passkey there is."""
    device.user = b"nobody"
    one = browser.post("/sign-in/passkey", data={"answer": device.answer(asked(browser))})
    device.user = b"tawan"
    other = browser.post("/sign-in/passkey", data={"answer": device.answer(asked(browser))})
    assert one.text == other.text


def test_a_counter_that_runs_back_is_a_copied_key(browser: Phone, device: Authenticator) -> None:
    device.counter = 5
    assert came(browser, device.answer(asked(browser)))
    browser.post("/sign-out")
    device.counter = 4
    assert not came(browser, device.answer(asked(browser)))


@pytest.mark.parametrize("answer", ["", "{", "[]", "null", "0", '{"id": 1}', "[" * 9000, "x" * 40_000, '"\\ud800"'])
def test_what_no_device_sends(browser: Phone, answer: str) -> None:
    asked(browser)
    assert browser.post("/sign-in/passkey", data={"answer": answer}).status_code == 403


def test_bytes_of_any_kind_let_nobody_in(real: Desk) -> None:
    @settings(derandomize=True, max_examples=150, deadline=None)
    @given(st.binary(max_size=200), st.binary(max_size=100), st.binary(max_size=80))
    def tried(data: bytes, client: bytes, signature: bytes) -> None:
        told = {"authenticatorData": data, "clientDataJSON": client, "signature": signature, "userHandle": b"pinthong"}
        response = {name: bytes_to_base64url(each) for name, each in told.items()}
        answer = json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})
        with pytest.raises(CannotWork, match=r"desk_entry\.not-known"):
            signed_in(real, asked_to_sign_in(real)[0], answer)

    tried()


def invited(real: Desk, phone: Phone, device: Authenticator, change: Callable[[dict[str, Any]], str]) -> int:
    path = invite(real, "dueanchai", "tawan").removeprefix(ORIGIN)
    options = phone.post(f"{path}/options", data={}).json()
    status = phone.post(path, data={"answer": change(options)}).status_code
    assert phone.get(path).status_code == (200 if status != 200 else 404), "it is used up by what succeeds"
    return status


def test_only_a_verified_es256_passkey_is_taken(real: Desk, browser: Phone, device: Authenticator) -> None:
    assert invited(real, browser, device, lambda asked: Authenticator("https://elsewhere.example").make(asked)) == 400
    assert invited(real, browser, device, lambda asked: Authenticator(ORIGIN, "elsewhere.example").make(asked)) == 400
    assert invited(real, browser, device, lambda asked: Authenticator(ORIGIN, curve=ec.SECP384R1()).make(asked)) == 400
    assert invited(real, browser, device, lambda asked: device.make(asked, "webauthn.get")) == 400
    assert invited(real, browser, device, lambda asked: device.make({**asked, "challenge": "AAAA"})) == 400
    device.flags = PRESENT
    assert invited(real, browser, device, device.make) == 400
    device.flags |= VERIFIED
    assert invited(real, browser, device, device.make) == 400, "somebody else has this key"
    assert invited(real, browser, device, Authenticator(ORIGIN).make) == 200


def test_a_passkey_is_asked_for_as_it_must_be(real: Desk, browser: Phone) -> None:
    path = invite(real, "dueanchai", "tawan").removeprefix(ORIGIN)
    options = browser.post(f"{path}/options", data={}).json()
    assert options["pubKeyCredParams"] == [{"type": "public-key", "alg": -7}]
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert base64url_to_bytes(options["user"]["id"]) == b"dueanchai"


def test_a_device_that_has_a_passkey_is_not_asked_for_another(
    real: Desk, browser: Phone, device: Authenticator
) -> None:
    """It would lose the first, whose key the office approved."""
    came(browser, device.answer(asked(browser)))
    (known,) = browser.post("/devices/options", data={}).json()["excludeCredentials"]
    assert base64url_to_bytes(known["id"]) == device.credential


@pytest.mark.parametrize("secret", ["x", "A" * 43, "%2e%2e%2fcookie-key", "%00", "%ff" * 20, "a" * 4000])
def test_a_guessed_link(browser: Phone, secret: str) -> None:
    for path in (f"/invitation/{secret}", f"/invitation/{secret}/options"):
        method = "POST" if path.endswith("options") else "GET"
        assert browser.request(method, path, data={} if method == "POST" else None).status_code == 404


def test_somebody_who_left_is_out_at_once(real: Desk, browser: Phone, device: Authenticator) -> None:
    link = invite(real, "pinthong", "tawan").removeprefix(ORIGIN)
    came(browser, device.answer(asked(browser)))
    assert browser.get("/devices", follow_redirects=False).status_code == 200
    raw = real.repository.object(f"{MAIN}:{office.FILE}")[1]
    start = raw.index(b"- id: pinthong")
    begin, end = raw.index(b"from: ", start), raw.index(b"}", raw.index(b"from: ", start))
    put_office(real, raw[:begin] + raw[begin:end].split(b",")[0] + b", until: 2026-11-19" + raw[end:])
    assert browser.get("/devices", follow_redirects=False).status_code == 303
    assert not came(browser, device.answer(asked(browser)))
    assert browser.get(link).status_code == 404


def test_a_forged_cookie_is_nobodys(real: Desk, device: Authenticator) -> None:
    with Phone(real) as phone:
        came(phone, device.answer(asked(phone)))
        signed = phone.cookies["desk"]
        data, rest = signed.split(".", 1)
        held = json.loads(base64.b64decode(data))
        own = base64.b64encode(json.dumps({**held, "s": "A" * 43}).encode()).decode()
    for value in (f"{own}.{rest}", f"{data}.AAAA.{rest.split('.')[-1]}", data, "", "x" * 4000):
        with Phone(real) as phone:
            phone.cookies.set("desk", value, domain="localhost.local")
            assert phone.get("/devices", follow_redirects=False).status_code == 303


def test_signing_in_makes_another_session(real: Desk, browser: Phone, device: Authenticator) -> None:
    """So that one who planted a cookie in somebody's browser is not let in with them."""
    came(browser, device.answer(asked(browser)))
    planted = dict(browser.cookies)
    came(browser, device.answer(asked(browser)))
    with Phone(real) as attacker:
        attacker.cookies.update(planted)
        assert attacker.get("/devices", follow_redirects=False).status_code == 303


def test_cookies_go_nowhere_else(real: Desk) -> None:
    for origin, wanted in ((ORIGIN, False), ("https://desk.office.example", True)):
        with Phone(replace(real, origin=origin)) as phone:
            (told,) = phone.post("/sign-in/passkey/options", data={}).headers.get_list("set-cookie")
        parts = {each.strip().casefold() for each in told.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= parts
        assert ("secure" in parts, told.startswith("__Host-")) == (wanted, wanted)
        assert not [each for each in parts if each.startswith("domain")]


@pytest.mark.parametrize(
    "path",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\tx",
        "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=b",
        "/x\n",
        "elsewhere.example",
    ],
)
def test_nobody_is_led_elsewhere(browser: Phone, device: Authenticator, path: str) -> None:
    data = {"answer": device.answer(asked(browser)), "next": path}
    answer = browser.post("/sign-in/passkey", data=data, follow_redirects=False)
    assert answer.headers["location"] == "/"
    assert browser.get("/sign-in", params={"next": path}, follow_redirects=False).headers["location"] == "/"


def test_another_site_signs_nobody_in(real: Desk, browser: Phone, device: Authenticator) -> None:
    answer = device.answer(asked(browser))
    headers = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    for path in ("/sign-in/passkey", "/sign-in/passkey/options", invite(real, "dueanchai").removeprefix(ORIGIN)):
        assert browser.post(path, data={"answer": answer}, headers=headers).status_code == 403
    assert browser.get("/devices", follow_redirects=False).status_code == 303


def test_thousands_of_questions_leave_no_heap(real: Desk) -> None:
    now = real.clock()
    kept = OneTimeSecrets(real.state / "asked", datetime.timedelta(minutes=5), 100, lambda: now)
    made = [kept.make({"act": "x"}) for _ in range(1000)]
    assert len(list((real.state / "asked").iterdir())) <= 100
    assert kept.about(made[-1]), "the newest are kept"


def test_of_many_who_use_a_secret_at_once_one_does(real: Desk) -> None:
    secrets = real.challenges
    for _ in range(20):
        secret, won, gate = secrets.make({"act": "x"}), [], threading.Barrier(8)

        def use(secret: str = secret, won: list[object] = won, gate: threading.Barrier = gate) -> None:
            gate.wait()
            won.append(secrets.use(secret))

        threads = [threading.Thread(target=use) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sum(each is not None for each in won) == 1


def test_whoever_tries_too_often_waits(real: Desk) -> None:
    now = [real.clock()]
    with Phone(replace(real, clock=lambda: now[0])) as phone:
        told = [phone.post("/sign-in/passkey", data={"answer": ""}).status_code for _ in range(401)]
        assert (told[399], told[400]) == (403, 429)
        assert phone.get("/invitation/x").status_code == 429
        now[0] += datetime.timedelta(minutes=5)
        assert phone.post("/sign-in/passkey", data={"answer": ""}).status_code == 403


def test_tries_are_counted_by_network_and_not_kept_for_ever(real: Desk) -> None:
    tries = Tries(1, datetime.timedelta(minutes=5), real.clock)
    assert not tries.is_too_often(network_of("2001:db8::1"))
    assert tries.is_too_often(network_of("2001:db8::ffff:2"))
    assert not tries.is_too_often(network_of("2001:db8:0:1::1"))
    for number in range(30_000):
        tries.is_too_often(network_of(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"))
    assert len(tries._seen) == 10_000


def test_a_person_asks_for_so_many_links(real: Desk, browser: Phone, device: Authenticator) -> None:
    came(browser, device.answer(asked(browser)))
    told = [browser.post("/devices/link", data={}).status_code for _ in range(41)]
    assert (told[39], told[40]) == (200, 429)
    assert len(list((real.state / "invitations").iterdir())) == 1, "each replaces the one before"


def test_a_key_of_another_address_or_kind_verifies_nothing(device: Authenticator) -> None:
    key = key_of(device, "pinthong")
    assert cose_of_key(key, "localhost")
    assert cose_of_key(key, "ocalhost") is None
    assert cose_of_key(key, "elsewhere.example") is None
    for other in ("ssh-ed25519 AAAA", f"{key}AAAA", key.replace("nistp256", "nistp384"), ""):
        assert cose_of_key(other, "localhost") is None
    for wrong in ({1: 2, 3: -7, -1: 1, -2: b"x", -3: b"y"}, {1: 3, 3: -257}, {}, 5, {1: 2, 3: -7, -1: 1}):
        with pytest.raises(CannotWork, match=r"desk_entry\.other-kind"):
            key_of_cose(encode_cbor(wrong), "localhost")
