"""The office's desk, where its people ask for publications on a phone. Without a bare repository, a sample's."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import desk_sample
import terminal
from prakat.cannot_work import CannotWork
from prakat.forge.choice import KINDS, kind_at
from prakat.merging.beside import command_ended
from prakat.merging.counter_choice import repository_at
from prakat.merging.first_look import office_of_main
from prakat.network.loopback_port import LOOPBACK
from prakat.repository.bare import is_bare
from prakat.rules.message import message

PORT = 8010


def main(argv: Sequence[str] | None = None) -> int:
    """0 once it is ended by Ctrl-C, or what was asked for is done; 1 if a part of it has ended by itself."""
    options = parser().parse_args(argv)
    try:
        from prakat_desk import server
    except ModuleNotFoundError as problem:
        raise CannotWork("scripts.desk-not-installed", missing=problem.name) from None
    if options.forge is None and not is_bare(options.repo):
        if options.origin or options.state or options.invite:
            raise CannotWork("scripts.desk-not-bare", place=options.repo)
        return command_ended(desk_sample.run(options, server))
    if options.sign:
        raise CannotWork("founding.no-sample", place=options.repo)
    if options.state is None:
        raise CannotWork("scripts.desk-no-state")
    repository = repository_at(options.repo, options.forge)
    known = office_of_main(repository)
    origin = address(options.origin or "", known.office.desk if known else "")
    client, _, file = options.client.partition(":")
    if options.forge and not (client and file):
        raise CannotWork("scripts.desk-no-client")
    forge = (options.forge, kind_at(options.forge, options.kind), client, Path(file)) if options.forge else None
    desk = server.desk_at(repository, origin, options.state, (options.door, options.key), forge, options.site)
    if options.invite:
        print(server.invited(desk, options.invite))
        return 0
    print(message("scripts.desk-opens", url=desk.origin).text(options.lang), flush=True)
    with suppress(KeyboardInterrupt):
        server.server(desk, options.bind, options.port).run()
    return command_ended(0)


def address(asked: str, named: str) -> str:
    """Of a real office's desk: passkeys are made for it, and cookies kept, only over HTTPS. An office that is tried out
    may name this machine itself in its office.yml, where nobody stands between browser and desk."""
    origin = asked or named
    if not origin:
        raise CannotWork("scripts.desk-no-origin")
    if origin == named and urlsplit(origin).hostname == "localhost":
        return origin
    if not origin.startswith("https://") or origin.count("/") != 2 or not origin.removeprefix("https://"):
        raise CannotWork("scripts.desk-origin", found=origin)
    return origin


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--port", type=int, default=PORT)
    made.add_argument("--bind", default=LOOPBACK, metavar="ADDRESS")
    made.add_argument("--origin", metavar="URL")
    made.add_argument("--state", type=Path, metavar="DIR")
    made.add_argument("--site", type=Path, metavar="DIR")
    made.add_argument("--door", default="", metavar="ADDRESS")
    made.add_argument("--key", type=Path, metavar="FILE")
    made.add_argument("--forge", metavar="URL")
    made.add_argument("--kind", choices=KINDS)
    made.add_argument("--client", default="", metavar="ID:FILE")
    made.add_argument("--to", type=Path, default=Path(".cache/desk"), metavar="DIR")
    made.add_argument("--invite", metavar="PERSON")
    made.add_argument("--sign", type=int, metavar="NUMBER")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))
