"""A person's own pages: what needs them first on top, and a draft for whatever they do with one."""

import pytest
from chain import merge, merging_of, sign
from phone import Phone
from test_send import PATH, TYPED, dispatch_of

from prakat.audit_log.record import RecordKind
from prakat.item.item import parse_item
from prakat.item.item_path import parse_path
from prakat.merging.handed_confirmation import handed_in, take_in
from prakat.repository.refs import MAIN
from prakat_desk.desk import Desk
from prakat_desk.form.page_action import page_actions
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.outlet import Sent
from prakat_desk.sending.shelf import Shelf, shelf_of

OWN = "general-information/contact"


def begun(desk: Desk, phone: Phone, action: str, path: str = OWN) -> Draft:
    phone.come_in("pinthong")
    answer = phone.post("/mine", data={"path": path, "action": action, "sure": "yes"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    draft = desk.drafts.get("pinthong", answer.headers["location"].split("/")[2])
    assert draft
    return draft


def test_it(desk: Desk, phone: Phone) -> None:
    phone.come_in("pinthong")
    shown = phone.get("/mine")
    print(shown.text)
    assert shown.status_code == 200
    for action in page_actions():
        draft = begun(desk, phone, action)
        shown = phone.get(f"/drafts/{draft.id}")
        assert shown.status_code == 200
        print(action, phone.get(f"/drafts/{draft.id}/send").text)
    assert 0
