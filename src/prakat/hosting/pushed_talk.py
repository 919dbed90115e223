"""question or answer as it is pushed -> why it is refused; it stands beside the request and counts for nothing (R17)"""

from collections.abc import Iterator
from dataclasses import dataclass

from prakat.hosting.front import Front
from prakat.hosting.signable import Signable
from prakat.merging.plan import Plan
from prakat.merging.talk_book import talk_of_request
from prakat.office.person import Person
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import request_ref
from prakat.request.talk import LONGEST_TALK, MOST_TALK, Talk, TalkKind, is_sayable, parse_talk
from prakat.rules.message import message
from prakat.rules.wording import Said


@dataclass(frozen=True, slots=True)
class PushedTalk:
    front: Front
    number: int
    place: int
    old: str
    new: str

    def refusals(self) -> Iterator[Said]:
        """It is only ever added to, by somebody whom the office knows, on the newest head of an open request."""
        said = self._said()
        if self.old != NOTHING or self.new == NOTHING:
            yield message("hosting.talk-stays")
        elif said is None or not is_sayable(said.text):
            yield message("hosting.no-talk", most=LONGEST_TALK)
        elif self.number in self.front.closed or self.front.sent_back(self.number):
            yield message("hosting.closed-for-talk", number=self.number)
        else:
            yield from self._misplaced(said)
            yield from self._by_other(said)

    def told(self) -> Iterator[Said]:
        yield message("hosting.received-talk", number=self.number)

    def _said(self) -> Talk | None:
        kind, raw = self.front.repository.object(self.new) if self.new != NOTHING else ("", b"")
        found = parse_talk(raw) if kind == "tag" else None
        return found if found and (found.number, found.place) == (self.number, self.place) else None

    def _misplaced(self, said: Talk) -> Iterator[Said]:
        before = len(talk_of_request(self.front.repository, self.number))
        if before >= MOST_TALK:
            yield message("hosting.talk-enough", number=self.number, most=MOST_TALK)
        elif said.place != before + 1:
            yield message("hosting.talk-place", found=said.place, must=before + 1)
        if said.kind is TalkKind.ANSWER and not before:
            yield message("hosting.nothing-asked", number=self.number)
        ref = request_ref(self.number)
        head = self.front.pushed.get(ref) or self.front.repository.ref(ref)
        if said.head != head:
            yield message("hosting.talk-other-head", number=self.number)

    def _by_other(self, said: Talk) -> Iterator[Said]:
        """Its writer is who pushes it, and may see the request: authors answer, those who could sign ask."""
        known = self.front.work.authority if self.front.work else None
        found = self.front.planned(self.number)
        people = known.people_of_mail(said.mail) if known else frozenset()
        person = known.office.people.get(next(iter(people))) if known and len(people) == 1 else None
        if known is None or person is None or self.front.pusher not in (person.id, *person.emails):
            yield message("hosting.talk-by-nobody")
        elif not isinstance(found, Plan):
            yield from found
        elif said.kind is TalkKind.ANSWER and person.id not in found.request.authors:
            yield message("hosting.answers-for-others", name=person.introduced, number=self.number)
        elif said.kind is TalkKind.QUESTION and not self._may_ask(person, Signable(found, known, self.front.day)):
            yield message("hosting.asks-nobody", name=person.introduced, number=self.number)

    def _may_ask(self, person: Person, signable: Signable) -> bool:
        is_author = person.id in signable.found.request.authors
        is_webmaster = person.has_role("webmaster", self.front.day)
        return not is_author and (is_webmaster or signable.holds_some_step(person))
