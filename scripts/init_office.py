"""Begin a new office from this checkout: its bare repository, its office.yml and first item, its keys and its epoch."""

import argparse
import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from interview import Interview
from prakat.forge.choice import KINDS
from prakat.founding import foundation
from prakat.founding.answers import PERSON, PUBLISHER, ROLES, Answers, appointee, pair, with_keys
from prakat.rules.message import message
from prakat.thai import buddhist_era

QUESTIONS = {
    "name": message("scripts.ask-name"),
    "address": message("scripts.ask-address"),
    "phone": message("scripts.ask-phone"),
    "email": message("scripts.ask-email"),
    "site_url": message("scripts.ask-site"),
    "order_no": message("scripts.ask-order"),
}
ORDER_DATE = message("scripts.ask-order-date")


def main(argv: Sequence[str] | None = None) -> int:
    """0 once the office is begun."""
    options = parser().parse_args(argv)
    moment = buddhist_era.chosen_moment(options.date, os.environ)
    answers = answered(options)
    for line in foundation.found(answers, options.repo, options.to, moment):
        print(line.text(options.lang))
    if not answers.forge:
        print(message("scripts.begin-work", place=options.to / "office.git").text(options.lang))
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__, roles=", ".join(ROLES), publisher=PUBLISHER)
    made.add_argument("--to", type=Path, required=True, metavar="DIR")
    for name in QUESTIONS:
        made.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT")
    made.add_argument("--order-date", metavar="DAY")
    made.add_argument("--unit", action="append", default=[], metavar="ID:NAME")
    made.add_argument("--person", action="append", default=[], metavar=PERSON)
    made.add_argument("--key", action="append", default=[], metavar="ID:FILE")
    made.add_argument("--forge", choices=KINDS, default="")
    made.add_argument("--account", action="append", default=[], metavar="ID:LOGIN")
    return made


def answered(options: argparse.Namespace) -> Answers:
    """The answers given by flags; asks for the others if somebody is at the terminal."""
    keys, asked = dict(map(pair, options.key)), Interview(options.lang)
    found = {name: getattr(options, name) or asked.ask(question, str) for name, question in QUESTIONS.items()}
    order_date = day(options.order_date) if options.order_date else asked.ask(ORDER_DATE, day)
    units = list(map(pair, options.unit)) or asked.ask_each(message("scripts.ask-units"), pair)
    question = message("scripts.ask-people", form=PERSON)
    people = list(map(appointee, options.person)) or asked.ask_each(question, appointee)
    there = dict(map(pair, options.account))
    named = with_keys(people, keys)
    made = Answers(**found, units=dict(units), people=named, order_date=order_date, forge=options.forge, accounts=there)
    made.check()
    return made


def day(text: str) -> datetime.date:
    return buddhist_era.chosen_day(text, {}, "--order-date")


if __name__ == "__main__":
    sys.exit(terminal.run(main))
