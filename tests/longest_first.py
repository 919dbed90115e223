"""Begins with the test modules that take longest, lest the last of them is waited for alone: `-p longest_first`.

Each module's tests stay together (`--dist loadfile`): what they share is then made by one worker, once. A worker that
dies ends the run (`--max-worker-restart=0`): pytest-xdist 3.8.0 gives what was left of its module to nobody, and waits
for ever."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LONGEST = (
    "forge/test_merge_on_forgejo.py",
    "browser/test_readers_site.py",
    "test_audit_at_scale.py",
    "browser/test_desk_five_phones.py",
    "test_office_from_nothing.py",
    "test_package.py",
    "test_publish.py",
    "forge/test_row_on_forgejo.py",
    "test_languages_of_the_publisher.py",
    "forge/test_forgejo_itself.py",
    "forge/test_staff_and_director.py",
    "browser/test_search_comparison.py",
    "forge/test_office_on_forgejo.py",
    "test_merge.py",
    "test_office_with_neither.py",
    "test_demo.py",
    "forge/test_pushers.py",
    "forge/test_publishers_workflows.py",
    "forge/test_webhook.py",
    "forge/test_witness.py",
    "test_readme.py",
    "test_publish_approved.py",
    "test_init_office.py",
    "test_interview.py",
    "desk/test_founding.py",
    "test_desk_taken_over.py",
    "desk/test_every_route.py",
    "desk/test_break_glass.py",
    "browser/test_desk_founding.py",
    "browser/test_desk_today.py",
    "desk/test_audit_page.py",
    "desk/test_decision_chains.py",
)
"""By measurement, longest first, but what asks the one Forgejo most does not begin together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {TESTS / each: place for place, each in enumerate(LONGEST)}
    assert all(map(Path.is_file, order)), "each is where it is said to be"
    items.sort(key=lambda item: order.get(item.path, len(order)))
