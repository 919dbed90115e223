"""folder -> an invented office's months from July 2026 to January 2027, played into a bare repository (make demo)"""

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prakat.audit_log.record import Reason
from prakat.cannot_work import CannotWork
from prakat.founding import story_texts as texts
from prakat.founding.staff import Staff, make_key
from prakat.item.item import Item, parse_item
from prakat.item.item_path import INDEX, folder_of, index_of, parse_path, url_of
from prakat.item.state import state_on
from prakat.merging import bare_counter, confirmation, hand_over, plan, refusal
from prakat.merging.merging import Merging
from prakat.merging.plan import Merged
from prakat.office.office import FILE
from prakat.office.settings import Settings
from prakat.repository import objects
from prakat.repository.bare import make_bare
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.refs import MAIN, move
from prakat.repository.signature import Verified
from prakat.rules.message import Message, message
from prakat.rules.wording import Label, Listed
from prakat.thai.buddhist_era import BANGKOK

ENDS = datetime.datetime(2027, 1, 20, 9, tzinfo=BANGKOK)
NEXT_DAY = datetime.date(2027, 2, 1)
"""When whoever tries the office goes on with it: README says that day to the commands."""
CHAIN = {"reviewer": "prasit", "approver": "malee", "webmaster": "wichai"}
OFFICE_SIGNERS = {"approver": "malee", "webmaster": "wichai"}
STAND_IN = {**CHAIN, "reviewer": "boonmee"}
TWO = {"webmaster": "wichai", "second-webmaster": "suda"}
_JOBS = index_of(folder_of("public-relations/2569/health-volunteer-recruitment"))
_PLAN = index_of(folder_of("official-information/2569/action-plan"))
_FLOOD = index_of(folder_of("public-relations/2569/flood-warning"))
_WATER = index_of(folder_of("public-relations/2569/water-outage"))
_LEAFLET = index_of(folder_of("knowledge/dengue"))
_CONTACT = index_of(folder_of("general-information/contact"))


