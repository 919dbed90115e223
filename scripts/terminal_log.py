"""The packages' log at the terminal, in English for operators: warnings, and with --verbose every step."""

import argparse
import logging
import sys
from typing import Any

LOG = logging.getLogger("prakat")
_FORMAT, _TIME = "%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z"


class _Stderr(logging.Handler):
    """Writes to sys.stderr as it is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr)


class Verbose(argparse.Action):
    """The option that asks for every step."""

    def __init__(self, option_strings: Any, dest: str, **more: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, default=False, **more)

    def __call__(self, parser: object, namespace: argparse.Namespace, values: object, option: object = None) -> None:
        LOG.setLevel(logging.INFO)
        setattr(namespace, self.dest, True)


def begin() -> None:
    """Only warnings are shown, until --verbose asks for more."""
    if not any(isinstance(each, _Stderr) for each in LOG.handlers):
        handler = _Stderr()
        handler.setFormatter(logging.Formatter(_FORMAT, _TIME))
        LOG.addHandler(handler)
    LOG.setLevel(logging.WARNING)
