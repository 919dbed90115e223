"""a newcomer's answers, one by one -> the answers from which an office is founded: its units, people, keys, accounts"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prakat.founding.draft import Known, entries
from prakat.founding.people_questions import CHECKER, MAKE, NEW, PUBLISHER, id_of
from prakat.founding.questionnaire import BARE, OTHER, URL, desk_of, questions
from prakat.office.person import introduced


@dataclass(frozen=True, slots=True)
class Appointee:
    """Somebody in one role; whoever has two is there twice, under one id."""

    role: str
    id: str
    name: str
    position: str
    mail: str
    key: str = ""
    """The public key; empty where the person has none, or where one is to be made."""
    is_to_have_one_made: bool = False

    @property
    def introduced(self) -> str:
        return introduced(self.name, self.position)


@dataclass(frozen=True, slots=True)
class Answers:
    name: str
    address: str
    phone: str
    email: str
    site_url: str
    units: Mapping[str, str]
    """Id -> name."""
    people: Sequence[Appointee]
    order_no: str
    order_date: datetime.date
    forge: str = ""
    """`forgejo` or `github`; empty: a bare repository."""
    forge_url: str = ""
    """https://host/owner/name; empty where it is not known yet."""
    accounts: Mapping[str, str] = field(default_factory=dict)
    """Id of a person, PUBLISHER or CHECKER -> login on the forge."""
    agency_type: str = OTHER
    desk_url: str = ""
    """Where people sign with their phones; empty where they do not."""
    prakat: str = ""
    """The version that the office agrees to, as pip pins it."""

    def of_role(self, role: str) -> list[Appointee]:
        return [each for each in self.people if each.role == role]

    @property
    def signers(self) -> Mapping[str, Appointee]:
        """Step -> who signs the office's first request: two people."""
        approver = self.of_role("approver")[0]
        others = [each for each in self.of_role("webmaster") if each.id != approver.id]
        return {"approver": approver, "webmaster": others[0]}

    @property
    def author(self) -> Appointee:
        """Who asks for it: somebody who does not sign it, a webmaster if there is one."""
        signing = {each.id for each in self.signers.values()}
        others = [each for each in self.people if each.id not in signing]
        return next((each for each in others if each.role == "webmaster"), others[0])

    @property
    def by_id(self) -> Mapping[str, Appointee]:
        """Each person once, in order."""
        found: dict[str, Appointee] = {}
        for each in self.people:
            found.setdefault(each.id, each)
        return found

    @property
    def invited(self) -> Sequence[Appointee]:
        """Those who are to make a passkey at the desk, each once."""
        keyless = (each for each in self.by_id.values() if not (each.key or each.is_to_have_one_made))
        return [*keyless] if self.desk_url else []

    @property
    def has_one_approver(self) -> bool:
        return len({each.id for each in self.of_role("approver")}) == 1


def answers_of(given: Known, prakat: str) -> Answers:
    """Of the answers to all questions. Raises CannotWork for one that cannot be."""
    known = {**given, **{each.key: each.judged(given[each.key]) for each in questions(given)}}
    rows = entries(known, "people")
    forge = known["forge"]
    named = {each["id"]: each for each in rows if each.get("who", NEW) == NEW}
    own = {id_: [each for each in rows if id_of(each) == id_] for id_ in named}
    people = [
        Appointee(
            role=each["role"],
            id=id_of(each),
            **{fact: named[id_of(each)][fact] for fact in ("name", "position", "mail")},
            key=next((one["key"] for one in own[id_of(each)] if "key" in one), ""),
            is_to_have_one_made=any(one.get("key_from") == MAKE for one in own[id_of(each)]),
        )
        for each in rows
    ]
    accounts = {id_: each["account"] for id_, each in named.items() if "account" in each}
    programs = {each: f"{each}.account" for each in (PUBLISHER, CHECKER)}
    accounts |= {each: known[key] for each, key in programs.items() if key in known}
    return Answers(
        **{fact: known[fact] for fact in ("name", "address", "phone", "email", "site_url", "agency_type", "order_no")},
        units={each["id"]: each["name"] for each in entries(known, "units")},
        people=people,
        order_date=datetime.date.fromisoformat(known["order_date"]),
        forge="" if forge == BARE else forge,
        forge_url=known.get(URL, "") if forge != BARE else "",
        accounts=accounts if forge != BARE else {},
        desk_url=desk_of(known),
        prakat=prakat,
    )