@dataclass(slots=True)
class Story:
    """Plays each act at its moment and says what happened, for a person who watches."""

    staff: Staff
    key: Path
    verified: Verified = field(default_factory=Verified)
    number: int = 0

    def told(self) -> Iterator[tuple[datetime.datetime, Message]]:
        """Plays everything, act by act; yields each moment and what happened then."""
        for moment, act in self._acts():
            yield moment, act(moment)

    def _acts(self) -> Iterator[tuple[datetime.datetime, Callable[[datetime.datetime], Message]]]:
        yield at(7, 1), self._found
        yield at(7, 6), lambda day: self._merge(day, "anong", {_JOBS: item(texts.JOBS)})
        yield at(7, 15), self._refuse
        yield at(7, 20), lambda day: self._merge(day, "boonmee", {_PLAN: item(texts.PLAN)})
        yield at(8, 3), lambda day: self._merge(day, "anong", {_FLOOD: item(texts.FLOOD, verbal=spoken(day))}, TWO)
        yield at(8, 4), lambda day: self._merge(day, "anong", {_FLOOD: item(texts.FLOOD)})
        yield at(8, 28), lambda day: self._merge(day, "boonmee", {_PLAN: item(texts.PLAN, **texts.RENEWED)})
        yield at(9, 1), lambda day: self._seen(day, _JOBS)
        yield at(9, 7), lambda day: self._merge(day, "anong", {_WATER: item(texts.WATER, verbal=spoken(day))}, TWO)
        yield at(9, 9), lambda day: self._seen(day, _WATER)
        yield at(9, 14), lambda day: self._merge(day, "anong", {_LEAFLET: item(texts.LEAFLET)})
        yield at(9, 28), lambda day: self._merge(day, "boonmee", {FILE: self._office(True)}, OFFICE_SIGNERS)
        yield at(10, 1, 14), self._hand_over
        yield at(10, 5), lambda day: self._merge(day, "chai", {_LEAFLET: item(texts.LEAFLET, **texts.TO_SUCCESSOR)})
        yield at(11, 9), self._withdraw
        yield at(1, 11), self._confirm

    def _found(self, moment: datetime.datetime) -> Message:
        """The office begins with what is taken on trust; its first request says so."""
        repository = self.staff.repository
        first = {FILE: self._office(), _CONTACT: item(texts.CONTACT)}
        blobs = {path: objects.write(repository, "blob", content) for path, content in first.items()}
        changes = [PathChange(path, "", PLAIN, "", blob) for path, blob in blobs.items()]
        made = objects.tree_with(repository, EMPTY_TREE, changes)
        root = objects.commit(repository, made, [], "Office: begin", who("suda"), moment)
        move(repository, MAIN, root, NOTHING)
        return self._merge(moment, "suda", {FILE: self._office(since=root)}, OFFICE_SIGNERS)

    def _merge(
        self,
        moment: datetime.datetime,
        author: str,
        files: Mapping[str, bytes | None],
        steps: Mapping[str, str] = CHAIN,
    ) -> Message:
        """Makes a request, its sign-offs an hour apart, and its merge."""
        self.number += 1
        self.staff.request(self.number, who(author), files, moment)
        for hour, (step, person) in enumerate(steps.items(), start=1):
            self.staff.sign(self.number, step, person, moment + datetime.timedelta(hours=hour))
        done = plan.merge(self._merging(moment + datetime.timedelta(hours=len(steps) + 1)), self.number)
        if not isinstance(done, Merged):
            raise CannotWork("founding.not-merged", number=self.number, violations=Listed.of(done, "\n"))
        how = message("founding.two-webmasters") if steps is TWO else message("founding.whole-chain", count=len(steps))
        return message("founding.published", number=done.number, title=done.title, how=how)

    def _seen(self, moment: datetime.datetime, path: str) -> Message:
        """An item's state on that day, which the date alone has changed."""
        _, raw = self.staff.repository.object(f"{MAIN}:{path}")
        folder = parse_path(url_of(path.removesuffix(f"/{INDEX}")))
        assert folder, "the story's own paths are right"
        found = parse_item(folder, raw)
        assert isinstance(found, Item), found
        state = state_on(found, moment.date(), Settings())
        return message("founding.by-day-alone", title=found.title, state=Label("state", state))

    def _refuse(self, moment: datetime.datetime) -> Message:
        self.number += 1
        path = index_of(folder_of("public-relations/2569/private-shop"))
        self.staff.request(self.number, who("anong"), {path: item(texts.SHOP)}, moment)
        merging = self._merging(moment + datetime.timedelta(hours=2))
        return refusal.refuse(merging, self.number, "prasit", Reason.OFF_MISSION, texts.NOT_OURS)

    def _withdraw(self, moment: datetime.datetime) -> Message:
        """While prasit is away, boonmee stands in for him."""
        withdrawn = item(texts.LEAFLET, **texts.TO_SUCCESSOR, **texts.WITHDRAWN)
        return self._merge(moment, "chai", {_LEAFLET: withdrawn}, STAND_IN)

    def _hand_over(self, moment: datetime.datetime) -> Message:
        return hand_over.hand_over(self._merging(moment), "anong", "chai")[0]

    def _confirm(self, moment: datetime.datetime) -> Message:
        return confirmation.confirm(self._merging(moment), _CONTACT, "boonmee")

    def _merging(self, moment: datetime.datetime) -> Merging:
        return bare_counter.open_merging(self.staff.repository, self.key, moment, self.verified)

    def _office(self, is_later: bool = False, since: str = "") -> bytes:
        """office.yml; if `is_later`, anong has been transferred, chai has taken her place, and boonmee may stand
        in for prasit."""
        since = since or _since(self.staff)
        ended = {"anong": "2026-09-30"} if is_later else {}
        people = [self._person(*each, until=ended.get(each[0], "")) for each in texts.PEOPLE]
        if is_later:
            people.append(self._person(*texts.SUCCESSOR, start="2026-10-01"))
            people[1]["appointments"].append(texts.STANDS_IN)
        keys = {"keys": [self.staff.public_key("publisher")]}
        office = {**texts.OFFICE, "publisher": keys, "people": people}
        if since:
            office["audit"] = {"since": since}
        return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in office.items()).encode()

    def _person(
        self, name: str, full: str, position: str, role: str, unit: str, start: str = "2026-07-01", until: str = ""
    ) -> dict[str, Any]:
        held: dict[str, Any] = {"role": role, "units": "all" if unit == "all" else [unit], "from": start}
        held["order"] = {"no": "12/2569", "date": "2026-06-30"}
        if until:
            held["until"] = until
        return {
            "id": name,
            "name": full,
            "position": position,
            "emails": [who(name)[1]],
            "keys": [self.staff.public_key(name)],
            "appointments": [held],
        }


def begin(folder: Path) -> Story:
    """A story in `folder`/office.git. Raises CannotWork where something lies there already."""
    keys = folder / "keys"
    make_key(keys / "publisher", "publisher")
    return Story(Staff(make_bare(folder / "office.git"), keys), keys / "publisher")


def at(month: int, day: int, hour: int = 9) -> datetime.datetime:
    return datetime.datetime(2027 if month < 7 else 2026, month, day, hour, tzinfo=BANGKOK)


def who(name: str) -> tuple[str, str]:
    return name, f"{name}@office.example"


def item(fields: Mapping[str, Any], **changed: object) -> bytes:
    """An index.md with its front matter as JSON, which is YAML."""
    found = {key: value for key, value in {**fields, **changed}.items() if key != "body"}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in found.items()]
    return ("---\n" + "\n".join(lines) + f"\n---\n\n{fields['body']}\n").encode()


def spoken(moment: datetime.datetime) -> dict[str, str]:
    """A permission by telephone an hour before `moment`."""
    time = (moment - datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    return {"approver": "malee", "at": time, "channel": texts.TELEPHONE, "recorded_by": "wichai"}


def _since(staff: Staff) -> str:
    main = staff.repository.ref(MAIN)
    return staff.repository.line("rev-list", "--max-parents=0", main) if main else ""
