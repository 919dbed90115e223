"""The door of the bare repository: whoever may not sign, overwrites others or sends what cannot be merged is told so
at once, in words that say what to do; whoever does the same honestly comes through."""

import datetime
import re

import pytest

from front_door import Clerk, Told, guard_with_hook
from prakat.hosting.key_door import admitted, pusher_of
from prakat.hosting.reception import RefUpdate, receive
from prakat.merging.plan import Merged
from prakat.repository import safe_settings
from prakat.repository.object_id import NOTHING
from prakat.repository.program import program
from prakat.repository.receipt import receipts, write_receipts
from prakat.repository.repository import QUARANTINE
from sign_off_office import OFFICE_CHAIN, START, World, document

NEWS, MORE = (f"content/public-relations/2569/{name}/index.md" for name in ("news", "more"))
REF = "HEAD:refs/heads/request/2"


@pytest.fixture
def door(world: World) -> World:
    return guard_with_hook(world)


def everybody(world: World) -> dict[str, Clerk]:
    return {name: Clerk(world, name) for name in ("nok", "fah", "rak", "ton", "dao", "wit", "won")}


def refused(told: Told, *words: str) -> bool:
    assert told.code == 1 and "ไม่รับ:" in told.text, told.text
    assert "Traceback" not in told.text
    assert all(each in told.text for each in words), told.text
    return True


def taken(told: Told, *words: str) -> bool:
    assert told, told.text
    assert all(each in told.text for each in words), told.text
    return True


def mend(told: Told, begin: str) -> str:
    """The command that a refusal names, to be typed."""
    found = re.search(rf"({begin}[ -~]*[!-~])", told.text)
    assert found, told.text
    return found[1]


# What is received is said, and whose turn is next


def test_who_pushes_is_told_what_was_received_and_whose_turn_it_is(door: World) -> None:
    people = everybody(door)
    assert taken(people["nok"].asks(2, NEWS), "รับคำขอ #2 แล้ว", "ขั้นผู้ตรวจสอบ", "ton (ตำแหน่ง)")
    assert taken(people["ton"].signs(2, "reviewer", "read"), "ขั้นผู้ตรวจสอบของคำขอ #2", "ถึงคราวขั้นผู้อนุมัติ", "dao")
    assert taken(people["dao"].signs(2, "approver", "yes"), "ถึงคราวขั้นผู้ดูแลเว็บไซต์", "wit", "won")
    assert taken(people["wit"].signs(2, "webmaster"), "ลงนามครบ พร้อมเผยแพร่")
    assert isinstance(door.merge(2), Merged)
    assert door.problems() == []
    noted = receipts(door.repository.git_dir)[-4:]
    assert [each.pusher.partition("@")[0] for each in noted] == ["nok", "ton", "dao", "wit"]


# Refs


ODD = (
    *("refs/tags/main", "refs/tags/audit-log", "refs/tags/request/2", "refs/tags/sign-off/2", "refs/tags/v1"),
    *("refs/heads/refs/heads/main", "refs/heads/HEAD", "refs/heads/Main", "refs/heads/MAIN", "refs/heads/Audit-Log"),
    *("refs/heads/Request/2", "refs/heads/request/02", "refs/heads/request/๒", "refs/heads/request/2/x"),
    *("refs/heads/refs/tags/sign-off/2/reviewer", "refs/notes/commits", "refs/replace/" + "a" * 40, "refs/main"),
    *("refs/heads/sign-off/2/reviewer", "refs/tags/Sign-Off/2/reviewer", "refs/forge/heads/main"),
)


def test_nothing_comes_in_under_a_name_that_means_something_else(door: World) -> None:
    nok = Clerk(door, "nok")
    nok.writes(NEWS)
    before = door.git("for-each-ref")
    told = nok.pushes(*(f"HEAD:{ref}" for ref in ODD))
    assert refused(told, *(f"ส่ง {ref} ไม่ได้ คลังนี้รับเฉพาะ" for ref in ODD))
    assert door.git("for-each-ref") == before
    assert taken(nok.pushes(REF))


# Other people's work


