"""Which main and audit-log a copy judges, what it says of the others, and that no honest copy accuses anybody."""

import json
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import audit as command
from prakat.audit.audit_row import Audit
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Trust
from prakat.audit_log.record import RecordKind
from prakat.repository import objects
from prakat.repository.repository import Repository, open_repository
from sign_off_office import CHAIN, VERIFIED, After, World, document, law, records, relog, remade, who

NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"


def two_merged(world: World) -> None:
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    world.publish(3, {ACT: law("พระราชบัญญัติฉบับแก้ไข")})


@pytest.fixture
def busy(world_after: After) -> World:
    return world_after(two_merged)


def git(place: Path, *arguments: str) -> str:
    command = ["git", "-C", str(place), "-c", "user.name=nok", "-c", "user.email=nok@office.example", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def clone(world: World, *options: str, name: str = "clone") -> Repository:
    place = world.place / name
    source = f"file://{world.repository.folder}"
    subprocess.run(["git", "clone", "-q", *options, source, str(place)], check=True, capture_output=True)
    return open_repository(place)


def judged(repository: Repository) -> Audit:
    return audit(repository, Trust(), verified=VERIFIED)


def ids(found: Audit) -> list[str]:
    return sorted({each.id for row in found.open_rows for each in row.violations})


def told(found: Audit) -> list[str]:
    return [each.id for each in found.notes]


def typed(found: Audit, rule: str, repository: Repository) -> None:
    """What the row tells to type, typed as it stands."""
    (row,) = (each for row in found.rows for each in row.violations if each.id == rule)
    values = {**row.values, **getattr(row.values.get("mend"), "values", {})}
    words = shlex.split(str(values["command"]))
    assert words[0] == "git"
    assert str(values["command"]) in row.message("th")
    git(repository.folder, *words[1:])


# Another history than the one that was fetched before


def rewritten(world: World) -> None:
    world.git("update-ref", "refs/heads/main", "main^")
    world.force({ACT: law("พระราชบัญญัติอีกฉบับ")})


def cut_short(world: World) -> None:
    world.git("update-ref", "refs/heads/main", "main~2")


def grown_by_a_foreign_line(world: World) -> None:
    """git takes it for a plain growth: the old main is the second parent."""
    tree, old = world.git("rev-parse", "main^{tree}"), world.main()
    foreign = objects.commit(world.repository, tree, [world.git("rev-parse", "main~2")], "x", who("nok"), world.later())
    merge = objects.commit(world.repository, tree, [foreign, old], "Merge main", who("nok"), world.later())
    world.git("update-ref", "refs/heads/main", merge)


@pytest.mark.parametrize("act", [rewritten, cut_short, grown_by_a_foreign_line])
@pytest.mark.parametrize("name", ["origin", "the-office"])
def test_a_clone_judges_what_the_office_has_and_says_what_it_lost(
    busy: World, act: Callable[[World], None], name: str
) -> None:
    copy = clone(busy, "--origin", name)
    assert ids(judged(copy)) == []
    act(busy)
    git(copy.folder, "fetch", "-q", name)
    found = judged(copy)
    assert found.tip == busy.main()
    assert "repository.diverged" in ids(found)
    assert set(ids(judged(busy.repository))) <= {*ids(found), "record.orphan"}
    typed(found, "repository.diverged", copy)
    assert "repository.diverged" not in ids(judged(copy))


def test_a_clone_whose_owner_only_fetches_is_silent(busy: World) -> None:
    copy = clone(busy)
    busy.publish(4, {NEWS: document("ข่าวใหม่")})
    git(copy.folder, "fetch", "-q")
    found = judged(copy)
    assert (found.tip, ids(found), told(found)) == (busy.main(), [], [])


def test_work_of_ones_own_that_was_never_sent_is_no_violation(busy: World) -> None:
    copy = clone(busy)
    git(copy.folder, "commit", "-q", "--allow-empty", "-m", "ร่างของฉัน")
    found = judged(copy)
    assert (found.tip, ids(found), told(found)) == (busy.main(), [], ["audit.own-work"])


def test_own_work_beside_what_came_since_is_set_aside(busy: World) -> None:
    copy = clone(busy)
    git(copy.folder, "commit", "-q", "--allow-empty", "-m", "ร่างของฉัน")
    busy.publish(4, {NEWS: document("ข่าวใหม่")})
    git(copy.folder, "fetch", "-q")
    found = judged(copy)
    assert (found.tip, ids(found)) == (busy.main(), ["repository.diverged"])
    typed(found, "repository.diverged", copy)
    assert ids(judged(copy)) == []


def test_a_publishers_own_bare_repository_is_ahead_of_its_backup(busy: World) -> None:
    bare = busy.repository
    bare.run("remote", "add", "backup", str(busy.place / "backup.git"))
    for branch in ("main", "audit-log"):
        bare.run("update-ref", f"refs/remotes/backup/{branch}", f"refs/heads/{branch}~1")
    found = judged(bare)
    assert (found.tip, ids(found), told(found)) == (busy.main(), [], [])


@pytest.mark.parametrize("setting", ["mirror", "none"])
def test_a_backup_that_is_only_pushed_to_makes_nobody_lenient(busy: World, setting: str) -> None:
    """The office's own repository fetched no tag that could be stale, so each other tag was put there."""
    busy.git("config", "remote.backup.url", "file:///nowhere")
    busy.git("config", f"remote.backup.{'mirror' if setting == 'mirror' else 'push'}", "true")
    stale_tag(busy, "dao", "sign-off/3/reviewer")
    stale_tag(busy, "dao", "sign-off/3/approver")
    assert ids(judged(busy.repository)) == ["approval.tag-moved"]


def stale_tag(world: World, signer: str, name: str) -> None:
    """A tag that says that it is older than the record."""
    moment = world.now.replace(hour=9, minute=0)
    head = world.git("rev-parse", "main^2")
    tag = objects.tag(world.repository, name, head, "x", who(signer), moment, world.staff.keys / signer)
    world.git("update-ref", f"refs/tags/{name}", tag)


@pytest.mark.parametrize(("signer", "wanted"), [("dao", []), ("fah", ["approval.tag-moved"])])
def test_only_the_signers_own_older_tag_is_stale(busy: World, signer: str, wanted: list[str]) -> None:
    stale_tag(busy, signer, "sign-off/3/approver")
    assert ids(judged(clone(busy))) == wanted


def test_what_lies_under_remotes_of_a_bare_repository_is_judged_only_where_it_is_fetched(busy: World) -> None:
    foreign = busy.main()
    direct_commit(busy)
    bad = busy.main()
    busy.git("update-ref", "refs/heads/main", foreign)
    for target, old in ((bad, foreign), ("main~2", "main~2")):
        busy.git("update-ref", "refs/remotes/origin/main", target)
        busy.git("update-ref", "refs/remotes/origin/audit-log", "audit-log~2")
        copies = (busy.repository, clone(busy, "--mirror", name=f"{old[:5]}.git"))
        for copy in copies:
            found = judged(copy)
            assert (found.tip, ids(found), told(found)) == (busy.main(), [], [])
    fetching = copies[1]
    git(fetching.folder, "config", "--replace-all", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    git(fetching.folder, "update-ref", "refs/heads/main", "main~1")
    git(fetching.folder, "fetch", "-q")
    assert judged(fetching).tip == busy.main()


def test_a_rewritten_audit_log_is_said_by_who_has_the_old_one(busy: World) -> None:
    copy = clone(busy)
    git(copy.folder, "branch", "-q", "audit-log", "origin/audit-log")
    assert ids(judged(copy)) == []
    relog(busy, records(busy)[:-1])
    git(copy.folder, "fetch", "-q")
    found = judged(copy)
    assert ids(found) == ["repository.diverged"]
    typed(found, "repository.diverged", copy)
    found = judged(copy)
    assert ids(found) == ["repository.seen"]
    typed(found, "repository.seen", copy)
    assert ids(judged(copy)) == []


def direct_commit(world: World) -> None:
    world.force({NEWS: document("ข้อความที่ไม่มีใครลงนาม")}, message="fix")


@pytest.mark.parametrize("how", ["cloned", "pulled", "pulled-by-name", "cloned-only", "fetched"])
def test_a_foreign_commit_that_was_fetched_and_then_taken_back_is_no_own_work(busy: World, how: str) -> None:
    old = clone(busy)
    direct_commit(busy)
    copy = clone(busy, name="other") if how.startswith("cloned") else old
    typing = {"fetched": ["fetch", "-q"], "pulled": ["pull", "-q"], "pulled-by-name": ["pull", "-q", "origin", "main"]}
    git(copy.folder, *typing.get(how, ["status"]))
    assert "merge.direct" in ids(judged(copy))
    busy.git("update-ref", "refs/heads/main", "main^")
    git(copy.folder, "fetch", "-q")
    if how == "cloned-only":  # git drops the reflog of what it prunes
        git(copy.folder, "reflog", "expire", "--expire=all", "refs/remotes/origin/main")
    found = judged(copy)
    wanted = "repository.seen" if how == "fetched" else "repository.diverged"
    assert (found.tip, ids(found), told(found)) == (busy.main(), [wanted], [])
    typed(found, wanted, copy)


def test_own_work_after_a_pull_is_still_ones_own(busy: World) -> None:
    copy = clone(busy)
    git(copy.folder, "commit", "-q", "--allow-empty", "-m", "ร่างของฉัน")
    busy.publish(4, {NEWS: document("ข่าวใหม่")})
    git(copy.folder, "pull", "-q", "--rebase")
    git(copy.folder, "commit", "-q", "--amend", "--allow-empty", "-m", "ร่างของฉัน แก้แล้ว")
    assert (ids(judged(copy)), told(judged(copy))) == ([], ["audit.own-work"])


def test_a_dropped_refusal_is_seen_by_who_had_fetched_it(busy: World) -> None:
    copy = clone(busy)
    relog(busy, records(busy)[:-1])
    git(copy.folder, "fetch", "-q")
    found = judged(copy)
    assert (ids(found), told(found)) == (["repository.seen"], [])
    typed(found, "repository.seen", copy)
    assert ids(judged(copy)) == []


def test_a_remote_that_is_only_old_is_said_once_and_rightly(busy: World) -> None:
    fork = clone(busy, "--mirror", name="fork.git")
    busy.publish(4, {NEWS: document("ข่าวใหม่")})
    place = busy.place / "clone"
    subprocess.run(["git", "clone", "-q", f"file://{fork.folder}", str(place)], check=True)
    git(place, "remote", "add", "upstream", f"file://{busy.repository.folder}")
    git(place, "fetch", "-q", "--all")
    copy = open_repository(place)
    found = judged(copy)
    assert [[each.id for each in row.violations] for row in found.open_rows] == [["repository.older"]]
    typed(found, "repository.older", copy)
    found = judged(copy)
    assert (found.tip, ids(found), told(found)) == (busy.main(), [], [])


def test_several_remotes_that_disagree_are_said(busy: World) -> None:
    copy = clone(busy)
    witness = clone(busy, "--mirror", name="witness.git")
    git(copy.folder, "remote", "add", "witness", str(witness.folder))
    git(copy.folder, "fetch", "-q", "--all")
    assert (ids(judged(copy)), told(judged(copy))) == ([], [])
    git(copy.folder, "update-ref", "-d", "refs/heads/main")
    rewritten(busy)
    git(copy.folder, "fetch", "-q", "--all")
    found = judged(copy)
    assert (found.tip, "repository.diverged" in ids(found)) == (busy.main(), True)


# A part of what the office has


def test_a_clone_of_main_alone_accuses_nobody(busy: World) -> None:
    for name, options in (("one", ["--single-branch"]), ("two.git", ["--bare", "--single-branch"])):
        copy = clone(busy, *options, name=name)
        found = judged(copy)
        assert [[each.id for each in row.violations] for row in found.rows] == [["repository.no-log"]]
        assert found.newest_approved is None
        typed(found, "repository.no-log", copy)
        assert (ids(judged(copy)), judged(copy).tip) == ([], busy.main())


def test_an_audit_log_that_the_office_itself_has_lost_is_missing_in_each_clone(busy: World) -> None:
    busy.git("update-ref", "-d", "refs/heads/audit-log")
    assert ids(judged(clone(busy))) == ["record.missing"]


def test_main_that_was_fetched_before_the_audit_log_is_behind_nobody(busy: World) -> None:
    copy, before = clone(busy), busy.main()
    busy.publish(4, {NEWS: document("ข่าวใหม่")})
    busy.publish(5, {NEWS: document("ข่าวใหม่กว่า")})
    git(copy.folder, "fetch", "-q", "origin", "main")
    found = judged(copy)
    assert (ids(found), found.newest_approved) == (["repository.behind"], before)
    typed(found, "repository.behind", copy)
    assert (ids(judged(copy)), judged(copy).tip) == ([], busy.main())


def test_the_audit_log_that_was_fetched_before_main_is_behind_nobody(busy: World) -> None:
    copy, before = clone(busy), busy.main()
    busy.publish(4, {NEWS: document("ข่าวใหม่")})
    busy.publish(5, {NEWS: document("ข่าวใหม่กว่า")})
    git(copy.folder, "fetch", "-q", "origin", "audit-log")
    found = judged(copy)
    assert (ids(found), found.newest_approved) == (["repository.behind"], before)
    typed(found, "repository.behind", copy)
    assert (ids(judged(copy)), judged(copy).tip) == ([], busy.main())


def test_a_merge_that_nobody_recorded_is_not_taken_for_a_stale_copy(busy: World) -> None:
    old = next(busy.repository.log(busy.main(), first_parent=True))
    copy = clone(busy, name="old")
    for number in (4, 5):
        head = busy.ask(number, {NEWS: document(f"ข่าวปลอม {number}")})
        message = old.message.replace(old.parents[1], head).replace("#3", f"#{number}")
        busy.force({NEWS: document(f"ข่าวปลอม {number}")}, (busy.main(), head), message)
    assert "record.missing" in ids(judged(clone(busy)))
    git(copy.folder, "fetch", "-q")
    assert "record.missing" in ids(judged(copy))


# The middle of a merge


def half_merged(world: World, number: int = 4) -> None:
    """The record is written, main is not moved yet."""
    before = world.main()
    head = world.ask(number, {NEWS: document("ข่าวใหม่")})
    world.sign(number, *CHAIN)
    world.merge(number)
    world.git("update-ref", "refs/heads/main", before)
    world.git("update-ref", f"refs/heads/request/{number}", head)


def test_an_audit_between_record_and_merge_sees_it_under_way(busy: World) -> None:
    old = clone(busy, name="old")
    half_merged(busy)
    git(old.folder, "fetch", "-q")
    for copy in (busy.repository, old, clone(busy), clone(busy, "--mirror", name="mirror.git")):
        found = judged(copy)
        assert (found.tip, ids(found), told(found)) == (busy.main(), [], ["audit.under-way"])
    busy.publish(5, {ACT: law("พระราชบัญญัติอีกครั้ง")})
    assert ids(judged(busy.repository)) == []


def test_what_was_seen_under_way_is_judged_once_it_has_landed(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    half_merged(busy)
    arguments = ["--repo", str(busy.repository.folder), "--cache", str(busy.place / "cache"), "--format", "json"]
    assert command.main(arguments) == 0
    busy.merging()
    capsys.readouterr()
    assert command.main(arguments) == 0
    row = json.loads(capsys.readouterr().out)[-1]
    assert (row["request"], row["verdict"]) == (4, "clean")


def test_a_change_that_was_taken_off_main_is_not_under_way(busy: World) -> None:
    half_merged(busy)
    busy.git("update-ref", "-d", "refs/heads/request/4")
    assert ids(judged(busy.repository)) == ["record.orphan"]
    assert ids(judged(clone(busy))) == ["repository.behind"]
    busy.git("update-ref", "refs/heads/main", "main^")
    assert "record.orphan" in ids(judged(busy.repository))
    assert "record.orphan" in ids(judged(clone(busy, name="fresh")))


@pytest.mark.parametrize(
    ("odd", "found"), [({"commit": "e" * 40}, "record.orphan"), ({"mode": "verbal"}, "record.mismatch")]
)
def test_a_merge_that_main_may_never_get_is_not_under_way(busy: World, odd: dict[str, str], found: str) -> None:
    """Though the record is signed with the publisher's key: one is of no merge at all, one is not in order."""
    half_merged(busy)
    assert ids(judged(busy.repository)) == []
    wanted = records(busy)
    last = max(place for place, each in enumerate(wanted) if each.kind is RecordKind.MERGE)
    wanted[last] = replace(wanted[last], facts={**wanted[last].facts, **odd})
    relog(busy, wanted)
    assert ids(judged(busy.repository)) == [found]


def test_a_record_that_is_not_the_publishers_announces_nothing(busy: World) -> None:
    half_merged(busy)
    busy.staff.public_key("mallory")
    wanted = records(busy)
    relog(busy, wanted[:-2])
    from prakat.audit_log import audit_log

    log = audit_log.read(busy.repository)
    facts = [(each.kind, each.facts) for each in wanted[-2:]]
    longer = audit_log.append(busy.repository, log, facts, wanted[-1].at, busy.main(), busy.staff.keys / "mallory")
    busy.git("update-ref", "refs/heads/audit-log", str(longer.tip))
    assert ids(judged(busy.repository)) == ["record.orphan", "record.signature"]


def test_a_merge_under_way_is_judged_before_it_lands(busy: World) -> None:
    """The publisher's own signature stands below it, and main is simply not moved."""
    before, head = busy.main(), busy.ask(4, {NEWS: document("ข่าวใหม่")})
    busy.sign(4, *CHAIN)
    busy.merge(4)
    remade(busy, files={ACT: law("ไม่มีใครลงนามเลย")})
    wanted = ids(judged(busy.repository))
    busy.git("update-ref", "refs/heads/main", before)
    busy.git("update-ref", "refs/heads/request/4", head)
    found = judged(busy.repository)
    assert (ids(found), told(found)) == (wanted, ["audit.under-way"])
    assert "merge.evil" in wanted


def test_what_nobody_signed_is_not_under_way_in_a_fresh_clone_either(busy: World) -> None:
    half_merged(busy)
    told = records(busy)
    newest = max(place for place, each in enumerate(told) if each.kind is RecordKind.MERGE)
    unsigned = [*told]
    unsigned[newest] = replace(told[newest], facts={**told[newest].facts, "sign_offs": []})
    relog(busy, unsigned)
    for copy in (busy.repository, clone(busy)):
        found = judged(copy)
        assert "approval.missing" in ids(found)
        assert {row.logged for row in found.open_rows} == {found.open_rows[0].logged}


# A sign-off made anew


def signed_anew(world: World, copy: Repository) -> None:
    """The request changes after its approver signed; the copy had fetched the first signature."""
    world.ask(4, {NEWS: document("ข่าวใหม่")})
    world.sign(4, "reviewer=ton", "approver=dao")
    git(copy.folder, "fetch", "-q", "--tags")
    for step in ("reviewer", "approver"):
        world.git("update-ref", "-d", f"refs/tags/sign-off/4/{step}")
    world.sign(4, *CHAIN)
    assert not isinstance(world.merge(4), list)
    git(copy.folder, "fetch", "-q")


@pytest.mark.parametrize("name", ["origin", "the-office"])
def test_a_sign_off_made_anew_leaves_a_stale_tag_in_older_clones(busy: World, name: str) -> None:
    copy = clone(busy, "--origin", name)
    signed_anew(busy, copy)
    found = judged(copy)
    assert (ids(found), told(found)) == ([], ["audit.stale-tag"] * 2)
    assert "git fetch --tags --force" in found.notes[0].text("th")
    git(copy.folder, "fetch", "-q", "--tags", "--force")
    assert told(judged(copy)) == []


@pytest.mark.parametrize("signer", ["won", "dao", "mallory"])
def test_a_tag_that_was_put_there_after_the_merge_is_shown_in_each_copy(busy: World, signer: str) -> None:
    busy.staff.public_key(signer)
    head, name = busy.git("rev-parse", "main^2"), "sign-off/3/approver"
    moment = busy.later() if signer != "mallory" else busy.now.replace(hour=9, minute=0)
    tag = objects.tag(busy.repository, name, head, "x", who(signer), moment, busy.staff.keys / signer)
    busy.git("update-ref", f"refs/tags/{name}", tag)
    for copy in (busy.repository, clone(busy)):
        assert ids(judged(copy)) == ["approval.tag-moved"]


# What was seen before


def run(world: World, *arguments: str) -> int:
    return command.main(["--repo", str(world.repository.folder), *arguments])


def violations(world: World, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    capsys.readouterr()
    code = run(world, "--format", "json", *arguments)
    return code, sorted({each for row in json.loads(capsys.readouterr().out) for each in row["violations"]})


@pytest.mark.parametrize("form", ["json", "csv", "text"])
def test_each_run_prints_the_whole_line_to_keep(busy: World, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(busy, "--no-cache", "--format", form)
    line = f"--seen {busy.main()}:{busy.git('rev-parse', 'audit-log')}"
    told = capsys.readouterr()
    assert line in told.err
    assert run(busy, "--no-cache", *line.split()) == 0


def test_a_dropped_refusal_is_seen(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    seen = f"{busy.main()}:{busy.git('rev-parse', 'audit-log')}"
    relog(busy, records(busy)[:-1])
    assert violations(busy, capsys, "--no-cache") == (0, [])
    assert violations(busy, capsys, "--no-cache", "--seen", seen) == (1, ["repository.seen"])
    assert violations(busy, capsys, "--no-cache", "--seen", busy.main()) == (0, [])


@pytest.mark.parametrize("is_clean", [True, False])
def test_the_auditors_memory_forgets_no_head(
    busy: World, is_clean: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of main and of the audit-log, of an unclean history too, and by another version of Prakat."""
    cache = ("--cache", str(busy.place / "cache"))
    if not is_clean:
        busy.force({NEWS: document("ข่าวที่ไม่ผ่านคำขอ")})
    run(busy, *cache)
    main, log = busy.main(), busy.git("rev-parse", "audit-log")
    busy.git("update-ref", "refs/heads/main", "main^")
    busy.git("update-ref", "refs/heads/audit-log", "audit-log~2")
    monkeypatch.setattr("prakat.audit.auditor_memory.rules_digest", lambda: "another")
    for _ in range(2):
        code, found = violations(busy, capsys, *cache)
        assert (code, "repository.seen" in found) == (1, True)
    run(busy, *cache)
    told = " ".join(capsys.readouterr().out.split())
    assert main[:12] in told or main in told.replace(" ", "")
    assert "repository.seen" not in violations(busy, capsys, "--no-cache")[1]
    memory = next((busy.place / "cache").glob("seen-*"))
    memory.unlink()
    assert "repository.seen" not in violations(busy, capsys, *cache)[1]
    assert log


def test_heads_are_remembered_where_all_is_judged_again(busy: World) -> None:
    """As beside a forge, which is asked about every merge."""
    memory = AuditorMemory(busy.place / "cache", keeps_rows=False)
    assert ids(audit(busy.repository, Trust(), verified=VERIFIED, memory=memory)) == []
    assert memory.checkpoint(busy.repository, Trust()) is None
    busy.git("update-ref", "refs/heads/main", "main^")
    assert "repository.seen" in ids(audit(busy.repository, Trust(), verified=VERIFIED, memory=memory))


def test_a_memory_that_others_could_have_written_is_not_believed(busy: World) -> None:
    cache = busy.place / "cache"
    run(busy, "--cache", str(cache))
    (memory,) = cache.glob("seen-*")
    memory.write_text('{"main": ["' + "e" * 40 + '"], "log": []}')
    assert run(busy, "--cache", str(cache)) == 1
    memory.chmod(0o666)
    assert run(busy, "--cache", str(cache)) == 0


def test_a_copy_that_has_fetched_less_is_not_accused_by_what_another_has_seen(busy: World) -> None:
    memory = AuditorMemory(busy.place / "cache")
    copy = clone(busy, "--mirror")
    older = clone(busy, "--mirror", name="older")
    git(older.folder, "update-ref", "refs/heads/main", "main^")
    git(older.folder, "update-ref", "refs/heads/audit-log", "audit-log~2")
    assert ids(audit(copy, Trust(), verified=VERIFIED, memory=memory)) == []
    for _ in range(2):
        assert ids(audit(older, Trust(), verified=VERIFIED, memory=memory)) == []
    git(older.folder, "fetch", "-q")
    assert ids(audit(older, Trust(), verified=VERIFIED, memory=memory)) == []
    assert len([*memory.folder.glob("seen-*")]) == 2
