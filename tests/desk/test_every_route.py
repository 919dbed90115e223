"""The wall between people: who may open each page and press each button. A new route fails here till it has a row."""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from asked_notice import BODY, PATH, TYPED, dispatch_of
from phone import Phone
from starlette.routing import Route
from test_entry_attacks import ORIGIN, put_office

from prakat.content.shelf import shelf_of
from prakat.repository.refs import request_ref
from prakat_desk.application import ROUTES
from prakat_desk.desk import Desk
from prakat_desk.entry.invitation_link import invite
from prakat_desk.keeping.draft import Draft
from prakat_desk.keeping.errands import Errand
from prakat_desk.sending.outlet import Sent

PEOPLE = {
    "owner": "pinthong",
    "colleague": "saithan",
    "reviewer": "meklada",
    "approver": "phuwamet",
    "webmaster": "tawan",
    "auditor": "dueanchai",
}
"""The owner's pages are of one unit, the colleague's of another. `stranger` has come in as nobody, and `leaver` as
somebody whose last appointment has ended."""
LEAVER = "klabai"
NOBODY_IN = ("stranger", "leaver")
STAFF = " ".join(PEOPLE)
ALL = f"{' '.join(NOBODY_IN)} {STAFF}"
ASKS = "owner colleague webmaster"
"""Whoever provides information, and webmasters."""
AUDITS = "auditor approver webmaster"