def test_nobody_overwrites_a_colleagues_request(door: World) -> None:
    people = everybody(door)
    assert people["nok"].asks(2, NEWS)
    people["fah"].writes(MORE, document("เรื่องอื่น", unit="finance"))
    told = people["fah"].pushes(f"+{REF}")
    assert refused(told, "#2", "nok (ตำแหน่ง)", "เลขที่ว่างคือ 3")
    assert taken(people["fah"].types(mend(told, "git push")), "รับคำขอ #3")
    assert door.git("log", "-1", "--format=%ae", "request/2") == "nok@office.example"


def test_a_first_step_onto_a_colleagues_request_gives_no_right_to_overwrite_it(door: World) -> None:
    nok, fah = Clerk(door, "nok"), Clerk(door, "fah")
    assert nok.asks(2, NEWS)
    fah.git("fetch", "-q", "origin", "request/2")
    fah.writes(MORE, start="FETCH_HEAD")
    assert taken(fah.pushes(REF))
    fah.writes(MORE)
    assert refused(fah.pushes(f"+{REF}"), "nok (ตำแหน่ง)")


def test_another_text_under_a_colleagues_name_and_words_is_not_their_work(door: World) -> None:
    nok, fah = Clerk(door, "nok"), Clerk(door, "fah")
    assert nok.asks(2, NEWS)
    fah.writes(NEWS, document("ข้อความอื่นทั้งหมด"))
    fah.git("commit", "-q", "--amend", "--no-edit", "--author", "nok <nok@office.example>")
    assert refused(fah.pushes(f"+{REF}"), "nok (ตำแหน่ง)")


def test_two_commits_of_two_people_may_become_one(door: World) -> None:
    nok, fah = Clerk(door, "nok"), Clerk(door, "fah")
    assert nok.asks(2, NEWS)
    fah.git("fetch", "-q", "origin", "request/2")
    fah.writes(MORE, message="Content: more", start="FETCH_HEAD")
    assert taken(fah.pushes(REF))
    nok.git("fetch", "-q", "origin", "request/2")
    nok.git("checkout", "-q", "--detach", "FETCH_HEAD")
    nok.git("reset", "-q", "--soft", "origin/main")
    nok.git("commit", "-q", "-m", "Content: both\n\nCo-authored-by: fah <fah@office.example>")
    assert taken(nok.pushes(f"+{REF}"))


def test_a_push_that_came_too_late_leaves_no_receipt_and_bars_nobody(door: World) -> None:
    nok = Clerk(door, "nok")
    door.git("config", "core.logAllRefUpdates", "always")  # as in every bare repository of an office
    assert nok.asks(2, NEWS)
    head = str(door.repository.ref("refs/heads/request/2"))
    late = nok.writes(MORE)
    nok.git("push", "-q", "origin", "HEAD:refs/heads/request/3")
    before = receipts(door.repository.git_dir)
    answer = receive(door.repository, [RefUpdate(NOTHING, late, "refs/heads/request/2")], START, "ton@office.example")
    assert [each.id for each in answer.refused][-1] == "hosting.moved-meanwhile"
    assert receipts(door.repository.git_dir) == before
    write_receipts(door.repository.git_dir, [("refs/heads/request/2", late)], before[-1].moment, "ton@office.example")
    found = door.merging()
    assert found.counter.requests()[2] == head
    assert found.counter.pushers(found.work, 2) == ("nok@office.example",)


def test_one_commit_is_one_request(door: World) -> None:
    nok = Clerk(door, "nok")
    nok.writes(NEWS)
    assert refused(nok.pushes(REF, "HEAD:refs/heads/request/3"), "รุ่นเดียวกันส่งเป็นหลายคำขอไม่ได้")


@pytest.mark.parametrize("is_known", [True, False])
def test_everybody_amends_their_own_request(door: World, is_known: bool) -> None:
    nok, fah = Clerk(door, "nok", is_known), Clerk(door, "fah", is_known)
    assert nok.asks(2, NEWS)
    (nok.clone / NEWS).write_bytes(document("ข่าวที่แก้แล้ว"))
    nok.git("commit", "-qa", "--amend", "--no-edit")
    assert taken(nok.pushes(f"+{REF}"))
    fah.writes(NEWS, document("ข่าวของคนอื่น"))
    assert refused(fah.pushes(f"+{REF}"), "nok (ตำแหน่ง)")


