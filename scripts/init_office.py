"""Begin a new office: its bare repository with office.yml, first item, registers, README, keys and epoch."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from desk_links import inviting
from interview import Interview
from prakat.cannot_work import CannotWork
from prakat.forge.choice import KINDS
from prakat.founding import foundation, questionnaire
from prakat.founding.answers import Answers, answers_of
from prakat.founding.draft import KEPT
from prakat.founding.flags import Flags
from prakat.founding.people_questions import CHECKER, NONE, PERSON, PUBLISHER, ROLES
from prakat.founding.question import missing, refused
from prakat.founding.questionnaire import AGENCY_TYPE, BARE, DESK_URL, GITHUB, OTHER, UNIT, URL, flag_of
from prakat.office.agreed_version import own_requirement
from prakat.rules.data import label_names
from prakat.rules.wording import Listed
from prakat.thai import buddhist_era

FACTS = (*questionnaire.OFFICE_FACTS, *questionnaire.ORDER_FACTS)


def main(argv: Sequence[str] | None = None) -> int:
    """0 once the office is begun."""
    options = parser().parse_args(argv)
    moment = buddhist_era.chosen_moment(options.date, os.environ)
    kept = options.to / KEPT
    answers = answered(options, kept)
    for line in foundation.found(answers, options.to, moment, inviting(answers)):
        print(line.text(options.lang))
    kept.unlink(missing_ok=True)
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__, roles=", ".join(ROLES), publisher=PUBLISHER, check=CHECKER)
    made.add_argument("--date", metavar="DAY")
    made.add_argument("--to", type=Path, required=True, metavar="DIR")
    for key, *_ in FACTS:
        made.add_argument(flag_of(key), metavar="DAY" if key == "order_date" else "TEXT")
    made.add_argument("--agency-type", choices=label_names(AGENCY_TYPE))
    made.add_argument("--forge", choices=KINDS, default="")
    for key in (URL, DESK_URL):
        made.add_argument(flag_of(key), metavar="URL")
    several = {"--unit": UNIT, "--person": PERSON, "--key": "ID:FILE", "--make-key": "ID", "--account": "ID:LOGIN"}
    for flag, shown in several.items():
        made.add_argument(flag, action="append", default=[], metavar=shown)
    made.add_argument("--wheel", type=Path, metavar="FILE")
    return made


def answered(options: argparse.Namespace, kept: Path) -> Answers:
    """The answers given by options; at a terminal the others are asked for, elsewhere they are told to be missing."""
    given = Flags(
        facts={key: getattr(options, key) for key in (URL, DESK_URL, AGENCY_TYPE, *(key for key, *_ in FACTS))},
        units=options.unit,
        people=options.person,
        keys=options.key,
        made_keys=options.make_key,
        forge=options.forge,
        accounts=options.account,
    ).answers()
    is_asked = sys.stdin.isatty()
    if not is_asked:
        given = {"forge": BARE, DESK_URL: NONE, AGENCY_TYPE: OTHER, **given}
        given |= {} if given["forge"] == GITHUB else {URL: given.get(URL, "")}
    pinned = own_requirement(options.wheel)
    asked = list(questionnaire.questions(given))
    wrong = [said for each in asked if each.key in given for said in refused(each, given[each.key])]
    lacking = missing(each for each in asked if each.key not in given)
    if is_asked and (wrong or lacking):
        return answers_of(Interview(options.lang, kept).answers(given), pinned)
    if wrong or lacking:
        raise CannotWork("founding.unanswered", findings=Listed.of([*wrong, *lacking], "\n"))
    return answers_of(given, pinned)


if __name__ == "__main__":
    sys.exit(terminal.run(main))
