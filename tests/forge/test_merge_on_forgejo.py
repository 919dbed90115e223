"""Requests on a real Forgejo: read, judged by the one policy, merged pinned to the reviewed head, recorded, audited."""

import pytest
from forge_office import ForgeOffice

from sign_off_office import document

pytestmark = pytest.mark.xdist_group("forge")
NEWS = "content/public-relations/2569/news/index.md"


def test_a_request_signed_by_three_reviews_is_merged_recorded_and_proven_on_a_plain_clone(office: ForgeOffice) -> None:
    done = office.publish({NEWS: document("ข่าวแรก")})
    assert done.commit == office.main()
    assert office.problems() == []
    assert [row.action.value for row in office.audit().rows] == ["office", "published"]