def test_a_colleagues_commit_survives_a_rebase_and_an_amendment(door: World) -> None:
    nok, fah = Clerk(door, "nok"), Clerk(door, "fah")
    assert nok.asks(2, NEWS)
    fah.git("fetch", "-q", "origin", "request/2")
    fah.writes(MORE, message="Content: more", start="FETCH_HEAD")
    fah.git("rebase", "-q", "--force-rebase", "origin/main")
    assert taken(fah.pushes(f"+{REF}"))
    assert door.git("log", "-2", "--format=%ae", "request/2").split() == ["fah@office.example", "nok@office.example"]


def test_nobody_replaces_another_persons_sign_off(door: World) -> None:
    people = everybody(door)
    assert people["nok"].asks(2, NEWS)
    assert people["ton"].signs(2, "reviewer", "read")
    assert refused(people["rak"].signs(2, "reviewer", "read"), "ton (ตำแหน่ง)", "ใช้ได้")
    assert taken(people["ton"].signs(2, "reviewer", "read again"))


def test_a_sign_off_on_an_older_text_is_signed_anew_by_whoever_stands_in(door: World) -> None:
    people = everybody(door)
    nok = people["nok"]
    assert nok.asks(2, NEWS)
    assert people["ton"].signs(2, "reviewer", "read")
    nok.writes(NEWS, document("ข่าวที่แก้แล้ว"), start="HEAD")
    assert taken(nok.pushes(REF), "ลายมือชื่อเดิมใช้ไม่ได้", "ถึงคราวขั้นผู้ตรวจสอบ")
    assert refused(people["dao"].signs(2, "approver", "yes"), "approval.stale")
    assert taken(people["rak"].signs(2, "reviewer", "read"))
    assert taken(people["dao"].signs(2, "approver", "yes"))


def test_what_is_merged_takes_nothing_more_and_the_free_number_is_named(door: World) -> None:
    people = everybody(door)
    assert people["nok"].asks(2, NEWS)
    for name, step in (("ton", "reviewer"), ("dao", "approver"), ("wit", "webmaster")):
        assert people[name].signs(2, step)
    late = people["won"].tags(2, "webmaster", "Checked: correct, complete, current, lawful")
    assert isinstance(door.merge(2), Merged)
    assert refused(people["won"].pushes(f"+{late}"), "#2", "ไม่ได้อีก")
    assert refused(people["wit"].pushes(":refs/tags/sign-off/2/webmaster"), "ลบลายมือชื่อไม่ได้")
    told = people["nok"].asks(2, MORE)
    assert refused(told, "#2", "เลขที่ว่างคือ 3")
    assert taken(people["nok"].types(mend(told, "git push")), "รับคำขอ #3")


def test_a_number_out_of_all_proportion_does_not_use_up_the_others(door: World) -> None:
    nok = Clerk(door, "nok")
    assert nok.asks(999999999, NEWS)
    assert refused(nok.asks(1, MORE), "เลขที่ว่างคือ 2")


# Requests that cannot be merged as they are


def spoken(approver: str = "dao", at: str = "2026-07-01T09:30") -> bytes:
    """An item that rests on a permission by telephone."""
    return document(verbal={"approver": approver, "at": at, "channel": "โทรศัพท์", "recorded_by": "wit"})


BAD = {
    "date.buddhist-era": {NEWS: document(publish_on="2569-07-01")},
    "yaml.syntax": {NEWS: b"---\ntitle: [\n---\n\nx\n"},
    "path.category": {"content/news/2569/x/index.md": document()},
    "owner.unit": {NEWS: document(unit="nowhere")},
    "attachment.unlisted": {NEWS: document(), NEWS.replace("index.md", "a.pdf"): b"%PDF-1.4\n"},
    "content.no-index": {NEWS.replace("index.md", "a.pdf"): b"%PDF-1.4\n"},
    "register.stray": {"registers/other.yml": b"[]\n"},
    "request.mixed": {NEWS: document(), "README.md": b"x\n"},
    "office.broken": {"office.yml": b"name: [\n"},
    "request.case-twin": {NEWS.replace("news", "News"): document(), NEWS: document()},
    "urgent.future": {NEWS: spoken(at="2099-01-01T09:00")},
    "urgent.approver": {NEWS: spoken(approver="rak")},
}