@dataclass(frozen=True)
class Who:
    may: str
    """Names of those who are not refused."""
    typed: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What is sent with it, so that nobody is refused for sending nonsense."""
    is_secret: bool = False
    """Whether the others are not told that there is such a thing at all."""
    refusals: frozenset[int] = frozenset({403, 404})
    """How the others are answered, once they have come in."""
    is_answered: bool = False
    """Whether whoever may is answered by one of these all the same, since what the test sends is nothing."""


NO_FORGE = Who("", refusals=frozenset({404}))
FOUNDED = Who("", refusals=frozenset({403, 409}))
MINE = Who("owner", is_secret=True)
OF_WEBMASTER = Who("webmaster", is_secret=True)

TABLE: Mapping[tuple[str, str], Who] = {
    ("GET", "/"): Who(STAFF),
    ("GET", "/today"): Who(STAFF),
    ("GET", "/sign-in"): Who(ALL),
    ("POST", "/sign-in/passkey/options"): Who(ALL),
    ("POST", "/sign-in/passkey"): Who(ALL, is_answered=True),
    ("POST", "/sign-in/sample"): Who(ALL, {"person": "pinthong"}),
    ("POST", "/sign-out"): Who(ALL),
    ("POST", "/sign-out/everywhere"): Who(STAFF),
    ("GET", "/sign-in/forge"): NO_FORGE,
    ("GET", "/sign-in/forge/back"): NO_FORGE,
    ("GET", "/invitation/{secret}"): Who(ALL),
    ("POST", "/invitation/{secret}/options"): Who(ALL),
    ("POST", "/invitation/{secret}"): Who(ALL),
    ("GET", "/founding"): Who(f"stranger {STAFF}", refusals=frozenset({409})),
    ("POST", "/founding/invite"): FOUNDED,
    ("POST", "/founding/options"): FOUNDED,
    ("POST", "/founding"): FOUNDED,
    ("GET", "/devices"): Who(STAFF),
    ("POST", "/devices/options"): Who(STAFF),
    ("POST", "/devices"): Who(STAFF),
    ("POST", "/devices/key"): Who(STAFF),
    ("POST", "/devices/link"): Who(STAFF),
    ("POST", "/devices/remove"): Who(STAFF),
    ("GET", "/people"): Who("webmaster"),
    ("GET", "/people/{person}"): Who("webmaster"),
    ("POST", "/people/{person}/invite"): Who("webmaster"),
    ("POST", "/people/{person}/remove"): Who("webmaster"),
    ("GET", "/ask"): Who(ASKS),
    ("POST", "/ask"): Who(ASKS, {"ask": "recruitment"}),
    ("GET", "/drafts/{draft}"): MINE,
    ("POST", "/drafts/{draft}"): MINE,
    ("POST", "/drafts/{draft}/save"): MINE,
    ("POST", "/drafts/{draft}/files"): MINE,
    ("POST", "/drafts/{draft}/document"): MINE,
    ("POST", "/drafts/{draft}/read-over"): MINE,
    ("POST", "/drafts/{draft}/paste"): MINE,
    ("GET", "/drafts/{draft}/body"): MINE,
    ("GET", "/drafts/{draft}/preview"): MINE,
    ("GET", "/drafts/{draft}/page/"): MINE,
    ("GET", "/drafts/{draft}/page/{file}"): Who(""),
    ("GET", "/drafts/{draft}/send"): MINE,
    ("POST", "/drafts/{draft}/send/options"): MINE,
    ("POST", "/drafts/{draft}/send"): MINE,
    ("POST", "/drafts/{draft}/delete"): MINE,
    ("GET", "/requests"): Who(STAFF),
    ("GET", "/requests/{number}"): Who(STAFF),
    ("POST", "/requests/{number}/mend"): Who("owner"),
    ("POST", "/requests/{number}/withdraw"): Who("owner"),
    ("GET", "/requests/{number}/live"): Who(STAFF),
    ("POST", "/requests/{number}/ask"): Who("reviewer approver webmaster"),
    ("POST", "/requests/{number}/answer"): Who("", refusals=frozenset({403, 409})),
    ("POST", "/requests/{number}/send-back"): Who("reviewer approver webmaster", refusals=frozenset({403, 409})),
    ("POST", "/requests/{number}/send-back/options"): Who("reviewer approver webmaster", refusals=frozenset({409})),
    ("GET", "/requests/{number}/sign"): Who(STAFF),
    ("POST", "/requests/{number}/sign"): Who(STAFF),
    ("POST", "/requests/{number}/sign/options"): Who(STAFF),
    ("GET", "/requests/{number}/page/{head}/{path:path}"): Who(STAFF),
    ("GET", "/requests/{number}/before/{head}/{path:path}"): Who(STAFF),
    ("GET", "/mine"): Who(STAFF),
    ("POST", "/mine"): Who("owner webmaster", {"action": "edit"}),
    ("GET", "/mine/{path:path}"): Who("owner webmaster"),
    ("GET", "/papers"): Who(STAFF),
    ("GET", "/papers/{kind}"): Who(STAFF, is_answered=True),
    ("POST", "/papers/quarter"): Who("webmaster", {"period": "2569Q4"}),
    ("GET", "/completeness"): Who(STAFF),
    ("GET", "/registers"): Who(STAFF),
    ("GET", "/registers/{name}"): Who(STAFF),
    ("POST", "/errands"): Who("webmaster", {"kind": "unit"}),
    ("GET", "/errands/{errand}"): OF_WEBMASTER,
    ("POST", "/errands/{errand}"): OF_WEBMASTER,
    ("POST", "/errands/{errand}/save"): OF_WEBMASTER,
    ("POST", "/errands/{errand}/again"): OF_WEBMASTER,
    ("GET", "/errands/{errand}/send"): OF_WEBMASTER,
    ("POST", "/errands/{errand}/send"): OF_WEBMASTER,
    ("POST", "/errands/{errand}/send/options"): OF_WEBMASTER,
    ("POST", "/errands/{errand}/pass"): OF_WEBMASTER,
    ("POST", "/errands/{errand}/delete"): OF_WEBMASTER,
    ("POST", "/left-drafts"): Who("webmaster", is_answered=True),
    ("GET", "/calendar"): Who(STAFF),
    ("GET", "/calendar.ics"): Who(STAFF),
    ("POST", "/calendar/address"): Who(STAFF),
    ("GET", "/calendar/{secret}.ics"): Who(ALL),
    ("GET", "/manual"): Who(STAFF),
    ("GET", "/manual/{role}"): Who(STAFF),
    ("GET", "/audit"): Who(AUDITS),
    ("GET", "/audit/rows.csv"): Who(AUDITS),
    ("GET", "/audit/rows.json"): Who(AUDITS),
    ("POST", "/audit/again"): Who(AUDITS),
    ("POST", "/audit/kit"): Who(AUDITS),
    ("GET", "/audit/kit"): Who(AUDITS),
    ("GET", "/audit/items/{path:path}"): Who(AUDITS),
    ("GET", "/audit/people/{person}"): Who(AUDITS),
    ("GET", "/audit/commits/{commit}"): Who(AUDITS),
    ("GET", "/audit/commits/{commit}/{step}.txt"): Who(AUDITS, is_answered=True),
}
"""What only its owner may do is done to a draft and an errand last, in this order."""


def routes() -> Iterator[tuple[str, str]]:
    for each in ROUTES:
        assert isinstance(each, Route), each
        yield from ((method, each.path) for method in sorted(each.methods or ()) if method != "HEAD")


def test_each_route_has_its_row() -> None:
    assert {*routes()} == TABLE.keys()
    assert len([*routes()]) == len(TABLE)
    assert {name for who in TABLE.values() for name in who.may.split()} == {*PEOPLE, *NOBODY_IN}


@dataclass(frozen=True)
class Scene:
    """A desk with something of everything that is somebody's own."""

    desk: Desk
    phones: Mapping[str, Phone]
    places: Mapping[str, str]
    """What stands in the addresses, by the places' names."""
    calendar: Mapping[str, str]
    """The same below /calendar."""

    def asks(self, who: str, row: tuple[str, str]) -> int:
        """The answer to that person."""
        method, path = row
        known = {**self.places, **{"requests": SEEN, "calendar": self.calendar}.get(path.split("/")[1], {})}
        for name, value in known.items():
            path = path.replace(f"{{{name}}}", value).replace(f"{{{name}:path}}", value)
        typed = {**TABLE[row].typed, **({"path": self.places["path"]} if row == ("POST", "/mine") else {})}
        return self.phones[who].request(method, path, data=typed or None, follow_redirects=False).status_code

    def state(self) -> tuple[object, ...]:
        """Everything of somebody's that another could change."""
        repository, desk = self.desk.repository, self.desk
        drafts = [desk.drafts.of(person) for person in PEOPLE.values()]
        errands = [desk.errands.of(person) for person in PEOPLE.values()]
        laid = sorted(path.name for path in (repository.git_dir / "prakat").rglob("*"))
        return repository.refs("refs/"), drafts, errands, laid, desk.invitations.open()


