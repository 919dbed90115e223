"""A request as whoever decides on it sees it: all that it changes; signed by one press, and just as it was shown."""

import re

import pytest
from chain import CHAIN, merging_of
from phone import Phone
from test_send import BODY, PATH, TYPED, dispatch_of

from prakat.merging import plan
from prakat.request.shown_digest import digest_shown
from prakat_desk.desk import Desk
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.outlet import Sent

CHECKED = ["correct", "complete", "current", "lawful"]


@pytest.fixture
def sent(desk: Desk) -> Sent:
    """Without its requester's signature."""
    draft = desk.drafts.begin(Draft("", "pinthong", path=PATH, typed=TYPED, body=BODY))
    found = dispatch_of(desk, "pinthong").send(draft)
    assert isinstance(found, Sent)
    return found


def shown_of(page: str) -> dict[str, str]:
    """What the form of the page carries."""
    form = page[page.index('/sign"') :]
    return dict(re.findall(r'<input type="hidden" name="(head|base|how|step|moment)" value="([^"]*)"', form))


def plan_of(desk: Desk, number: int) -> plan.Plan:
    found = plan.plan(merging_of(desk), number)
    assert isinstance(found, plan.Plan)
    return found


def test_everybody_of_the_chain_signs_by_opening_the_page_and_pressing(desk: Desk, phone: Phone, sent: Sent) -> None:
    for step, person in CHAIN.items():
        phone.come_in(person)
        page = phone.get(f"/requests/{sent.number}").text
        shown = shown_of(page)
        assert (shown["head"], shown["step"]) == (sent.head, step)
        assert digest_shown(sent.head, shown["base"], sent.number) in page
        is_last = step == "webmaster"
        assert (page.count('name="checked"') == 4) is is_last
        if is_last:
            few = phone.post(f"/requests/{sent.number}/sign", data={**shown, "checked": CHECKED[:3]})
            assert few.status_code == 422
            assert few.text.count(" checked>") == 3, "what was ticked stays ticked"
        answer = phone.post(f"/requests/{sent.number}/sign", data={**shown, "checked": CHECKED if is_last else []})
        assert answer.status_code == 200, answer.text
        assert digest_shown(sent.head, shown["base"], sent.number) in answer.text
        again = phone.post(f"/requests/{sent.number}/sign", data={**shown, "checked": CHECKED})
        assert again.status_code == 409
    made = plan_of(desk, sent.number)
    assert made.may_merge, [each.text() for each in made.violations]
    stated = ["Signed: #2", "Signed: #2", f"Checked: {', '.join(CHECKED)}"]
    assert [each.words.strip() for each in made.received] == stated
    assert isinstance(plan.merge(merging_of(desk), sent.number), plan.Merged)