def test_a_request_that_cannot_be_merged_is_refused_before_anybody_signs(door: World) -> None:
    nok, commits = Clerk(door, "nok"), []
    for files in BAD.values():
        nok.git("checkout", "-q", "--detach", "origin/main")
        for path, content in files.items():
            (nok.clone / path).parent.mkdir(parents=True, exist_ok=True)
            (nok.clone / path).write_bytes(content)
        nok.git("add", "-A")
        nok.git("commit", "-q", "-m", "Content: bad")
        commits.append(nok.git("rev-parse", "HEAD"))
    refs = [f"refs/heads/request/{number}" for number in range(2, len(BAD) + 2)]
    pairs = [f"{commit}:{ref}" for commit, ref in zip(commits, refs, strict=True)]
    told = [nok.pushes(*pairs[first : first + 5]) for first in range(0, len(pairs), 5)]  # of more, none is looked at
    said = [line for each in told for line in each.text.splitlines()]
    for ref, rule in zip(refs, BAD, strict=True):
        lines = [line for line in said if f"ส่ง {ref} ไม่ได้" in line]
        assert any(f"[{rule}]" in line for line in lines), (rule, lines)
    assert all(map(refused, told)) and not door.repository.refs("refs/heads/request/")
    assert taken(nok.asks(2, NEWS)), "the same, done right"


def test_a_fault_that_main_itself_has_keeps_nobody_out(door: World) -> None:
    door.force({"content/law/old/index.md": b"no front matter", "content/law/stray.txt": b"x"})
    assert taken(Clerk(door, "nok").asks(2, NEWS))


def test_a_link_to_another_item_is_right_and_one_to_nothing_is_told(door: World) -> None:
    nok = Clerk(door, "nok")
    right = "[กฎหมาย](../../../law/act/) [หมวด](../../../law/)"
    told = nok.asks(2, NEWS, document(body=right))
    assert taken(told) and "link.broken" not in told.text
    assert taken(nok.asks(3, MORE, document(body="[ไม่มี](../../../law/none/)")), "link.broken", "ตรวจก่อนลงนาม")


def test_a_request_from_nowhere_or_from_an_older_text_is_refused(door: World) -> None:
    nok = Clerk(door, "nok")
    nok.git("checkout", "-q", "--orphan", "own")
    nok.git("commit", "-q", "-m", "Content: own root")
    assert refused(nok.pushes(REF), "request.unrelated")
    began = door.main()
    door.publish(2, {NEWS: document()})
    nok.writes(NEWS, document("ข่าวเก่า"), start=began)
    assert refused(nok.pushes("HEAD:refs/heads/request/3"), "request.outdated")
    nok.git("checkout", "-q", "--detach", "origin/main")
    assert refused(nok.pushes("HEAD:refs/heads/request/3"), "request.empty")


def test_strangers_among_the_authors_are_named(door: World) -> None:
    nok = Clerk(door, "nok")
    assert refused(nok.asks(2, NEWS, message="Content: news\n\nCo-authored-by: X <x@else.example>"), "x@else.example")
    nok.git("commit", "-q", "--amend", "-m", "Content: news")
    assert taken(nok.pushes(REF))


def test_whoever_bars_a_signer_is_told_and_mends_it(door: World) -> None:
    nok = Clerk(door, "nok")
    told = nok.asks(2, NEWS, message="Content: news\n\nCo-authored-by: Ton <ton@office.example>")
    assert taken(told, "ton (ตำแหน่ง)", "Co-authored-by", "ขั้นผู้ตรวจสอบ")
    assert "ผู้ลงนามได้: rak (ตำแหน่ง)" in told.text
    assert refused(Clerk(door, "ton").signs(2, "reviewer", "read"), "approval.author")
    nok.git("commit", "-q", "--amend", "-m", "Content: news")
    assert taken(nok.types(mend(told, "git push -f")), "รับคำขอ #2")
    assert taken(Clerk(door, "ton").signs(2, "reviewer", "read"))


def test_a_request_that_leaves_nobody_to_sign_is_refused(door: World) -> None:
    nok = Clerk(door, "nok")
    line = "Content: news\n\nCo-authored-by: Dao <dao@office.example>"
    assert refused(nok.asks(2, NEWS, message=line), "ไม่เหลือผู้ลงนาม", "dao (ตำแหน่ง)")
    nok.git("commit", "-q", "--amend", "-m", "Content: news")
    assert taken(nok.pushes(REF))


