"""answers given so far -> every question about a new office, in their order (R38, R39)"""

from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import urlsplit

from prakat.cannot_work import CannotWork
from prakat.forge.forge import split_url
from prakat.founding.draft import Known, entries
from prakat.founding.office_field import Place, fitting, new_id, proposed_id
from prakat.founding.people_questions import NONE, PUBLISHER, account_question, people_questions
from prakat.founding.question import NO, YES, Question, refused, yes_or_no
from prakat.rules.data import label_names
from prakat.rules.message import Message, message
from prakat.rules.wording import LANGUAGES, Label, Said

BARE, GITHUB = "bare", "github"
UNIT, URL, DESK_URL = "ID:NAME", "forge_url", "desk_url"
AGENCY_TYPE, OTHER = "agency_type", "other"
OFFICE_FACTS: tuple[tuple[str, Place, Message, Message], ...] = (
    ("name", ("name",), message("founding.ask-name"), message("founding.tell-name")),
    ("address", ("contact", "address"), message("founding.ask-address"), message("founding.tell-address")),
    ("phone", ("contact", "phone"), message("founding.ask-phone"), message("founding.tell-phone")),
    ("email", ("contact", "email"), message("founding.ask-email"), message("founding.tell-email")),
    ("site_url", ("site_url",), message("founding.ask-site"), message("founding.tell-site")),
)
SET_UPS: Mapping[str, Said] = {
    BARE: message("founding.on-a-server"),
    "forgejo": message("founding.on-forgejo"),
    GITHUB: message("founding.on-github"),
}
_ORDER: Place = ("people", "appointments", "order")
ORDER_FACTS: tuple[tuple[str, Place, Message, Message], ...] = (
    ("order_no", (*_ORDER, "no"), message("founding.ask-order"), message("founding.tell-order")),
    ("order_date", (*_ORDER, "date"), message("founding.ask-order-date"), message("founding.tell-order-date")),
)
"""Key of the question, place in office.yml, question, and what is told with it."""


def questions(known: Known) -> Iterator[Question]:
    """Every question, as far as it follows from the answers which are to come; the answered ones among them."""
    yield from (_fact(*each) for each in OFFICE_FACTS)
    yield _agency_type()
    yield from _units(known)
    yield _set_up()
    forge = known.get("forge", BARE)
    if forge != BARE:
        asked, told = message("founding.ask-forge-url"), message("founding.tell-forge-url")
        read = _repository_url if forge == GITHUB else _repository_url_or_none
        yield Question(URL, asked, told, read, flag=f"{flag_of(URL)} URL")
    elif "forge" in known:
        yield _desk(known)
    yield from (_fact(*each) for each in ORDER_FACTS)
    yield from people_questions(known, "" if forge == BARE else forge, has_desk=bool(desk_of(known)))
    if forge != BARE:
        others = [each["account"] for each in entries(known, "people") if "account" in each]
        yield account_question(f"{PUBLISHER}.account", forge, Label("who", PUBLISHER), PUBLISHER, others)


def open_question(known: Known) -> Question | None:
    """The first that has no answer, or one that cannot be; None if the office can be begun."""
    for each in questions(known):
        if each.key not in known or refused(each, known[each.key]):
            return each
    return None


def desk_of(known: Known) -> str:
    """Where people sign with their phones; empty if they do so by SSH keys alone, or on a forge."""
    answer = known.get(DESK_URL, NONE) if known.get("forge", BARE) == BARE else NONE
    return "" if answer == NONE else answer


def flag_of(key: str) -> str:
    """The option that answers a question about a fact."""
    return f"--{key.replace('_', '-')}"


def _fact(key: str, place: Place, asked: Message, told: Message) -> Question:
    read = _https if key == "site_url" else partial(fitting, place=place)
    return Question(key, asked, told, read, flag=flag_of(key))


def _https(text: str) -> str:
    found = fitting(text, ("site_url",))
    if not found.startswith("https://"):
        raise CannotWork("founding.no-https", found=found)
    return found


def _desk(known: Known) -> Question:
    """Proposes the desk beside the site."""
    host = urlsplit(known.get("site_url", "")).hostname or ""
    proposed = f"https://desk.{host.removeprefix('www.')}" if host else ""
    asked, told = message("founding.ask-desk"), message("founding.tell-desk")
    return Question(DESK_URL, asked, told, _desk_url, proposed, flag=f"{flag_of(DESK_URL)} URL")


def _desk_url(text: str) -> str:
    named = {NONE, "-", *(message("founding.no-desk").text(each) for each in LANGUAGES)}
    return NONE if text.casefold() in named else fitting(text.removesuffix("/"), ("desk", "url"))


def _repository_url(text: str) -> str:
    split_url(text)
    return text.removesuffix("/").removesuffix(".git")


def _repository_url_or_none(text: str) -> str:
    """Nothing stands for an address that is not known yet; the repository that judges on GitHub must know it."""
    return _repository_url(text) if text else text


def _set_up() -> Question:
    asked, told = message("founding.ask-forge"), message("founding.tell-forge")
    return Question("forge", asked, told, str, BARE, SET_UPS, flag_of("forge"))


def _agency_type() -> Question:
    """Which yearly assessments it answers to."""
    asked, told = message("founding.ask-agency-type"), message("founding.tell-agency-type")
    choices: Mapping[str, Said] = {each: Label(AGENCY_TYPE, each) for each in label_names(AGENCY_TYPE)}
    return Question(AGENCY_TYPE, asked, told, str, OTHER, choices, f"{flag_of(AGENCY_TYPE)} TYPE")


def _units(known: Known) -> Iterator[Question]:
    for number in range(1, len(known) + 2):
        at, flag = f"units.{number}", f"--unit {UNIT}"
        place: Place = ("units", "name")
        asked = message("founding.ask-unit", number=number)
        yield Question(f"{at}.name", asked, message("founding.tell-unit"), partial(fitting, place=place), flag=flag)
        name = known.get(f"{at}.name", "")
        taken = [each["id"] for each in entries(known, "units")[: number - 1] if "id" in each]
        read = partial(new_id, place=("units", "id"), taken=taken)
        asked = message("founding.ask-unit-id", name=name)
        yield Question(f"{at}.id", asked, message("founding.tell-id"), read, proposed_id(name, taken), flag=flag)
        asked = message("founding.ask-more-units")
        yield Question(f"{at}.more", asked, None, str, NO, yes_or_no(), flag)
        if known.get(f"{at}.more") != YES:
            return
