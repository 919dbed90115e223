"""Begin a new office: its bare repository with office.yml, first item, registers, README, keys and epoch."""

import argparse
import functools
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from interview import Interview
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.forge.choice import KINDS
from prakat.founding import foundation
from prakat.founding.answers import Answers, answers_of
from prakat.founding.draft import KEPT
from prakat.founding.flags import Flags
from prakat.founding.people_questions import PERSON, PUBLISHER, ROLES
from prakat.founding.question import missing, refused
from prakat.founding.questionnaire import BARE, OFFICE_FACTS, ORDER_FACTS, UNIT, flag_of, questions
from prakat.rules.wording import Listed
from prakat.thai import buddhist_era

FACTS = (*OFFICE_FACTS, *ORDER_FACTS)


def main(argv: Sequence[str] | None = None) -> int:
    """0 once the office is begun."""
    options = parser().parse_args(argv)
    moment = buddhist_era.chosen_moment(options.date, os.environ)
    kept = options.to / KEPT
    answers = answered(options, kept)
    for line in foundation.found(answers, options.to, moment):
        print(line.text(options.lang))
    kept.unlink(missing_ok=True)
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__doc__)
    made.add_argument("--date", help="the moment in Bangkok at which it begins (default: PRAKAT_DATE, else now)")
    made.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder in which to make office.git")
    for key, _, question, _ in FACTS:
        made.add_argument(flag_of(key), help=question.text("en"))
    several = functools.partial(made.add_argument, action="append", default=[])
    several("--unit", metavar=UNIT, help="a unit; may be given again, like all below")
    several("--person", metavar=PERSON, help=f"role: {', '.join(ROLES)}")
    several("--key", metavar="ID:FILE", help="a file with the person's own public key")
    told = "make this person's key, which proves less than one of their own and is marked until it is replaced"
    several("--make-key", metavar="ID", help=told)
    told = "the forge on which requests are made (default: none, a bare repository)"
    made.add_argument("--forge", choices=KINDS, default="", help=told)
    told = f"a person's account on the forge; also for {PUBLISHER}"
    several("--account", metavar="ID:LOGIN", help=told)
    told = "the wheel that Prakat was installed from, whose hash office.yml names (default: as pip noted it)"
    made.add_argument("--wheel", type=Path, metavar="FILE", help=told)
    return made


def answered(options: argparse.Namespace, kept: Path) -> Answers:
    """The answers given by options; at a terminal the others are asked for, elsewhere they are told to be missing."""
    given = Flags(
        facts={key: getattr(options, key) for key, *_ in FACTS},
        units=options.unit,
        people=options.person,
        keys=options.key,
        made_keys=options.make_key,
        forge=options.forge,
        accounts=options.account,
    ).answers()
    is_asked = sys.stdin.isatty()
    if not is_asked:
        given.setdefault("forge", BARE)
    pinned = pin(options.wheel)
    asked = list(questions(given))
    wrong = [said for each in asked if each.key in given for said in refused(each, given[each.key])]
    lacking = missing(each for each in asked if each.key not in given)
    if is_asked and (wrong or lacking):
        return answers_of(Interview(options.lang, kept).answers(given), pinned)
    if wrong or lacking:
        raise CannotWork("founding.unanswered", findings=Listed.of([*wrong, *lacking], "\n"))
    return answers_of(given, pinned)


def pin(wheel: Path | None) -> str:
    try:
        return product.requirement(wheel)
    except OSError as problem:
        raise CannotWork("founding.unreadable-wheel", path=wheel, problem=problem) from None


if __name__ == "__main__":
    sys.exit(terminal.run(main))
