"""options of the command -> the same answers as if they had been asked for one by one"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.founding.offered_key import key_in_file
from prakat.founding.people_questions import CHECKER, LINK, MAKE, NEW, NONE, OWN, PUBLISHER, ROLES
from prakat.founding.question import NO, YES
from prakat.founding.questionnaire import AGENCY_TYPE, BARE, DESK_URL, OTHER, desk_of
from prakat.rules.message import message
from prakat.rules.wording import Listed

_PARTS = ("role", "id", "name", "position", "mail")


@dataclass(frozen=True, slots=True)
class Flags:
    """As they were typed."""

    facts: Mapping[str, str | None]
    units: Sequence[str]
    people: Sequence[str]
    keys: Sequence[str]
    made_keys: Sequence[str]
    forge: str
    accounts: Sequence[str]

    def answers(self) -> dict[str, str]:
        """By the keys of the questions. Raises CannotWork for one of the wrong form, or about nobody in `people`."""
        found = {key: text for key, text in self.facts.items() if text is not None}
        if self.forge or self.people:
            found["forge"] = self.forge or BARE
            found.setdefault(AGENCY_TYPE, OTHER)
        if self.people and not self.forge:
            found.setdefault(DESK_URL, NONE)
        for number, text in enumerate(self.units, 1):
            id_, name = pair(text)
            more = YES if number < len(self.units) else NO
            found |= _numbered("units", number, {"name": name, "id": id_, "more": more})
        people = [_person(text) for text in self.people]
        accounts = self._about(people, "--account", self.accounts, {PUBLISHER, CHECKER})
        for number, own in enumerate(self._told(people, accounts), 1):
            ends = {"more": YES} if number < len(people) else {"more": NO, "second": NO}
            found |= _numbered("people", number, {**own, **ends})
        return found | {f"{each}.account": accounts[each] for each in (PUBLISHER, CHECKER) if each in accounts}

    def _told(self, people: Sequence[Mapping[str, str]], accounts: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
        """Each person with key and account; whoever was there before is named by the id alone."""
        keys = _read(self._about(people, "--key", self.keys))
        made = self._about(people, "--make-key", [f"{each}:{MAKE}" for each in self.made_keys])
        if twice := keys.keys() & made.keys():
            raise CannotWork("founding.key-twice", found=Listed.of(sorted(twice)))
        if self.accounts and not self.forge:
            raise CannotWork("founding.no-forge")
        has_desk = not self.forge and bool(desk_of({key: text for key, text in self.facts.items() if text}))
        seen: list[Mapping[str, str]] = []
        for each in people:
            is_there = any(_same(each, one) for one in seen)
            seen.append(each)
            if is_there:
                yield {"role": each["role"], "who": each["id"]}
                continue
            own = {**each, "who": NEW}
            if each["id"] in keys:
                own |= {"key_from": OWN, "key": keys[each["id"]]}
            elif each["id"] in made:
                own |= {"key_from": MAKE}
            elif has_desk or each["role"] == "provider":
                own |= {"key_from": LINK if has_desk else NONE}
            yield own | ({"account": accounts[each["id"]]} if each["id"] in accounts else {})

    def _about(
        self, people: Iterable[Mapping[str, str]], option: str, texts: Sequence[str], others: Iterable[str] = ()
    ) -> dict[str, str]:
        found = dict(map(pair, texts))
        if strangers := found.keys() - {each["id"] for each in people} - {*others}:
            raise CannotWork("founding.about-nobody", option=option, found=Listed.of(sorted(strangers)))
        if len(found) < len(texts):
            raise CannotWork("founding.given-twice", option=option)
        return found


def _read(files: Mapping[str, str]) -> dict[str, str]:
    """Id -> key. Raises CannotWork, which tells of every file that holds none."""
    found, problems = {}, []
    for id_, path in files.items():
        try:
            found[id_] = key_in_file(path)
        except CannotWork as problem:
            problems.append(message("founding.wrong-key", person=id_, problem=problem))
    if problems:
        raise CannotWork("founding.unanswered", findings=Listed.of(problems, "\n"))
    return found


def _numbered(group: str, number: int, own: Mapping[str, str]) -> dict[str, str]:
    return {f"{group}.{number}.{key}": text for key, text in own.items()}


def _same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(one[key] == other[key] for key in _PARTS if key != "role")


def _person(text: str) -> dict[str, str]:
    """Reads the argument PERSON. Raises CannotWork."""
    found = dict(zip(_PARTS, parts(text, len(_PARTS)), strict=True))
    if found["role"] not in ROLES:
        raise CannotWork("founding.no-role", must=Listed.of(ROLES), found=text)
    return found


def pair(text: str) -> tuple[str, str]:
    """Reads the argument ID:VALUE. Raises CannotWork."""
    first, second = parts(text, 2)
    return first, second


def parts(text: str, count: int) -> list[str]:
    """The parts between colons. Raises CannotWork unless there are `count`, none empty; the last may hold colons."""
    found = [part.strip() for part in text.split(":", count - 1)]
    if len(found) != count or not all(found):
        raise CannotWork("founding.no-parts", must=count, found=text)
    return found
