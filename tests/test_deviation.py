"""The site as the public gets it, file by file against the manifest of its release (R37)."""

import hashlib
from collections.abc import Mapping

import pytest

from prakat.release.deviation import Deviation, deviations, lasting

SITE = "https://office.example/"
FILES = {"index.html": b"home", "law/a/index.html": b"a", "law/a/ก ข.pdf": b"pdf", "404.html": b"none"}
MANIFEST = {"files": {path: hashlib.sha256(data).hexdigest() for path, data in FILES.items()}}
SERVED = {"": b"home", "law/a/": b"a", "law/a/%E0%B8%81%20%E0%B8%82.pdf": b"pdf"}


def told(served: Mapping[str, bytes]) -> list[tuple[str, str]]:
    found = deviations(MANIFEST, SITE, lambda url: served.get(url.removeprefix(SITE)))
    return [(each.path, each.problem) for each in found]


def test_a_page_is_asked_for_by_its_address_and_the_page_for_what_is_missing_not_at_all() -> None:
    assert told(SERVED) == []


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        ({**SERVED, "": b"other"}, [("index.html", "differs")]),
        ({**SERVED, "law/a/": b""}, [("law/a/index.html", "differs")]),
        ({"": b"home", "law/a/": b"a"}, [("law/a/ก ข.pdf", "missing")]),
        ({}, [(path, "missing") for path in FILES if path != "404.html"]),
    ],
)
def test_what_differs_or_is_missing_is_named_in_the_manifests_order(
    served: Mapping[str, bytes], expected: list[tuple[str, str]]
) -> None:
    assert told(served) == expected


def test_only_what_still_differs_after_the_minutes_counts_and_only_that_is_asked_again() -> None:
    served, asked, waited = dict(SERVED), [], []
    served[""], served["law/a/"] = b"old", b"old"

    def fetch(url: str) -> bytes | None:
        asked.append(url.removeprefix(SITE))
        return served.get(asked[-1])

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        served[""] = b"home"

    assert lasting(MANIFEST, SITE, fetch, 2, sleep) == [Deviation("law/a/index.html", "differs")]
    assert waited == [60, 60]
    assert sorted(asked) == sorted([*SERVED, "", "law/a/", "law/a/"])
    served["law/a/"] = b"a"
    waited.clear()
    assert lasting(MANIFEST, SITE, fetch, 2, sleep) == []
    assert waited == []
    assert Deviation("a", "missing").row() == {"path": "a", "problem": "missing"}
