"""What the sample's own .github holds is what its office.yml and schemas say."""

import protect


def test_the_samples_code_owners_are_not_stale() -> None:
    assert protect.main(["--date", "2026-11-20"]) == 0