# Sign-offs that would not count


def test_only_whoever_may_sign_signs_and_in_their_turn(door: World) -> None:
    people = everybody(door)
    assert people["nok"].asks(2, NEWS)
    assert refused(people["dao"].signs(2, "approver", "yes"), "ยังไม่ถึงขั้นผู้อนุมัติ", "ขั้นผู้ตรวจสอบก่อน", "ton (ตำแหน่ง)")
    assert refused(people["fah"].signs(2, "reviewer", "read"), "approval.role")
    assert refused(people["nok"].signs(2, "reviewer", "read"), "approval.author")
    assert refused(Clerk(door, "mallory").signs(2, "reviewer", "read"), "approval.stranger")
    assert refused(people["wit"].signs(2, "second-webmaster"), "reviewer (ผู้ตรวจสอบ)", "webmaster (ผู้ดูแลเว็บไซต์)")
    assert taken(people["ton"].signs(2, "reviewer", "read"))
    assert taken(people["dao"].signs(2, "approver", "yes"))
    assert refused(people["wit"].signs(2, "webmaster", "fine"), "Checked: correct, complete, current, lawful")
    assert taken(people["wit"].signs(2, "webmaster"))


def test_the_same_person_does_not_sign_twice(door: World) -> None:
    people = everybody(door)
    assert people["nok"].asks(2, NEWS, spoken())
    assert taken(people["wit"].signs(2, "webmaster"))
    assert refused(people["wit"].signs(2, "second-webmaster"), "approval.twice")
    assert refused(people["dao"].signs(2, "approver"), "second-webmaster (ผู้ดูแลเว็บไซต์คนที่สอง)")
    assert taken(people["won"].signs(2, "second-webmaster"), "ลงนามครบ")


def test_whoever_signs_for_one_unit_signs_nothing_of_another(door: World) -> None:
    people = everybody(door)
    assert people["fah"].asks(2, NEWS, document(unit="finance"))
    assert refused(people["rak"].signs(2, "reviewer", "read"), "approval.unit")
    assert taken(people["ton"].signs(2, "reviewer", "read"))


def test_nothing_that_is_not_there_or_has_changed_is_signed(door: World) -> None:
    people = everybody(door)
    assert people["nok"].asks(2, NEWS)
    first = people["ton"].tags(2, "reviewer", "read")
    people["nok"].writes(NEWS, document("ข่าวที่แก้แล้ว"), start="HEAD")
    assert people["nok"].pushes(REF)
    assert refused(people["ton"].pushes(first), "approval.stale")
    assert refused(people["ton"].pushes(people["ton"].tags(7, "reviewer", "read", "HEAD")), "#7")


def test_nobody_signs_what_the_checks_refuse(door: World) -> None:
    """As it lies there from before the door asked."""
    door.ask(2, {NEWS: document(publish_on="2569-07-01")})
    assert refused(Clerk(door, "ton").signs(2, "reviewer", "read"), "date.buddhist-era")


def test_who_got_in_past_the_door_has_no_authority_there(door: World) -> None:
    root = door.git("rev-list", "--max-parents=0", "main")
    door.force({"office.yml": door.office(root, people=door.person("mallory", "reviewer"))})
    assert Clerk(door, "nok").asks(2, NEWS)
    assert refused(Clerk(door, "mallory").signs(2, "reviewer", "read"), "approval.stranger")
    assert taken(Clerk(door, "ton").signs(2, "reviewer", "read"))


def test_an_office_that_was_broken_past_the_door_is_mended_through_it(door: World) -> None:
    """Those whom main's office.yml no longer names sign what puts it back."""
    people = everybody(door)
    text = door.office(door.git("rev-list", "--max-parents=0", "main"))
    bad = door.force({"office.yml": b"gone: ["})
    message = f"Office: as it was\n\nRegularises: {bad}"
    assert taken(people["nok"].asks(2, "office.yml", text, message), "ถึงคราวขั้นผู้ตรวจสอบ")
    for name, step in (("ton", "reviewer"), ("dao", "approver"), ("wit", "webmaster")):
        assert taken(people[name].signs(2, step))
    assert isinstance(door.merge(2), Merged)
    assert door.problems() == []
    assert refused(people["nok"].asks(3, NEWS, message="Content: x\n\nRegularises: " + "a" * 40), "regularise.unknown")


