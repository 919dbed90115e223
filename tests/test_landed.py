"""What a forge made of a request is compared with what was asked for, before anything is recorded of it."""

from pathlib import Path

import pytest

from prakat.merging.landed import Landed, landed
from small_history import Step, made


@pytest.mark.parametrize("name", ["parents", "tree", "message"])
def test_a_merge_that_is_unlike_what_was_asked_for_is_told_by_what(tmp_path: Path, name: str) -> None:
    steps = (Step("root"), Step("one", ["root"], {"a": b"1"}), Step("merge", ["root", "one"], {"a": b"1"}))
    repository, ids = made(tmp_path / "office.git", *steps)
    found = landed(repository, ids["merge"])
    assert found.parents == (ids["root"], ids["one"])
    assert found.differs(found) is None
    other = {"parents": found.parents[::-1], "tree": "0" * 40, "message": f"{found.message}x"}
    wanted: Landed = found._replace(**{name: other[name]})
    unlike = wanted.differs(found)
    assert unlike is not None and unlike.value == name
