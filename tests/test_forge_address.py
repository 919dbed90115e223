"""Which addresses a forge may have: https, or this machine; never a name or token in them."""

import pytest

from prakat.cannot_work import CannotWork
from prakat.forge.choice import token_of
from prakat.forge.forge import split_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/office/site", ("https://github.com", "office", "site")),
        ("https://forge.office.example/sub/office/site.git", ("https://forge.office.example/sub", "office", "site")),
        ("http://127.0.0.1:3000/office/site/", ("http://127.0.0.1:3000", "office", "site")),
    ],
)
def test_an_address_is_split(url: str, expected: tuple[str, str, str]) -> None:
    assert split_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://forge.office.example/office/site",
        "https://me:secret@forge.office.example/office/site",
        "ssh://forge.office.example/office/site",
        "https://forge.office.example/office",
        "https://forge.office.example/office/site?access_token=secret",
        "https://forge.office.example/office/site#secret",
        "https://:secret@forge.office.example/office/site",
        "https://secret@forge.office.example",
        "https://forge.office.example:secret/office/site",
        "office/site",
        "https://[",
    ],
)
def test_another_address_is_refused_and_no_secret_of_it_shown(url: str) -> None:
    with pytest.raises(CannotWork) as problem:
        split_url(url)
    assert "secret" not in str(problem.value)


@pytest.mark.parametrize("value", ["", "a b", "a\nb"])
def test_a_token_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(CannotWork):
        token_of({"PRAKAT_FORGE_TOKEN": value})
