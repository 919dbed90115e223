"""A new office from invitations to its first request: passkeys alone, taken on trust only until there is an epoch."""

from pathlib import Path

import pytest
from new_desk import Founder, NewDesk, begun

from prakat.audit import auditor
from prakat.audit.epoch import Trust
from prakat.repository.refs import MAIN, request_ref, sign_off_ref
from prakat.request.policy.sign_off import CHECKED


@pytest.fixture
def new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> NewDesk:
    return begun(tmp_path / "new", capsys)


def all_in(new: NewDesk, *people: str) -> dict[str, Founder]:
    found = {each: Founder(new, each) for each in people}
    for each, founder in found.items():
        assert "กำลังบันทึกกุญแจ" in founder.opens(new.link(each))
    new.publishes()
    return found


def test_from_links_to_the_first_request(new: NewDesk) -> None:
    repository = new.desk.repository
    assert not repository.refs("refs/heads/request/"), "nobody asked for anything yet"
    people = all_in(new, "nok", "dao", "wit", "won")
    shown = people["nok"].get("/founding").text
    assert shown.count("เลขกุญแจ <strong") == 4
    assert "เริ่มใช้งานและลงชื่อผู้ขอ" not in shown, "webmasters begin, if there are any"
    assert people["wit"].begins().endswith("/requests/1")
    assert repository.ref(request_ref(1)) and repository.ref(sign_off_ref(1, "requester"))
    assert [each.id for each in auditor.audit(repository, Trust()).rows[0].violations] == ["audit.no-epoch"]
    assert people["dao"].signs(1, "approver")
    assert people["won"].signs(1, "webmaster", f"Checked: {CHECKED}")
    assert new.publishes("1") == 0
    audited = auditor.audit(repository, Trust())
    assert audited.open_rows == [] and audited.before and audited.before.epoch == repository.ref(f"{MAIN}^1")
