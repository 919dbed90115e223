"""The sample office's chain, played with its throw-away keys: requests signed, merged, sent back."""

from prakat.audit_log.record import Reason
from prakat.founding.foundation import PRIVATE_KEYS
from prakat.founding.staff import Staff
from prakat.merging import bare_counter, plan, refusal
from prakat.merging.merging import Merging
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_key
from prakat_desk.desk import Desk

CHAIN = {"reviewer": "meklada", "approver": "phuwamet", "webmaster": "tawan"}


def merging_of(desk: Desk) -> Merging:
    return bare_counter.open_merging(desk.repository, publisher_key(desk.repository.git_dir), desk.moment)


def sign(desk: Desk, number: int, *steps: str) -> None:
    staff = Staff(desk.repository, desk.state.parent / PRIVATE_KEYS)
    for step in steps:
        staff.sign(number, step, CHAIN[step], desk.moment)


def merge(desk: Desk, number: int) -> Merged:
    """Signed by everybody, and merged; fails the test where the publisher would not."""
    sign(desk, number, *CHAIN)
    found = plan.merge(merging_of(desk), number)
    assert isinstance(found, Merged), [each.text() for each in found]
    return found


def send_back(desk: Desk, number: int) -> None:
    refusal.refuse(merging_of(desk), number, "meklada", Reason.INCOMPLETE, "ขาดคุณสมบัติของผู้สมัคร โปรดเพิ่ม")
