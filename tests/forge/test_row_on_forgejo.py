"""Many requests in a row on a real Forgejo: each is merged and recorded, and none costs another its place."""

import os

from forge_office import ForgeOffice

from prakat.audit_log.record import RecordKind
from prakat.merging.plan import Merged, merge
from sign_off_office import document

ROW = int(os.environ.get("PRAKAT_ROW", "8"))
"""Requests merged in a row; PRAKAT_ROW=100 takes some ten minutes of a forge on two processors."""


def item(name: str) -> str:
    return f"content/public-relations/2569/news-{name}/index.md"


def test_requests_in_a_row_four_of_them_at_the_same_moment(office: ForgeOffice) -> None:
    """Four at a time: whenever main moves, the forge tries the merge of every open request anew."""
    merged = []
    for four in range(ROW // 4):
        names = [f"row-{four}-{one}" for one in range(4)]
        numbers = office.ask_together({name: {item(name): document(f"ข่าวลำดับที่ {name}")} for name in names})
        for number in numbers:
            office.sign(number)
        merging = office.merging()
        for number in numbers:
            done = merge(merging, number)
            assert isinstance(done, Merged), (number, done)
            merged.append(number)
            merging = office.merging()
    log = office.audit().log
    assert log.problems == ()
    assert [each.facts["request"] for each in log.of(RecordKind.MERGE)][1:] == merged and len(merged) == ROW
    assert office.problems() == []