SEEN = {"path": f"{PATH}/"}
"""Where an address means a page of a request."""


@pytest.fixture
def scene(desk: Desk) -> Iterator[Scene]:
    desk = dataclasses.replace(desk, origin=ORIGIN)  # where passkeys can be made
    put_office(desk, desk.repository.object("main:office.yml")[1] + f"desk: {{url: '{ORIGIN}'}}\n".encode())
    dispatch = dispatch_of(desk, PEOPLE["owner"])
    sent = dispatch.send(desk.drafts.begin(Draft("", PEOPLE["owner"], path=PATH, typed=TYPED, body=BODY)))
    assert isinstance(sent, Sent)
    draft = desk.drafts.begin(Draft("", PEOPLE["owner"], ask="recruitment", typed=TYPED, body=BODY))
    errand = desk.errands.begin(Errand("", PEOPLE["webmaster"], "unit", ""))
    pages = shelf_of(desk.repository).now().values()
    with ExitStack() as opened:
        phones = {name: opened.enter_context(Phone(desk)) for name in (*PEOPLE, *NOBODY_IN)}
        for name, person in {**PEOPLE, "leaver": LEAVER}.items():
            phones[name].post("/sign-in/sample", data={"person": person}, follow_redirects=False)
        calendar = {"secret": desk.calendar_addresses.make(PEOPLE["colleague"])}
        places = {
            "secret": invite(desk, PEOPLE["colleague"]).rpartition("/")[2],
            "person": "baibua",
            "draft": draft.id,
            "file": "none.pdf",
            "number": str(sent.number),
            "head": desk.repository.ref(request_ref(sent.number)) or "",
            "errand": errand.id,
            "name": "problems",
            "kind": "currency",
            "path": next(each.path for each in pages if each.item.provider == PEOPLE["owner"]),
            "commit": desk.repository.ref("refs/heads/main") or "",
            "step": "approver",
            "role": "staff",
        }
        yield Scene(desk, phones, places, calendar)


def is_refused(row: tuple[str, str], who: str, status: int) -> bool:
    """Who has not come in is led to the sign-in from a page, and a press of theirs is not done."""
    if who in NOBODY_IN and status == (303 if row[0] == "GET" else 401):
        return True
    return status == 404 if TABLE[row].is_secret else status in TABLE[row].refusals


def test_whoever_may_not_is_refused_and_changes_nothing(scene: Scene) -> None:
    before = scene.state()
    tried = [(row, who) for row, meant in TABLE.items() for who in sorted({*PEOPLE, *NOBODY_IN} - {*meant.may.split()})]
    answers = [(row, who, scene.asks(who, row)) for row, who in tried]
    assert not [each for each in answers if not is_refused(*each)]
    assert scene.state() == before


def test_whoever_may_is_not_refused(scene: Scene) -> None:
    """Whatever else is wrong with what they sent: so the refusals above are not those of nonsense."""
    refused = []
    for row, meant in TABLE.items():
        names = meant.may.split()
        for who in names if len(names) <= len(ASKS.split()) else names[-1:]:
            status = scene.asks(who, row)
            if (status in (401, 403, 404) and not meant.is_answered) or status >= 500:
                refused.append((row, who, status))
            if row[1].startswith("/sign-") and who in PEOPLE:
                scene.phones[who].post("/sign-in/sample", data={"person": PEOPLE[who]}, follow_redirects=False)
    assert not refused


def test_whoever_is_shut_out_is_out_of_the_calendar_too(scene: Scene) -> None:
    """A lost phone has its owner's address of the calendar as well."""
    row, address = ("POST", "/people/{person}/remove"), scene.desk.calendar_addresses.make(scene.places["person"])
    assert scene.phones["stranger"].get(f"/calendar/{address}.ics").status_code == 200
    scene.asks("webmaster", row)
    assert scene.phones["stranger"].get(f"/calendar/{address}.ics").status_code == 404
