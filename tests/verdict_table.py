"""Tables of landings: what is done to an office of values -> what the judge says; one function a row."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from office_of_values import Main
from prakat.audit.verdict import Verdict

Act = Callable[[Main], object]
FOLDER = "content/public-relations/2569/news"
LAW = "content/law/act"


@dataclass(frozen=True)
class Row:
    act: Act
    ids: tuple[str, ...]
    """Of every violation, sorted; each as often as it is found."""
    like: tuple[str, ...]
    """Of an honest row: the violations that it looks like and has not."""
    action: str
    request: int | None
    things: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.act.__name__

    @property
    def expected(self) -> tuple[object, ...]:
        return self.ids, self.action, self.request, self.things, self.people


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)

    def row(
        self,
        *ids: str,
        like: str = "",
        action: str = "published",
        request: int | None = 2,
        things: str = FOLDER,
        people: str = "dao nok ton wit",
    ) -> Callable[[Act], Act]:
        """The function under it does something; these are the words of the verdict on the last commit of main."""

        def register(act: Act) -> Act:
            counted = tuple(sorted(ids))
            made = Row(act, counted, tuple(like.split()), action, request, tuple(things.split()), tuple(people.split()))
            self.rows.append(made)
            return act

        return register

    @property
    def alone(self) -> set[str]:
        """Violations that some row has and no other."""
        return {row.ids[0] for row in self.rows if len(set(row.ids)) == 1}

    @property
    def alike(self) -> set[str]:
        """Violations that some honest row only looks like."""
        return {each for row in self.rows if not row.ids for each in row.like}

    @property
    def doubled(self) -> list[str]:
        """Names of rows that stand there twice: the first would never be judged."""
        return [name for name, count in Counter(row.name for row in self.rows).items() if count > 1]


def name_of(row: Row) -> str:
    return row.name


def told(verdict: Verdict) -> tuple[object, ...]:
    ids = tuple(sorted(each.id for each in verdict.violations))
    return ids, verdict.action.value, verdict.request, verdict.things, verdict.people


def judged(row: Row) -> tuple[object, ...]:
    """What is said of the last commit of main."""
    main = Main.begun()
    begun = row.act(main)
    return told((begun if isinstance(begun, Main) else main).verdicts()[-1])
