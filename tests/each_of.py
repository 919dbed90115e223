"""a rule of one thing -> one test of all things, which names each that breaks it

A test for each takes longer than to look: some 3 ms, of some 10,000 files and messages."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

CHECKOUT = Path(__file__).resolve().parents[1]
_Thing = TypeVar("_Thing", Path, str)


def each_of(things: Iterable[_Thing]) -> Callable[[Callable[[_Thing], None]], Callable[[], None]]:
    """Decorates the rule, which raises AssertionError where it is broken."""
    all_things = [*things]
    assert all_things

    def decorated(rule: Callable[[_Thing], None]) -> Callable[[], None]:
        def test() -> None:
            broken = [*filter(None, (_broken(rule, each) for each in all_things))]
            assert not broken, "\n".join(broken)

        test.__name__, test.__doc__, test.__module__ = rule.__name__, rule.__doc__, rule.__module__
        return test

    return decorated


def _broken(rule: Callable[[_Thing], None], thing: _Thing) -> str:
    try:
        rule(thing)
    except AssertionError as problem:
        told = thing.relative_to(CHECKOUT).as_posix() if isinstance(thing, Path) else thing
        return f"{told}: {problem}"
    return ""
