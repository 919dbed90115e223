"""name -> the vocabulary, rule list or schema of that name in schemas/"""

import functools
import json
from pathlib import Path
from typing import Any

import prakat
from prakat.rules import strict_yaml

_PACKAGE = Path(prakat.__file__).parent


@functools.cache
def folder() -> Path:
    """schemas/ of this checkout, or the copy inside an installed wheel: never that of the tree being judged."""
    packaged = _PACKAGE / "schemas"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "schemas"


@functools.cache
def load(name: str) -> Any:
    text = (folder() / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else strict_yaml.read_yaml(text).data


def label(group: str, value: str, language: str = "th") -> str:
    """The words that people read for `value`, from schemas/labels.yml."""
    return str(load("labels.yml")[group][value][language])