# Who pushes, and when


CLAIMS = {"PRAKAT_PUSHER": "dao@office.example", "GL_USER": "dao", "REMOTE_USER": "dao", "PRAKAT_DATE": "2020-01-01"}


def test_nobody_says_who_they_are_or_which_day_it_is_by_their_environment(door: World) -> None:
    known, nok = Clerk(door, "fah"), Clerk(door, "nok", is_known=False)
    known.writes(MORE, document(unit="finance"))
    assert taken(known.pushes("HEAD:refs/heads/request/3", **CLAIMS))
    assert receipts(door.repository.git_dir)[-1].pusher == "fah@office.example"
    nok.writes(NEWS)
    for claim in ("dao@office.example", f"{'0' * 64} dao@office.example", f" {'0' * 64}"):
        nok.git("commit", "-q", "--amend", "--allow-empty", "-m", f"Content: {len(claim)}")
        told = nok.pushes(f"+{REF}", **CLAIMS | {"PRAKAT_PUSHER": claim})
        assert taken(told, "ไม่รู้ว่าใครเป็นผู้ส่ง", "prakat door")
        noted = receipts(door.repository.git_dir)[-1]
        assert (noted.pusher, noted.at[:4]) == ("", "2026")


ASKED = (
    *("", "sh", "git-receive-pack", "git-receive-pack '/etc'", "git-shell '{}'", "git-receive-pack '{}' x"),
    *("git-receive-pack '{}'; id", "git-receive-pack '{}/..'", "git upload-pack --strict '{}'", "git-receive-pack '{}"),
)


def test_a_key_opens_nothing_but_git_on_this_repository(door: World) -> None:
    clerk = Clerk(door, "nok")
    for asked in ASKED:
        told = clerk.opens(asked.format(door.repository.folder))
        assert told.code == 2 and "กุญแจนี้ใช้ได้เฉพาะ git" in told.text, (asked, told.text)
    for asked in ("git-upload-pack '{}'", "git upload-pack '{}'"):
        assert "refs/heads/main" in clerk.opens(asked.format(door.repository.folder)).text


def test_git_gets_nothing_there_of_what_a_client_sends(door: World) -> None:
    """Whatever sshd lets through: else git would run a program of the client's choice, as the repository's owner."""
    place = door.repository.git_dir
    harmless = {
        "PATH": "/usr/bin",
        "HOME": "/home/git",
        "LANG": "C.UTF-8",
        "PRAKAT_LANG": "en",
        "GIT_PROTOCOL": "version=2",
    }
    hostile = dict.fromkeys((*safe_settings.SAFE_ENVIRONMENT, *QUARANTINE, "GIT_DIR", "GIT_CONFIG_COUNT"), "x")
    hostile |= dict.fromkeys(("GIT_EXEC_PATH", "GIT_SSH_COMMAND", "GIT_TRACE", "LD_PRELOAD", "PYTHONPATH"), "x")
    hostile |= {"SSH_ORIGINAL_COMMAND": f"git-receive-pack '{place}'", **CLAIMS}
    started, words, given = admitted(place, "nok@office.example", hostile | harmless)
    assert (started, words) == (program("git"), ("receive-pack", str(place.resolve())))
    assert given.pop("PRAKAT_PUSHER") not in hostile.values()
    assert given == harmless
    told = admitted(place, "nok@office.example", hostile | {"GIT_PROTOCOL": "version=2:x"})[2]
    assert [*told] == ["PRAKAT_PUSHER"] and pusher_of(place, told) == "nok@office.example"


def test_receipts_never_run_back_and_a_clock_that_does_is_said(door: World) -> None:
    nok = Clerk(door, "nok")
    nok.writes(NEWS)
    last = receipts(door.repository.git_dir)[-1]
    door.now = START - datetime.timedelta(days=400)
    assert taken(nok.pushes(REF), "นาฬิกาของเซิร์ฟเวอร์ถอยหลัง")
    noted = receipts(door.repository.git_dir)[-1]
    assert (noted.at, noted.ordinal) == (last.at, last.ordinal + 1)
    (noted,) = write_receipts(door.repository.git_dir, [("refs/heads/request/9", "a" * 40)], door.now, "")
    assert (noted.at, noted.ordinal) == (last.at, last.ordinal + 2)


