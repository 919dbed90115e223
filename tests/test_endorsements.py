"""By which position, and when, what is public was approved: of proven merges alone (R01, R11)."""

import datetime
from pathlib import Path

import pytest

from office_of_values import office
from prakat.release import basis
from prakat.release.endorsements import endorsements
from prakat.site.endorsement import Endorsement
from sign_off_office import CHAIN, World, document
from small_history import Step, made

NEWS = "content/public-relations/2569/news/index.md"
MESSAGE = (
    "Publish: x (#2)\n\nRequest: #2\nApproved-by: dao <{mail}>\nApproved-at: 2026-07-01T23:59:00+07:00\nMode: written\n"
)


def found(
    place: Path, *messages: str, positions: str = "ตำแหน่ง", clean: tuple[int, ...] = (1, 2, 3)
) -> dict[int, Endorsement]:
    """Of commits with those messages, each under an office of its own position for everybody."""
    text = office().decode().replace("ตำแหน่ง", positions)
    steps = [Step("0", files={"office.yml": text.encode()})]
    for number, message in enumerate(messages, start=1):
        steps.append(
            Step(
                str(number),
                [str(number - 1)],
                {"x": str(number).encode()},
                message.replace("{mail}", "DAO@office.example"),
            )
        )
    repository, ids = made(place / "office.git", *steps)
    names = {oid: int(name) for name, oid in ids.items()}
    told = endorsements(repository.folder, "main", frozenset(oid for oid, name in names.items() if name in clean))
    return {names[oid]: each for oid, each in told.items()}


def test_a_proven_merge_tells_the_position_and_the_day_in_bangkok(tmp_path: Path) -> None:
    expected = Endorsement("ผู้อำนวยการ", datetime.date(2026, 7, 1))
    assert found(tmp_path, MESSAGE, MESSAGE, positions="ผู้อำนวยการ") == {1: expected, 2: expected}


def test_a_merge_that_is_not_proven_tells_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, MESSAGE, MESSAGE, clean=(2,)).keys() == {2}


@pytest.mark.parametrize(
    "message",
    [
        "push",
        MESSAGE.replace("Approved-by", "Reviewed-by"),
        MESSAGE.replace("Approved-at", "Reviewed-at"),
        MESSAGE.replace("(#2)", ""),
    ],
)
def test_a_message_without_an_approval_tells_nothing(tmp_path: Path, message: str) -> None:
    assert found(tmp_path, message) == {}


def test_an_approver_who_is_unknown_is_told_by_the_role(tmp_path: Path) -> None:
    (told,) = found(tmp_path, MESSAGE.replace("{mail}", "x@y.example")).values()
    assert told.position not in ("", "ตำแหน่ง")


def test_the_position_is_the_one_at_the_merges_first_parent(tmp_path: Path) -> None:
    texts = [office().decode().replace("ตำแหน่ง", each).encode() for each in ("หนึ่ง", "สอง")]
    message = MESSAGE.replace("{mail}", "dao@office.example")
    steps = [
        Step("0", files={"office.yml": texts[0]}),
        Step("1", ["0"], {"office.yml": texts[1]}, message),
        Step("2", ["1"], {"office.yml": b"["}, message),
        Step("3", ["2"], {"x": b"1"}, message),
    ]
    repository, ids = made(tmp_path / "office.git", *steps)
    told = endorsements(repository.folder, "main", frozenset(ids[name] for name in "123"))
    assert [told[ids[name]].position for name in "12"] == ["หนึ่ง", "สอง"]
    assert told[ids["3"]].position not in ("หนึ่ง", "สอง", "")


def test_an_office_that_was_gone_for_a_while_stops_no_release(world: World, tmp_path: Path) -> None:
    """It was pushed away, and the whole chain has put it back: everything is approved again."""
    since = world.audit().epoch
    pushed = world.force({"office.yml": None})
    message = f"Office: mend\n\nRegularises: {pushed}\n"
    mended = world.publish(2, {"office.yml": world.office(since)}, *CHAIN, message=message)
    published = world.publish(3, {NEWS: document()})
    assert world.problems() == []
    released = basis.laid_out(basis.approved_commit(world.repository.folder, tmp_path / "out"))
    assert released.endorsements.keys() >= {mended, published}
