"""A seed and a number -> an office's repository: that many Thai items in every state, with the history of each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from random import Random

from benchmark.fate import DAY, Fate, drawn_fate, drawn_timing
from benchmark.front_matter import Attachment, Fields, front_matter
from benchmark.history import Request, write_repository
from benchmark.office import CATEGORIES, PROVIDERS, TOPICS, UNITS, Topic, office_yaml
from benchmark.prose import Prose
from benchmark.specimens import pdf, png, xlsx

OPENED = date(2018, 10, 1)
BANGKOK = timezone(timedelta(hours=7))
AMENDED_SHARE = 0.25
DRAFTED_SHARE = 0.5
"""Requests that took two commits; with the amendments this makes three commits an item, merges included."""
SPECIMENS: Mapping[str, Callable[[int], bytes]] = {"pdf": pdf, "xlsx": xlsx, "png": png}


@dataclass(frozen=True, slots=True)
class GeneratedItem:
    """One item as it stands on DAY, and what its writer knows of it."""

    number: int
    folder: str
    """Repository path, as in content/statistics/2569/report-00012."""
    fields: Fields
    fate: Fate
    body: str
    runs: tuple[tuple[str, ...], ...]
    """The words of title, summary and body that stand together without a space; `queries` draws from them."""

    @property
    def source(self) -> str:
        """The whole index.md."""
        return front_matter(self.fields) + self.body

    @property
    def companions(self) -> dict[str, bytes]:
        """File name -> bytes of what stands beside index.md."""
        names = [attachment.file for attachment in self.fields.attachments] + list(self.fields.pictures)
        return {
            name: SPECIMENS[name.rpartition(".")[2]](self.number * 10 + position) for position, name in enumerate(names)
        }


@dataclass(frozen=True, slots=True)
class Life:
    """An item, and the moments at which requests about it were merged: its publication, then its amendments."""

    item: GeneratedItem
    merged: tuple[datetime, ...]

    def source(self, turn: int) -> str:
        """The index.md that the request of that turn (0 published it) brought to main."""
        if turn == len(self.merged) - 1:
            return self.item.source
        fields = replace(self.item.fields, timing=replace(self.item.fields.timing, withdrawn_on=None))
        return front_matter(fields) + self.item.body.rpartition("\n\n")[0] + "\n"


def generate(repository: Path, count: int, seed: int) -> list[GeneratedItem]:
    """Write an office of `count` items with its history into an empty or absent folder: the same
    arguments, the same bytes."""
    known = list(lives(count, seed))
    founding = {"office.yml": office_yaml().encode("utf-8")}
    write_repository(repository, datetime.combine(OPENED, time(8), BANGKOK), founding, requests(known, seed))
    return [life.item for life in known]


def lives(count: int, seed: int) -> Iterator[Life]:
    """The lives of `count` items in the order of their publication; needs no repository."""
    for number in range(1, count + 1):
        rng = Random(f"{seed}:{number}")
        published = _working_moment(rng, number / count)
        item = _item(number, published.date(), drawn_fate(rng, number, count), rng)
        yield Life(item, (published, *_amendments(item, published, rng)))


def requests(known: list[Life], seed: int) -> Iterator[Request]:
    """Every request in the order of its merge."""
    rng = Random(f"{seed}:requests")
    due = sorted((moment, life.item.number, turn) for life in known for turn, moment in enumerate(life.merged))
    for position, (moment, number, turn) in enumerate(due, start=1):
        life = known[number - 1]
        text = life.source(turn)
        folder = life.item.folder
        final = {f"{folder}/index.md": text.encode("utf-8")}
        if turn == 0:
            final |= {f"{folder}/{name}": content for name, content in life.item.companions.items()}
        draft = {**final, f"{folder}/index.md": text.replace("\n## ", "\n### ", 1).encode("utf-8")}
        drafted = turn == 0 and rng.random() < DRAFTED_SHARE
        yield Request(
            number=position,
            merged=moment,
            title=life.item.fields.title,
            author=rng.choice(PROVIDERS),
            steps=(draft, final) if drafted else (final,),
        )


def _item(number: int, published: date, fate: Fate, rng: Random) -> GeneratedItem:
    category = rng.choice(CATEGORIES)
    topic = rng.choice(TOPICS[category])
    unit = rng.choice(UNITS)
    prose = Prose(rng)
    year = published.year + 543 + (published.month >= 10)
    pictures = ("scene.png",) if rng.random() < 0.05 else ()
    fields = Fields(
        title=f"{topic.thai}{prose.run(2, 4)} เลขที่ {number}/{year}",
        summary=f"{topic.thai}{prose.run(6, 12)}",
        unit=unit.id,
        provider=unit.provider,
        source=unit.name,
        timing=drawn_timing(fate, published, rng),
        category=category,
        attachments=tuple(_attachments(topic, rng)),
        pictures=pictures,
        fulfils=("oia-9-3",) if rng.random() < 0.1 else (),
    )
    body = prose.body(rng.randint(1150, 1800))
    body += "".join(f"\n![ภาพประกอบ{topic.thai}{fields.source}]({picture})\n" for picture in pictures)
    return GeneratedItem(
        number, f"content/{category}/{year}/{topic.slug}-{number:05d}", fields, fate, body, tuple(prose.runs)
    )


def _attachments(topic: Topic, rng: Random) -> Iterator[Attachment]:
    """A PDF on half of the items, a workbook on every tenth."""
    if rng.random() < 0.5:
        yield Attachment("document.pdf", f"{topic.thai}ฉบับเต็ม")
    if rng.random() < 0.1:
        yield Attachment("data.xlsx", "ตารางข้อมูลประกอบ")


def _working_moment(rng: Random, share: float) -> datetime:
    """A weekday between ten and four in Bangkok, that share of the way from OPENED to two days before DAY."""
    day = OPENED + (DAY - timedelta(days=2) - OPENED) * share
    day -= timedelta(days=max(0, day.weekday() - 4))
    return datetime.combine(day, time(10), BANGKOK) + timedelta(minutes=rng.randrange(360))


def _amendments(item: GeneratedItem, published: datetime, rng: Random) -> Iterator[datetime]:
    withdrawn_on = item.fields.timing.withdrawn_on
    if withdrawn_on:
        yield datetime.combine(withdrawn_on, published.timetz())
    elif rng.random() < AMENDED_SHARE:
        later = published + timedelta(days=rng.randrange(10, 400))
        if later.date() < DAY:
            yield later