def test_a_line_that_a_crash_left_unfinished_locks_nobody_out(door: World) -> None:
    git_dir = door.repository.git_dir
    book = git_dir / "prakat" / "receipts"
    before = receipts(git_dir)
    for rest in (b'{"place": 9, "at": "2026', b"\0" * 40, b'{"place"\0\0\0\n', b"\n"[:0]):
        with book.open("ab") as stream:
            stream.write(rest)
        assert receipts(git_dir) == before
        before += write_receipts(git_dir, [("refs/heads/request/9", "a" * 40)], door.later(), "")
        assert receipts(git_dir) == before
    assert [each.ordinal for each in before] == [*range(1, len(before) + 1)]


def test_a_disk_that_refuses_is_said_and_nothing_is_received(door: World) -> None:
    book = door.repository.git_dir / "prakat" / "receipts"
    book.unlink()
    book.mkdir()
    nok = Clerk(door, "nok")
    assert refused(nok.asks(2, NEWS), "แจ้งผู้ดูแลเซิร์ฟเวอร์")
    assert door.repository.ref("refs/heads/request/2") is None


def test_office_requests_have_their_own_steps(door: World) -> None:
    people = everybody(door)
    root = door.git("rev-list", "--max-parents=0", "main")
    text = door.office(root, people=door.person("new", "provider"))
    assert taken(people["won"].asks(2, "office.yml", text, "Office: somebody new"), "ถึงคราวขั้นผู้อนุมัติ")
    assert refused(people["ton"].signs(2, "reviewer", "read"), "approver (ผู้อนุมัติ), webmaster (ผู้ดูแลเว็บไซต์)")
    for pair in OFFICE_CHAIN:
        step, _, name = pair.partition("=")
        assert taken(people[name].signs(2, step))
    assert isinstance(door.merge(2), Merged)


def test_a_change_past_the_door_is_regularised_through_it(world: World) -> None:
    bad = world.force({MORE: document("ผ่านประตูหลัง")})
    head = world.ask(3, {MORE: None}, message=f"Content: undone\n\nRegularises: {bad}")
    assert "รับคำขอ #9" in answered(world, head)
    head = world.ask(4, {MORE: None}, message=f"Content: undone\n\nRegularises: {'a' * 40}")
    assert "regularise.unknown" in answered(world, head)


def answered(world: World, head: str) -> str:
    """What the door says of a request with that head, from a push of nobody known."""
    done = receive(world.repository, [RefUpdate(NOTHING, head, "refs/heads/request/9")], world.later(), "")
    return "\n".join(each.text() for each in (*done.refused, *done.told))


def test_a_step_that_is_vacant_for_now_keeps_no_request_out(world: World) -> None:
    """Somebody may still be appointed; only what its own authors make impossible is refused."""
    root = world.git("rev-list", "--max-parents=0", "main")
    text = world.office(root).decode()
    held = "role: approver, units: all, from: 2026-01-01"
    world.publish(2, {"office.yml": text.replace(held, f"{held}, until: 2026-07-01").encode()}, *OFFICE_CHAIN)
    world.now = START + datetime.timedelta(days=2)
    head = world.ask(3, {NEWS: document()}, message="Content: x\n\nCo-authored-by: d <dao@office.example>")
    told = answered(world, head)
    assert "รับคำขอ #9" in told and "dao" not in told
    assert "ผู้ลงนามได้: ton" in told or "ผู้ลงนามได้: rak" in told


def test_who_is_appointed_for_a_later_day_is_somebody_left(world: World) -> None:
    root = world.git("rev-list", "--max-parents=0", "main")
    later = world.person("later", "approver", start="2026-09-01")
    head = world.ask(3, {NEWS: document()}, message="Content: x\n\nCo-authored-by: d <dao@office.example>")
    assert "ไม่เหลือผู้ลงนาม" in answered(world, head)
    world.publish(2, {"office.yml": world.office(root, people=later)}, *OFFICE_CHAIN, author="won")
    told = answered(world, head)
    assert "รับคำขอ #9" in told and "dao (ตำแหน่ง) มีชื่อในบรรทัด Co-authored-by" in told
