"""A record of the audit-log has one spelling; what a merge's says is taken whole or not at all (R01, R34)."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office_of_values import CHAIN, NEWS, Main
from prakat.audit_log.merge_record import MergeRecord, ReceivedSignOff, merge_record, tags_of
from prakat.audit_log.record import (
    FIRST,
    Malformed,
    Reason,
    Record,
    RecordKind,
    decode,
    digest,
    file_name,
    flat_file_name,
)
from prakat.thai.buddhist_era import BANGKOK
from sign_off_office import document

AT = datetime.datetime(2026, 7, 1, 9, tzinfo=BANGKOK)
RECORD = Record(RecordKind.NOTICE, 12, FIRST, AT, "5" * 40, {"to": ["ก"], "a": 1})
TEXT = (
    '{"a":1,"at":"2026-07-01T09:00:00+07:00","kind":"notice","main":"' + "5" * 40 + '","previous":"' + "0" * 64 + '",'
    '"sequence":12,"to":["ก"]}\n'
).encode()


def test_a_record_has_one_spelling() -> None:
    assert RECORD.encode() == TEXT
    assert decode(TEXT) == RECORD
    assert file_name(12) == "records/0000/00000012.json"
    assert file_name(12_345_678) == "records/1234/12345678.json"
    assert flat_file_name(12) == "records/00000012.json"
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"}\n", b"}"),
        (b"}\n", b"}\n\n"),
        (b'{"a":1,', b'{"a": 1,'),
        (b'{"a":1,', b'{"a":1.0,"a":1,'),
        (b'"sequence":12,"to":["\xe0\xb8\x81"]', b'"to":["\xe0\xb8\x81"],"sequence":12'),
        ("ก".encode(), b"\\u0e01"),
        (b"+07:00", b"+0700"),
        (b"09:00:00+07:00", b"02:00:00+00:00"),
        (b"09:00:00+07:00", b"09:00:00"),
        (b"09:00:00+07:00", b"09:00:00.5+07:00"),
        (b'"sequence":12', b'"sequence":"12"'),
        (b'"sequence":12', b'"sequence":12.0'),
        (b'"sequence":12', b'"sequence":null'),
        (b'"kind":"notice"', b'"kind":"gossip"'),
        (b'"kind":"notice",', b""),
        (b'"main":"' + b"5" * 40 + b'"', b'"main":5'),
        (b'"previous":"' + b"0" * 64 + b'",', b""),
        (b'"at":"2026-07-01T09:00:00+07:00"', b'"at":1'),
        (TEXT, b"[]\n"),
        (TEXT, b"1\n"),
        (TEXT, b"[" * 100_000),
        (TEXT, b"\xff"),
        (TEXT, b""),
    ],
)
def test_another_spelling_is_no_record(old: bytes, new: bytes) -> None:
    assert old in TEXT
    with pytest.raises(Malformed):
        decode(TEXT.replace(old, new))


PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8)
NAME = st.text(max_size=8).filter(lambda name: name not in ("kind", "sequence", "previous", "at", "main"))
FACTS = st.dictionaries(NAME, PLAIN | st.lists(PLAIN, max_size=2), max_size=3)


@given(
    st.sampled_from(RecordKind),
    st.integers(1, 99_999_999),
    st.datetimes(AT.replace(1950, tzinfo=None), AT.replace(2100, tzinfo=None)),
    FACTS,
)
@settings(deadline=None)
def test_what_was_written_is_read_again(
    kind: RecordKind, sequence: int, at: datetime.datetime, facts: dict[str, Any]
) -> None:
    record = Record(kind, sequence, "f" * 64, at.replace(tzinfo=BANGKOK, microsecond=0), "5" * 40, facts)
    try:
        raw = record.encode()
    except TypeError:  # of half a character, which no publisher reads from git
        return
    assert decode(raw) == record


@given(
    st.binary()
    | st.text().map(str.encode)
    | st.integers(0, len(TEXT)).map(lambda place: TEXT[:place] + b'"' + TEXT[place:])
)
@settings(deadline=None)
def test_any_bytes_are_the_one_spelling_of_a_record_or_none(raw: bytes) -> None:
    try:
        found = decode(raw)
    except Malformed:
        return
    assert found.encode() == raw


def test_kinds_and_reasons_are_called_as_old_records_have_them() -> None:
    """What was written once is read for ever."""
    assert [each.value for each in RecordKind] == [
        *("merge", "rejection", "notice", "confirmation", "handover", "takedown", "deployment", "heartbeat"),
    ]
    assert [each.value for each in Reason] == [
        *("off-mission", "wrong-file-format", "incorrect", "incomplete", "unlawful", "other"),
    ]


# The record of a merge


LATER = ("base", "targeted", "signed_request")
"""Records of earlier versions have none of these."""


def facts() -> dict[str, Any]:
    main = Main.begun()
    asked = main.ask(2, {NEWS: document()})
    signs = main.sign(asked, *CHAIN)
    later = {"base": asked.base, "targeted": "2026-07-01T08:00:00+07:00"}
    own = main.sign(asked, "requester=nok")[0].facts()
    entry = main.record(main.merge(asked, signs), asked, signs, pushers=["nok"], signed_request=own, **later)
    assert entry.record
    return dict(entry.record.facts)


def test_the_record_of_a_merge_is_its_facts() -> None:
    told = facts()
    found = merge_record(told)
    assert found.facts() == told
    assert found.pushers == ("nok",)
    assert merge_record(found.facts()) == found


@pytest.mark.parametrize("name", MergeRecord._fields)
def test_no_fact_of_a_merge_is_left_out_or_of_another_kind(name: str) -> None:
    told = facts()
    wrong: list[object] = [None, 1.5, True, [1], "2" if name == "request" else 2]
    for value in wrong:
        with pytest.raises(Malformed):
            merge_record({**told, name: value})
    without = {key: value for key, value in told.items() if key != name}
    if name in LATER:
        assert merge_record(without).facts() == without
    else:
        with pytest.raises(Malformed):
            merge_record(without)


def test_no_fact_of_a_merge_is_added() -> None:
    with pytest.raises(Malformed):
        merge_record({**facts(), "more": 1})
    with pytest.raises(Malformed):
        merge_record([])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        *({"step": 1}, {"place": "1"}, {"place": True}, {"object": 1}, {"at": 1}, {"at": "yesterday"}, {"more": 1}),
        *({"at": "2026-07-01T02:02:00+00:00"}, {"at": "2026-07-01T09:02"}, {"at": "2026-07-01 09:02:00+07:00"}),
        *({"at": "9999-12-31T23:59:59-12:00"}, {"at": "0001-01-01T00:00:00+12:00"}, {"step": None}),
    ],
)
def test_a_sign_off_of_another_form_spoils_the_record(wrong: dict[str, object]) -> None:
    told = facts()
    first, *others = told["sign_offs"]
    with pytest.raises(Malformed):
        merge_record({**told, "sign_offs": [{**first, **wrong}, *others]})


def test_a_sign_off_that_lacks_something_spoils_the_record() -> None:
    told = facts()
    for name in ("step", "at", "place", "object"):
        lacking = {key: value for key, value in told["sign_offs"][0].items() if key != name}
        with pytest.raises(Malformed):
            merge_record({**told, "sign_offs": [lacking]})
    with pytest.raises(Malformed):
        merge_record({**told, "sign_offs": ["approver"]})


def test_a_sign_off_is_known_by_the_id_that_git_gives_its_tag() -> None:
    assert ReceivedSignOff.of("approver", AT, 1, "x").id == "89724a1baedd77281179bec063374b666045947a"
    assert ReceivedSignOff.of("approver", AT, 1, "\udcff").id != ReceivedSignOff.of("approver", AT, 1, "x").id


def test_a_record_tells_the_tags_that_it_rests_on() -> None:
    found = merge_record(facts())
    found = found._replace(signed_request=None)
    assert [ref for ref, _, _ in tags_of(found)] == [f"refs/tags/sign-off/2/{each.partition('=')[0]}" for each in CHAIN]
    assert [oid for _, oid, _ in tags_of(found)] == [each.id for each in found.sign_offs]
    assert len({oid for _, oid, _ in tags_of(found)}) == 3
