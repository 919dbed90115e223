"""An office -> how many errors a bare validator finds: nothing but loading the front matter and validating it"""

import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

GUESSED = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
Errors = Callable[[object], Iterable[object]]


class PlainLoader(yaml.CSafeLoader):
    """PyYAML's fastest, except that dates stay the strings that a JSON Schema wants, and the key `on` is not true."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in GUESSED]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def faults(repository: Path, schema: Path, validator: str) -> int:
    """How many errors the named one of VALIDATORS finds in the front matter of every item."""
    errors = VALIDATORS[validator](json.loads(schema.read_text(encoding="utf-8")))
    paths = sorted(repository.glob("content/**/index.md"))
    return sum(1 for path in paths for _ in errors(_loaded(path)))


def _loaded(path: Path) -> object:
    found = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    return yaml.load(found.group(1), PlainLoader) if found else None  # noqa: S506  a subclass of the safe one


def _in_rust(schema: Any) -> Errors:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(schema).iter_errors


def _in_python(schema: Any) -> Errors:
    import jsonschema

    return jsonschema.Draft202012Validator(schema).iter_errors


VALIDATORS: dict[str, Callable[[Any], Errors]] = {"jsonschema-rs": _in_rust, "jsonschema": _in_python}
"""Each imports its own package alone: a bare check pays for nothing else."""


if __name__ == "__main__":
    sys.exit(faults(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]) > 0)
