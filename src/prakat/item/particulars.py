"""front matter of an item -> what only items of some categories say: a law, steps, links, people, an open table"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prakat.thai.duration import Duration, parse_duration, total


@dataclass(frozen=True, slots=True)
class Law:
    """What a law says of itself (R24)."""

    year: int
    """Of the Buddhist era, as in its name."""
    status: str
    gazette: str

    @property
    def stands(self) -> bool:
        return self.status != "repealed"


@dataclass(frozen=True, slots=True)
class LinkedSite:
    """Another agency's site, in one of the four groups (R26)."""

    group: str
    name: str
    url: str
    about: str


@dataclass(frozen=True, slots=True)
class ManualStep:
    """One of a manual's (R27, R28)."""

    title: str
    detail: str
    duration: str
    """As typed."""

    @property
    def takes(self) -> Duration:
        return parse_duration(self.duration) or Duration()


@dataclass(frozen=True, slots=True)
class Service:
    """What a manual for citizens has to say by the Licensing Facilitation Act B.E. 2558, section 7."""

    conditions: str
    place: str
    documents: tuple[str, ...]
    fee: str
    complaints: str


@dataclass(frozen=True, slots=True)
class OrganisationPart:
    name: str
    under: str
    """Name of the part that it belongs to; empty for the uppermost."""
    head: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of the office with those that belong to it."""

    part: OrganisationPart
    below: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class Executive:
    name: str
    position: str
    phone: str
    email: str
    picture: str

    @property
    def alt(self) -> str:
        return f"{self.name} {self.position}"


@dataclass(frozen=True, slots=True)
class Satisfaction:
    percent: int | None
    respondents: int | None
    survey: str


@dataclass(frozen=True, slots=True)
class Particulars:
    says_nothing: bool
    """Whether the item says that the office has nothing of the kind."""
    law: Law | None
    links: tuple[LinkedSite, ...]
    steps: tuple[ManualStep, ...]
    service: Service | None
    forms: tuple[str, ...]
    """Of the attachments, those to be filled in."""
    organisation: tuple[OrganisationPart, ...]
    executives: tuple[Executive, ...]
    table: str
    """Of which form its table is: a name in schemas/tables.yml; empty for none."""
    satisfaction: Satisfaction | None

    @property
    def duration(self) -> Duration:
        """Of all steps together."""
        return total(each.takes for each in self.steps)

    @property
    def chart(self) -> tuple[Branch, ...]:
        """Each part of the office once, below the one that it belongs to; what belongs to none that is there stands
        beside the uppermost."""
        waiting = dict(enumerate(self.organisation))
        found = [_branch(waiting, each) for each in [*waiting] if each in waiting and not waiting[each].under]
        return (*found, *(_branch(waiting, each) for each in [*waiting] if each in waiting))

    @property
    def pictures(self) -> Mapping[str, str]:
        """File beside index.md that it shows -> what it says instead of the picture."""
        return {each.picture: each.alt for each in reversed(self.executives) if each.picture}

    @property
    def names(self) -> frozenset[str]:
        """Of the fields of the schema that are given."""
        given = {
            "law": self.law,
            "links": self.links,
            "steps": self.steps,
            "service": self.service,
            "forms": self.forms,
            "organisation": self.organisation,
            "executives": self.executives,
            "table": self.table,
            "satisfaction": self.satisfaction,
        }
        return frozenset(name for name, value in given.items() if value)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that readers see of it in words, in the order of the page."""
        found: list[str] = [self.law.gazette] if self.law else []
        if service := self.service:
            found += [service.conditions, service.place, *service.documents, service.fee, service.complaints]
        found += [text for each in self.steps for text in (each.title, each.detail, each.duration)]
        found += [text for each in self.links for text in (each.name, each.about, each.url)]
        found += [text for each in self.organisation for text in (each.name, each.head)]
        found += [text for each in self.executives for text in (each.name, each.position, each.phone, each.email)]
        found += [self.satisfaction.survey] if self.satisfaction else []
        return tuple(filter(None, found))


def _branch(waiting: dict[int, OrganisationPart], place: int) -> Branch:
    """Takes out of those that wait whatever it draws, so that no circle is followed twice."""
    part = waiting.pop(place)
    below = [each for each, other in waiting.items() if other.under == part.name]
    return Branch(part, tuple(_branch(waiting, each) for each in below if each in waiting))


def particulars_of(found: Mapping[str, Any]) -> Particulars:
    """Of values that the schema accepts."""
    law, service, satisfaction = found.get("law"), found.get("service"), found.get("satisfaction")
    return Particulars(
        says_nothing=found.get("nothing", False),
        law=Law(law["year"], law["status"], _text(law, "gazette")) if law else None,
        links=tuple(LinkedSite(*_texts(each, "group", "name", "url", "about")) for each in found.get("links", ())),
        steps=tuple(ManualStep(*_texts(each, "title", "detail", "duration")) for each in found.get("steps", ())),
        service=_service(service) if service else None,
        forms=tuple(found.get("forms", ())),
        organisation=tuple(
            OrganisationPart(*_texts(each, "name", "under", "head")) for each in _list(found, "organisation")
        ),
        executives=tuple(
            Executive(*_texts(each, "name", "position", "phone", "email", "picture"))
            for each in _list(found, "executives")
        ),
        table=found.get("table", ""),
        satisfaction=_satisfaction(satisfaction) if satisfaction else None,
    )


def _list(found: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(found.get(name, ()))


def _text(found: Mapping[str, Any], name: str) -> str:
    return str(found.get(name, "")).strip()


def _texts(found: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    return tuple(_text(found, name) for name in names)


def _service(found: Mapping[str, Any]) -> Service:
    conditions, place, fee, complaints = _texts(found, "conditions", "place", "fee", "complaints")
    return Service(conditions, place, tuple(each.strip() for each in found["documents"]), fee, complaints)


def _satisfaction(found: Mapping[str, Any]) -> Satisfaction:
    return Satisfaction(found.get("percent"), found.get("respondents"), found.get("survey", ""))
