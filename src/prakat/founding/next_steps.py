"""an office that was just begun -> what its administrator does next on that kind of set-up, commands to be copied"""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from prakat import product
from prakat.founding.answers import Answers
from prakat.merging.publisher import publisher_key
from prakat.repository.refs import sign_off_tag
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed

_SOME_URL = "https://.../office/site"


@dataclass(frozen=True, slots=True)
class _Line:
    """What is to be copied: never shortened."""

    typed: str

    def text(self, language: str = "th") -> str:
        return self.typed


@dataclass(frozen=True, slots=True)
class _CloneAddress:
    path: str

    def text(self, language: str = "th") -> str:
        return shlex.quote(f"git@{message('founding.server').text(language)}:{self.path}")


def next_steps(
    answers: Answers, folder: Path, repository: Path, *, is_merged: bool, links: Mapping[str, str] | None = None
) -> list[Message]:
    """In their order; then what is weak as long as it stays as it is. `links`: id -> where the person makes a key."""
    if links:
        steps = _at_desk(answers, folder.absolute(), links)
    else:
        steps = _on_forge(answers, folder, repository) if answers.forge else _on_server(answers, repository, is_merged)
    return [message("founding.begun", place=folder), *_numbered(steps), *_weak(answers, folder)]


def _numbered(steps: Iterator[Message]) -> Iterator[Message]:
    return (message("founding.step", number=number, what=each) for number, each in enumerate(steps, 1))


def _on_server(answers: Answers, repository: Path, is_merged: bool) -> Iterator[Message]:
    place, prakat = _quoted(repository.absolute()), _quoted(product.command())
    yield from _by_ssh(answers, repository)
    if not is_merged:
        tags = (f"{each.introduced} {sign_off_tag(1, step)}" for step, each in answers.signers.items())
        yield message("founding.wait-for-signers", signers=Listed.of(tags), place=place, prakat=prakat)
    key = _quoted(publisher_key(repository.absolute()))
    yield message("founding.publish", place=place, key=key, prakat=prakat)


def _by_ssh(answers: Answers, repository: Path) -> Iterator[Message]:
    people = answers.by_id.values()
    door = f"{shlex.quote(str(product.command()))} door --repo {shlex.quote(str(repository.absolute()))}"
    lines = Listed.of((_Line(_let_in(door, each.mail, each.key)) for each in people if each.key), "\n")
    yield message("founding.let-in", lines=lines)
    keyless = [each.introduced for each in people if not each.key]
    if keyless and not answers.desk_url:
        yield message("founding.no-key-yet", people=Listed.of(keyless))
    yield message("founding.clone", address=_CloneAddress(str(repository.absolute())))


def _at_desk(answers: Answers, folder: Path, links: Mapping[str, str]) -> Iterator[Message]:
    """For the two programs a terminal each, or a service; then everybody is led on by the desk itself."""
    prakat, repository = _quoted(product.command()), _quoted(folder / "office.git")
    key, site, state = (_quoted(folder / each) for each in ("office.git/prakat/publisher", "www", "desk"))
    yield message("founding.start-publisher", prakat=prakat, place=repository, site=site, key=key)
    parts, people = urlsplit(answers.desk_url), answers.by_id
    is_here = parts.scheme == "http"
    port = _Line(f" --port {parts.port or 80}" if is_here else "")
    start = message("founding.start-desk", prakat=prakat, place=repository, state=state, port=port)
    yield start if is_here else message("founding.behind-web-server", start=start, url=_Line(answers.desk_url))
    told = (message("founding.link", name=people[id_].introduced, url=_Line(url)) for id_, url in links.items())
    again = message("founding.invite-again", prakat=prakat, place=repository, state=state, person=next(iter(links)))
    yield message("founding.hand-out-links", links=Listed.of(told, "\n"), again=again)
    if any(each.key for each in people.values()):
        yield from _by_ssh(answers, folder / "office.git")
    yield message("founding.begin-at-desk", url=_Line(f"{answers.desk_url}/founding"))


def _let_in(door: str, mail: str, key: str) -> str:
    """The line of authorized_keys by which a person may push, and by which the server knows who pushed."""
    escaped = f"{door} {shlex.quote(mail)}".replace('"', '\\"')
    return f'restrict,command="{escaped}" {key}'


def _on_forge(answers: Answers, folder: Path, repository: Path) -> Iterator[Message]:
    place, url = _quoted(repository.absolute()), _Line(shlex.quote(answers.forge_url or _SOME_URL))
    signers = Listed.of(each.introduced for each in answers.signers.values())
    yield message("founding.push-main", place=place, url=url)
    yield message("founding.open-first", name=answers.author.introduced, signers=signers, place=place, url=url)
    yield message("founding.protect", place=_quoted((folder / "site").absolute()), url=url)


def _weak(answers: Answers, folder: Path) -> Iterator[Message]:
    if made := [each.introduced for each in answers.by_id.values() if each.is_to_have_one_made]:
        yield message("founding.hand-out-keys", place=_quoted((folder / "keys").absolute()), people=Listed.of(made))
    if not answers.prakat:
        yield message("founding.no-pin")
    if answers.has_one_approver:
        yield message("founding.one-approver", name=answers.of_role("approver")[0].introduced)


def _quoted(place: Path) -> _Line:
    return _Line(shlex.quote(str(place)))
