"""a forge's workflow file -> what it asks of the forge: when it runs, with which rights and secrets, what it calls"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from prakat.item import front_matter
from prakat.request.field import Field
from prakat.rules.message import message
from prakat.rules.strict_yaml import read_yaml_bytes
from prakat.rules.unreadable import Unreadable

_FOLDERS = tuple(f"{forge}/{kind}/" for forge in (".github", ".forgejo", ".gitea") for kind in ("workflows", "actions"))
_ACTIONS = ("action.yml", "action.yaml")
_SECRET = re.compile(r"\bsecrets\s*(?:\.\s*([\w-]+)|\[\s*'([^']*)'\s*\])", re.IGNORECASE)
_OTHER_SECRET = re.compile(r"\bsecrets\b|\b(?:github|forgejo|gitea)\s*(?:\.\s*(?:token\b|\*)|[\[),])", re.IGNORECASE)
"""All secrets at once, or one whose name is computed; and the forge's own token, by whatever way to its context. What
an expression calls otherwise is shown too often rather than once too seldom."""
_EXPRESSION = "${{"
_PINNED = re.compile(r"[0-9a-f]{40}|sha256:[0-9a-f]{64}")
_OWN = ("./", "$/")
"""Before the path of an action or workflow of the same repository, at the same commit."""


def is_workflow(path: str) -> bool:
    """Whether a forge may run what stands in a file at such a path; also what a workflow can call as an action."""
    return path.startswith(_FOLDERS) or PurePosixPath(path).name in _ACTIONS


def workflow_facts(raw: bytes) -> list[Field]:
    """In the words of people. Raises Unreadable, as for anchors, duplicate keys, and what is no workflow at all."""
    data = read_yaml_bytes(raw, front_matter.MAX_BYTES).data
    if not isinstance(data, Mapping) or not data:
        raise Unreadable("yaml.syntax", 1, found="")
    jobs = {str(name): job for name, job in _mapping(data.get("jobs")).items() if isinstance(job, Mapping)}
    every = (_triggers(data.get("on")), _rights(data, jobs), _machines(jobs), _secrets(data), _calls(data))
    return [*chain.from_iterable(every)]


def _triggers(on: Any) -> Iterator[Field]:
    """Each event with its own conditions."""
    events = (
        on if isinstance(on, Mapping) else dict.fromkeys(map(str, on if isinstance(on, list) else [on] if on else []))
    )
    for name, more in events.items():
        yield _field("on", str(name), message("sheet.workflow-trigger", event=name).text(), _told(more) or "✓")


def _rights(data: Mapping[str, Any], jobs: Mapping[str, Any]) -> Iterator[Field]:
    """Of the whole file, then of each job that says its own; an action has those of whoever calls it."""
    if "runs" not in data:
        default = message("sheet.workflow-default-rights").text()
        told = _rights_told(data["permissions"]) if "permissions" in data else default
        yield _field("rights", "", message("sheet.workflow-rights").text(), told)
    for name, job in jobs.items():
        if "permissions" in job:
            title = message("sheet.workflow-rights-of", job=name).text()
            yield _field("rights", name, title, _rights_told(job["permissions"]))


def _rights_told(permissions: Any) -> str:
    return _told(permissions) or message("sheet.workflow-no-rights").text()


def _machines(jobs: Mapping[str, Any]) -> Iterator[Field]:
    for name, job in jobs.items():
        for key, id_ in (("runs-on", "sheet.workflow-machine"), ("environment", "sheet.workflow-environment")):
            if key in job:
                yield _field(key, name, message(id_, job=name).text(), _told(job[key]))


def _secrets(data: Mapping[str, Any]) -> Iterator[Field]:
    """The names of all secrets that it reads; one whose name cannot be told is shown as it is written."""
    names: set[str] = set()
    for key, text in _texts(data):
        names |= {one or other for one, other in _SECRET.findall(text)}
        is_expression = key == "if" or _EXPRESSION in text
        names |= {text} if is_expression and _OTHER_SECRET.search(_SECRET.sub("", text)) else set()
        names |= {text} if key == "secrets" else set()
    for name in sorted(names):
        yield _field("secret", name, message("sheet.workflow-secret").text(), name)


def _calls(data: Mapping[str, Any]) -> Iterator[Field]:
    """What it calls from elsewhere: actions, other workflows, containers; and what none of 40 digits holds fast."""
    count: dict[str, int] = {}
    for key, text in _texts(data):
        if key not in ("uses", "image") and not (key == "container" and text):
            continue
        called, _, version = text.rpartition("@") if "@" in text else (text, "", "")
        turn = count[called] = count.get(called, 0) + 1
        is_held = text.startswith(_OWN) or _PINNED.fullmatch(version)
        told = (version or text) if is_held else message("sheet.workflow-loose", version=version or text).text()
        yield _field("call", f"{called} {turn}", message("sheet.workflow-call", called=called).text(), told)


def _field(kind: str, name: str, title: str, text: str) -> Field:
    return Field((kind, name), title, text, text)


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in it, with the key that it stands under."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _texts(each, str(name))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, key)
    elif isinstance(value, str):
        yield key, value


def _told(value: Any) -> str:
    """On one line: `key: value`, entries with commas between."""
    if isinstance(value, Mapping):
        return "; ".join(str(name) if each is None else f"{name}: {_told(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_told, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
