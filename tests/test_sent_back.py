"""A request is sent back by whoever could sign it, with a signature of their own: nobody else can, the publisher takes
it in before it merges, and every later audit asks for the signature (R08)."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import merge as command
import verify_kit
from front_door import Clerk, guard_with_hook
from prakat.audit import sealed_kit
from prakat.audit.account import Accounts
from prakat.audit_log.record import Reason, RecordKind
from prakat.audit_log.signed_refusal import LEAST_WORDS, refusal_words
from prakat.merging import plan
from prakat.merging.plan import Merged
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import set_clock
from prakat.repository.refs import request_ref, sign_off_ref
from sent_back_office import FILES, NEWS, REF, WHY, pushes, reasons, refusal_tag, sends_back
from sign_off_office import CHAIN, World, document, law, records, relog

DYING = Path(__file__).with_name("dying_merger.py")


def rejection(world: World) -> dict[str, object]:
    (found,) = [each for each in records(world) if each.kind is RecordKind.REJECTION]
    return dict(found.facts)


def run(world: World, *arguments: str) -> int:
    when, place = world.later().isoformat(), str(world.repository.folder)
    return command.main(["--repo", place, "--date", when, "--key", str(world.key), "--lang", "en", *arguments])


@pytest.mark.parametrize("name", ["rak", "wit"])
def test_whoever_could_sign_a_step_sends_it_back(world: World, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    head = world.ask(2, FILES)
    told = sends_back(world, name)
    assert [each.text("en") for each in told.told][-1].startswith("The refusal of request #2 was received.")
    assert run(world, "merge") == 0
    assert f"Request #2 is refused (Incorrect). Tell nok (ตำแหน่ง): {WHY}" in capsys.readouterr().err
    found = rejection(world)
    assert (found["head"], found["by"], found["reason"], found["text"]) == (head, name, "incorrect", WHY)
    assert found["to"] == ["nok"]
    assert world.repository.ref(request_ref(2)) is None
    assert world.problems() == []
    found = world.audit()
    (act,) = (each for each in found.acts if each.request == 2)
    assert (act.deed.by, act.deed.reason, act.deed.text) == (name, "incorrect", WHY)
    (signed,) = Accounts(world.repository, found).of(act).as_json()["signers"]  # type: ignore[misc]
    assert signed.startswith(f"refusal | {name} (ตำแหน่ง)") and signed.endswith("| tag")


def test_a_person_with_git_alone_sends_it_back(world: World) -> None:
    """As anybody would type it, without the desk."""
    guard_with_hook(world)
    nok, dao = Clerk(world, "nok"), Clerk(world, "dao")
    assert nok.asks(2, NEWS)
    told = dao.signs(2, "refusal", f"Refused: #2\nReason: unlawful\n\n{WHY}\n\nโปรดดูมาตรา 7")
    assert told and "รับการส่งคืนคำขอ #2 แล้ว" in told.text, told.text
    nok.writes(NEWS, document("แก้แล้ว"), start="HEAD")
    again = nok.pushes("HEAD:refs/heads/request/2")
    assert not again and "dao (ตำแหน่ง) ส่งคืนคำขอ #2 แล้ว" in again.text, again.text
    set_clock(world.repository.git_dir, "2026-07-02")
    assert run(world, "merge") == 0
    assert (rejection(world)["reason"], rejection(world)["text"]) == ("unlawful", f"{WHY}\n\nโปรดดูมาตรา 7")
    assert world.problems() == []


# Who may not, and what does not count


def test_an_author_takes_it_back_instead(world: World) -> None:
    world.ask(2, FILES, author="ton")
    assert reasons(sends_back(world, "ton")) == ["request.refused-by-author"]


@pytest.mark.parametrize("name", ["fah", "mallory"])
def test_nobody_else_sends_it_back(world: World, name: str) -> None:
    world.ask(2, FILES)
    must = "request.refused-by-other" if name == "fah" else "audit_log.refused-by-stranger"
    assert reasons(sends_back(world, name)) == [must]


def test_a_reviewer_of_other_units_does_not(world: World) -> None:
    world.ask(2, {NEWS: document("งานการเงิน", unit="finance")}, author="fah")
    assert reasons(sends_back(world, "rak")) == ["request.refused-by-other"]
    assert reasons(sends_back(world, "ton")) == []


def test_nobody_sends_it_back_in_anothers_name(world: World) -> None:
    """The name of a tagger is a claim: who signed is whoever has the key."""
    world.ask(2, FILES)
    assert reasons(sends_back(world, "dao", key="fah")) == ["request.refused-by-other"]
    assert not sends_back(world, "dao", key="ton").refused
    run(world, "merge")
    assert rejection(world)["by"] == "ton"


HOSTILE = {
    "of another request": refusal_words(3, Reason.INCORRECT, WHY),
    "without a reason": f"Refused: #2\n\n{WHY}",
    "for a reason that there is not": f"Refused: #2\nReason: because\n\n{WHY}",
    "for two reasons": f"Refused: #2\nReason: incorrect\nReason: other\n\n{WHY}",
    "without words": "Refused: #2\nReason: incorrect\n\n",
    "with too few words": f"Refused: #2\nReason: incorrect\n\n{'ก' * (LEAST_WORDS - 1)}",
    "with words that nobody sees": "Refused: #2\nReason: incorrect\n\nผิด" + "\u200b" * 50 + "จริง",
    "with too many": f"Refused: #2\nReason: incorrect\n\n{'ก' * 2001}",
    "whose words run the other way": f"Refused: #2\nReason: incorrect\n\n{WHY}\u202eกลับ",
    "with a line that a terminal obeys": f"Refused: #2\nReason: incorrect\n\n{WHY}\x1b[2J",
    "with more before it": f"Checked: correct, complete, current, lawful\nRefused: #2\nReason: incorrect\n\n{WHY}",
    "with room in it": f"Refused: #2\nReason: incorrect\n\n\n\n{WHY}",
    "that is a sign-off": "Checked: correct, complete, current, lawful",
}


def test_only_one_form_of_words_counts(world: World) -> None:
    world.ask(2, FILES)
    found = {name: reasons(sends_back(world, "dao", said=said)) for name, said in HOSTILE.items()}
    assert {*map(tuple, found.values())} == {("audit_log.no-reason",)}, found


def test_a_refusal_is_of_one_request_and_one_head(world: World) -> None:
    old = world.ask(2, FILES)
    world.ask(3, {"content/law/act/index.md": law("พระราชบัญญัติฉบับแก้ไข")})
    made = refusal_tag(world, "dao")
    assert reasons(pushes(world, "dao", (sign_off_ref(3, "refusal"), made))) == ["audit_log.other-tag"]
    world.ask(2, {NEWS: document("แก้แล้ว")})
    assert reasons(pushes(world, "dao", (REF, made))) == ["merging.refused-other"]
    assert reasons(sends_back(world, "dao", target=old)) == ["merging.refused-other"]
    assert not sends_back(world, "dao").refused


def test_a_wrong_signature_is_none(world: World) -> None:
    world.ask(2, FILES)
    raw = world.repository.object(refusal_tag(world, "dao"))[1].replace(WHY.encode(), f"{WHY}มาก".encode())
    forged = world.git("hash-object", "-t", "tag", "-w", "--stdin", given=raw)
    assert reasons(pushes(world, "dao", (REF, forged))) == ["audit_log.refused-wrongly"]


@pytest.mark.parametrize("kind", ["commit", "unsigned"])
def test_what_is_no_signed_tag_is_none(world: World, kind: str) -> None:
    head = world.ask(2, FILES)
    given = f"object {head}\ntype commit\ntag sign-off/2/refusal\ntagger x <dao@office.example> 1 +0700\n\n"
    text = given + refusal_words(2, Reason.OTHER, WHY) + "\n"
    made = world.git("hash-object", "-t", "tag", "-w", "--stdin", given=text.encode()) if kind == "unsigned" else head
    assert reasons(pushes(world, "dao", (REF, made))) == ["audit_log.no-refusal"]


# What was sent back is closed


def test_what_was_sent_back_is_not_merged_whoever_signed(world: World) -> None:
    world.ask(2, FILES)
    world.sign(2, *CHAIN)
    assert isinstance(plan.plan(world.merging(), 2), plan.Plan)
    assert not sends_back(world, "rak").refused
    assert world.merge(2) == ["request.sent-back"]
    assert run(world, "merge") == 0
    assert [each.kind for each in records(world)][-1] == RecordKind.REJECTION
    assert world.problems() == []


def test_it_comes_in_time_as_long_as_nothing_is_merged(world: World) -> None:
    """The publisher had opened everything before it came."""
    world.ask(2, FILES)
    world.sign(2, *CHAIN)
    merging = world.merging()
    assert not sends_back(world, "dao").refused
    found = plan.merge(merging, 2)
    assert isinstance(found, list) and [each.id for each in found] == ["request.sent-back"]


def test_after_the_merge_it_comes_too_late(world: World) -> None:
    head = world.ask(2, FILES)
    world.sign(2, *CHAIN)
    assert isinstance(world.merge(2), Merged)
    assert reasons(sends_back(world, "dao", target=head)) == ["hosting.closed-for-signing"]
    world.staff.push(REF, refusal_tag(world, "dao", target=head), world.later())
    assert run(world, "merge") == 0
    assert [each for each in records(world) if each.kind is RecordKind.REJECTION] == []
    assert world.problems() == []


def test_it_is_neither_mended_signed_taken_back_nor_refused_twice(world: World) -> None:
    head = world.ask(2, FILES)
    assert not sends_back(world, "dao").refused
    assert reasons(sends_back(world, "ton")) == ["hosting.sent-back"]
    signed = world.staff.sign(2, "reviewer", "ton", world.later(), target=head)
    world.git("update-ref", "-d", sign_off_ref(2, "reviewer"))
    assert reasons(pushes(world, "ton", (sign_off_ref(2, "reviewer"), signed))) == ["hosting.sent-back"]
    there = world.repository.refs(request_ref(2), sign_off_ref(2, ""))
    gone = pushes(world, "nok", *((ref, NOTHING) for ref in there))
    assert "hosting.sent-back" in reasons(gone)
    newer = world.staff.request(8, ("nok", "nok@office.example"), {NEWS: document("แก้")}, world.later())
    assert reasons(pushes(world, "nok", (request_ref(2), newer))) == ["hosting.sent-back"]


def test_a_refusal_is_not_deleted_but_goes_with_what_is_taken_back(world: World) -> None:
    old = world.ask(2, FILES)
    world.staff.push(REF, refusal_tag(world, "dao"), world.later())
    assert reasons(pushes(world, "dao", (REF, NOTHING))) == ["hosting.deleted-sign-off"]
    world.ask(2, {NEWS: document("แก้แล้ว")})  # as if both had come at once: it is of what was before
    assert world.repository.ref(request_ref(2)) != old
    assert not pushes(world, "nok", (request_ref(2), NOTHING), (REF, NOTHING)).refused


def test_what_counts_no_more_holds_nothing_up_and_is_said(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.ask(2, FILES)
    world.staff.push(REF, refusal_tag(world, "dao"), world.later())
    world.ask(2, {NEWS: document("แก้แล้ว")})
    world.sign(2, *CHAIN)
    assert run(world, "merge") == 0
    assert "The refusal of request #2 does not count: dao (ตำแหน่ง) refused commit" in capsys.readouterr().err
    assert [each.kind for each in records(world)][-2:] == [RecordKind.MERGE, RecordKind.NOTICE]


def test_one_that_was_put_there_past_the_door_was_never_received(world: World) -> None:
    world.ask(2, FILES)
    world.git("update-ref", REF, refusal_tag(world, "dao"))
    assert run(world, "merge") == 1
    assert [each for each in records(world) if each.kind is RecordKind.REJECTION] == []


def test_a_publisher_that_is_killed_anywhere_doubles_and_loses_nothing(world: World, tmp_path: Path) -> None:
    """Each death is of a real process, in one of the states in which the disk stands between two of its calls."""
    world.ask(2, FILES)
    world.sign(2, *CHAIN)
    assert not sends_back(world, "dao").refused
    program = [sys.executable, str(DYING), str(world.place), world.later().isoformat()]
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(command.__file__).parent)}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    deaths = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(each["ended"], each["is_as_seen"]) for each in deaths} == {(-signal.SIGKILL, True)}
    assert [each["locks"] for each in deaths].count(4) == 2, "the audit-log and the request's own branch move"
    for each in deaths:
        found = each["merged"], each["is_open"], each["kinds"], each["problems"]
        assert found == (False, False, ["merge", "notice", "rejection"], []), each


def test_the_publishers_own_command_still_refuses(world: World) -> None:
    world.ask(2, FILES)
    assert run(world, "reject", "2", "--by", "dao", "--reason", "other", "--text", WHY) == 0
    assert "refusal" not in rejection(world)
    assert world.problems() == []


# The audit asks for the signature


def forged(world: World, **changed: object) -> None:
    """The record of the refusal, written anew by a dishonest publisher."""
    told = []
    for each in records(world):
        facts = {**each.facts, **changed} if each.kind is RecordKind.REJECTION else each.facts
        told.append(replace(each, facts=facts))
    relog(world, told)


FORGED: dict[str, dict[str, object]] = {
    "by another": {"by": "wit"},
    "for another reason": {"reason": "off-mission"},
    "in other words": {"text": f"{WHY}!"},
    "of another head": {"head": "e" * 40},
    "of another request": {"request": 7},
    "of its author": {"to": ["dao", "nok"]},
    "with half a signature": {"refusal": {"step": "refusal"}},
    "with another step": {"refusal": "x"},
}


def test_a_record_says_what_was_signed(world: World) -> None:
    world.ask(2, FILES)
    assert not sends_back(world, "dao").refused
    run(world, "merge")
    assert world.problems() == []
    honest, found = rejection(world), {}
    for name, changed in FORGED.items():
        forged(world, **{**honest, **changed})
        found[name] = world.problems()
    assert {*map(tuple, found.values())} == {("record.refusal",)}, found


def test_a_signature_that_was_stolen_from_a_sign_off_refuses_nothing(world: World) -> None:
    world.ask(2, FILES)
    assert not sends_back(world, "dao").refused
    run(world, "merge")
    world.ask(3, FILES)
    world.sign(3, *CHAIN)
    raw = world.repository.object(str(world.repository.ref(sign_off_ref(3, "approver"))))[1].decode()
    proof = {**rejection(world)["refusal"], "object": raw}  # type: ignore[dict-item]
    forged(world, refusal=proof)
    assert "record.refusal" in world.problems()


def test_a_refusal_that_moved_afterwards_is_said(world: World) -> None:
    head = world.ask(2, FILES)
    assert not sends_back(world, "dao").refused
    run(world, "merge")
    world.git("update-ref", REF, refusal_tag(world, "dao", target=head))
    assert world.problems() == ["approval.tag-moved"]


def test_a_kit_judges_it_offline(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world.ask(2, FILES)
    assert not sends_back(world, "dao").refused
    run(world, "merge")
    kit = tmp_path / "kit.zip"
    sealed_kit.write(world.repository, world.audit(), kit, None)
    digest = hashlib.sha256(kit.read_bytes()).hexdigest()
    assert verify_kit.main([str(kit), "--sha256", digest]) == 0, capsys.readouterr().out
