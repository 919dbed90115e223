"""registers/*.yml x office -> findings about problems, training and hand-overs, small logs (R40, R41, R48)"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from prakat.content.litter import is_litter
from prakat.office.office import Office
from prakat.rules import schema
from prakat.rules.conflict_marker import conflict_markers
from prakat.rules.finding import Finding
from prakat.rules.strict_yaml import YamlDocument, read_yaml_bytes
from prakat.rules.system_problem import system_problem
from prakat.rules.text_decoding import decode_text, head
from prakat.rules.unreadable import Unreadable

REGISTERS = "registers"
NAMES = ("hand-overs", "problems", "training")
HAND_OVERS = f"{REGISTERS}/hand-overs.yml"
MAX_BYTES = 1024 * 1024


def check_registers(repo: Path, known: Office) -> Iterator[Finding]:
    """Checks every register by its schema, and units and people by office.yml. A register may be missing."""
    folder = repo / REGISTERS
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        yield Finding(REGISTERS, 1, "register.stray", {"found": REGISTERS, "known": _shown()})
        return
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        shown = f"{REGISTERS}/{path.name}"
        if is_litter(path.name) and not path.is_symlink():
            yield Finding(shown, 1, "file.litter", {"found": path.name})
        elif path.is_symlink() or not path.is_file() or path.name.removesuffix(".yml") not in NAMES:
            yield Finding(shown, 1, "register.stray", {"found": path.name, "known": _shown()})
        else:
            yield from _check(shown, path, known)


def _shown() -> str:
    return ", ".join(f"{name}.yml" for name in NAMES)


def _check(shown: str, path: Path, known: Office) -> Iterator[Finding]:
    try:
        raw = head(path, MAX_BYTES)
        if left := [*conflict_markers(shown, raw)]:
            yield from left
            return
        document = read_yaml_bytes(raw, MAX_BYTES)
    except Unreadable as problem:
        yield Finding(shown, problem.line, problem.rule, problem.values)
        return
    except OSError as problem:
        yield Finding(shown, 1, "file.unreadable", {"problem": system_problem(problem)})
        return
    if document.data is None:
        return
    from prakat.rules.damaged_yaml import damaged_yaml  # here: it loads the spelling of Thai, and few commands ask

    known_form = schema.named(f"{REGISTERS}/{path.stem}")
    yield from damaged_yaml(shown, decode_text(raw, MAX_BYTES), [known_form])
    found = list(known_form.findings(shown, document))
    yield from found or _check_names(shown, document, known)


def _check_names(shown: str, document: YamlDocument, known: Office) -> Iterator[Finding]:
    """Each unit and person is in office.yml, where people remain after they have left."""
    for index, entry in enumerate(document.data):
        if entry["unit"] not in known.units:
            values = {"found": entry["unit"], "known": ", ".join(known.units)}
            yield Finding(shown, document.line(index, "unit"), "register.unit", values)
        for key, person in _people(entry):
            if person not in known.people:
                values = {"found": person, "known": ", ".join(known.people)}
                yield Finding(shown, document.line(index, key), "register.person", values)


def _people(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("people", person) for person in entry.get("people", ()))
    yield from ((key, entry[key]) for key in ("from", "to") if key in entry)
