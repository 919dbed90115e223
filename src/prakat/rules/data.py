"""name -> the vocabulary, rule list or schema of that name in schemas/"""

import functools
import json
from pathlib import Path
from typing import Any

from prakat import product
from prakat.rules import strict_yaml


@functools.cache
def folder() -> Path:
    return product.part("schemas")


@functools.cache
def load(name: str) -> Any:
    text = (folder() / name).read_text(encoding="utf-8")
    return json.loads(text) if name.endswith(".json") else strict_yaml.read_yaml(text).data


def label_names(group: str) -> list[str]:
    """The values of a group that have words, in their order."""
    return list(load("labels.yml")[group])


def label(group: str, value: str, language: str = "th") -> str:
    """The words that people read for `value`, from schemas/labels.yml."""
    return str(load("labels.yml")[group][value][language])
