"""Requests that would stall the office: at each limit and beyond it, at the door and before a merge (R34)."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prakat.repository.bare import guard
from prakat.repository.repository import Repository, open_repository
from prakat.request import bulk
from prakat.rules import data
from sign_off_office import CHAIN, OFFICE_CHAIN, PEOPLE, World, document, law
from test_halted import LINE, unsigned

CHECKOUT = Path(__file__).parents[1]
WHO = b"committer nok <nok@office.example> 1782900000 +0700\n"
NEWS = b"content/public-relations/2569/news/"
LIMITS = data.load("limits.yml")["request"]
Stream = Iterator[bytes]


def commit(ref: bytes, parents: list[bytes], files: dict[bytes, bytes], message: bytes = b"x\n") -> Stream:
    """For `git fast-import`: a file is `:n` for a blob that was marked, an id, or its own bytes."""
    yield b"commit " + ref + b"\n" + WHO + b"data %d\n" % len(message) + message + b"\n"
    for word, parent in zip([b"from", *[b"merge"] * len(parents)], parents, strict=False):
        yield word + b" " + parent + b"\n"
    for path, what in files.items():
        mode = b"040000" if len(what) == 40 else b"100644"
        inline = not (what.startswith(b":") or len(what) == 40)
        yield b"M " + mode + b" " + (b"inline" if inline else what) + b' "' + path + b'"\n'
        yield b"data %d\n" % len(what) + what + b"\n" if inline else b""


def blob(size: int, mark: int = 1) -> Stream:
    yield b"blob\nmark :%d\ndata %d\n" % (mark, size)
    yield bytes(size)
    yield b"\n"


LOWER = {"commits": 50, "changes": 5000, "paths": 2000, "file": 1 << 20}
"""What takes long to make is tested at a lower limit."""
REF = b"refs/heads/request/2"


def of_commits(count: int, main: bytes) -> Stream:
    yield from commit(REF, [main], {NEWS + b"a": b"0"})
    for number in range(1, count):
        yield from commit(REF, [], {NEWS + b"a": b"%d" % number})


def of_parents(count: int, main: bytes) -> Stream:
    others = [b"refs/heads/other/%d" % number for number in range(count - 1)]
    for each in others:
        yield from commit(each, [main], {NEWS + each[-6:].replace(b"/", b""): each})
    yield from commit(REF, [main, *others], {NEWS + b"a": b"a"})


def of_message(size: int, main: bytes) -> Stream:
    """`size` of the whole commit."""
    head = len(b"tree \nparent \nauthor nok <nok@office.example> 1782900000 +0700\n") + 80 + len(WHO) + 1
    yield from commit(REF, [main], {NEWS + b"index.md": document("ข่าวประชาสัมพันธ์")}, b"m" * (size - head))


def of_file(size: int, main: bytes) -> Stream:
    """Deleted by the next commit, which helps nobody who has to read them all."""
    yield from blob(size)
    yield from commit(REF, [main], {NEWS + b"a.zip": b":1"})
    yield from commit(REF, [], {NEWS + b"a.zip": b"1"})


def of_text(size: int, main: bytes) -> Stream:
    yield from blob(size)
    yield from commit(REF, [main], {NEWS + b"index.md": b":1"})


def of_paths(count: int, main: bytes) -> Stream:
    yield from blob(1)
    yield from commit(REF, [main], {b"%s%d/%d" % (NEWS, number % 100, number): b":1" for number in range(count)})


def of_capitals(count: int, main: bytes) -> Stream:
    yield from blob(1)
    yield from commit(REF, [main], {b"%sNAME%d.PDF" % (NEWS, number): b":1" for number in range(count)})


def of_changes(count: int, main: bytes) -> Stream:
    """The same thousand files, changed again and again: one new object for all of them each time."""
    for turn in range(count // 1000 + 1):
        yield from blob(turn + 1, turn + 1)
        files = {NEWS + b"%d" % number: b":%d" % (turn + 1) for number in range(min(1000, count - 1000 * turn))}
        yield from commit(REF, [main] if not turn else [], files)


def of_depth(count: int, main: bytes) -> Stream:
    yield from commit(REF, [main], {b"/".join([b"d"] * count) + b"/a": b"a"})


def of_name(size: int, main: bytes) -> Stream:
    yield from commit(REF, [main], {NEWS + b"n" * size: b"a"})


def of_path(size: int, main: bytes) -> Stream:
    names = b"/".join([b"p" * 99] * 20)[: size - 2].rstrip(b"/")
    yield from commit(REF, [main], {names + b"p" * (size - 2 - len(names)) + b"/a": b"a"})


HOSTILE: list[tuple[str, Callable[[int, bytes], Stream]]] = [
    ("commits", of_commits),
    ("parents", of_parents),
    ("commit", of_message),
    ("file", of_file),
    ("text", of_text),
    ("paths", of_paths),
    ("changes", of_changes),
    ("depth", of_depth),
    ("name", of_name),
    ("path", of_path),
]


def imported(repository: Repository, stream: Stream) -> str:
    command = ["git", "-C", str(repository.folder), "fast-import", "--quiet", "--force"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin
        for piece in stream:
            process.stdin.write(piece)
        process.stdin.close()
    assert process.returncode == 0
    found = repository.ref(REF.decode())
    assert found
    return found


def measured(world: World, tip: str) -> str:
    found = bulk.excess(world.repository, tip, world.main())
    if found is None:
        return ""
    assert found.id == "request.oversized", found.text("en")
    assert found.text("th") and "…" not in str(found.values["found"])
    return str(found.values["what"].value)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("measure", "made"), HOSTILE, ids=[name for name, _ in HOSTILE])
def test_a_request_may_be_as_much_as_the_limit_and_no_more(
    world: World, measure: str, made: Callable[[int, bytes], Stream], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit, main = LOWER.get(measure, LIMITS[measure]), world.main().encode()
    monkeypatch.setitem(LIMITS, measure, limit)
    assert measured(world, imported(world.repository, made(limit, main))) == ""
    world.git("update-ref", "-d", REF.decode())
    assert measured(world, imported(world.repository, made(limit + 1, main))) == measure


def nested(world: World, levels: int, width: int) -> str:
    """One small folder, named `width` times in each of `levels` folders: width ** levels files."""
    inner, kind = world.git("hash-object", "-w", "--stdin", given=b"x"), "100644 blob"
    for _ in range(levels):
        listing = "".join(f"{kind} {inner}\t{number:03}\n" for number in range(width))
        inner, kind = world.git("mktree", given=listing.encode()), "040000 tree"
    return inner


def headed(world: World, tree: str) -> str:
    main = world.main()
    listing = world.git("ls-tree", main) + f"\n040000 tree {tree}\tbomb\n"
    root = world.git("mktree", given=listing.encode())
    head = f"tree {root}\nparent {main}\nauthor nok <nok@office.example> 1782900000 +0700\n{WHO.decode()}\nx\n"
    made = world.git("hash-object", "-t", "commit", "-w", "--stdin", given=head.encode())
    world.git("update-ref", REF.decode(), made)
    return made


def test_what_unfolds_without_end_is_counted_and_not_unfolded(world: World) -> None:
    assert measured(world, headed(world, nested(world, 10, 100))) == "paths"
    assert measured(world, headed(world, nested(world, 2, 50))) == ""


def test_a_folder_of_main_repeated_is_counted_where_it_stands(world: World) -> None:
    inner = world.git("rev-parse", "main^{tree}")
    for _ in range(4):
        listing = "".join(f"040000 tree {inner}\t{number:03}\n" for number in range(20))
        inner = world.git("mktree", given=listing.encode())
    assert measured(world, headed(world, inner)) == "paths"


def test_a_large_file_under_the_name_of_a_text_is_read_as_one(world: World) -> None:
    """Nothing of it is new: main has it as an attachment."""
    film = bytes(LIMITS["text"] + 1)
    world.force({"content/law/act/film.zip": film})
    assert measured(world, world.ask(2, {"content/law/act/other.zip": film})) == ""
    assert measured(world, world.ask(3, {"content/law/new/INDEX.MD": film})) == "text"


def test_an_honest_request_of_any_kind_is_measured_and_taken(world: World) -> None:
    act = "content/law/act/index.md"
    for number, files in enumerate(({act: document("ใหม่")}, {act: None}, {"office.yml": world.office()}), start=2):
        assert measured(world, world.ask(number, files)) == ""


def test_an_orphan_and_what_is_on_main_already_are_measured_too(world: World) -> None:
    assert measured(world, world.main()) == ""
    assert measured(world, imported(world.repository, commit(REF, [], {b"a": b"a"}))) == ""
    world.git("update-ref", "-d", REF.decode())
    wide = {b"%d" % number: b":1" for number in range(LIMITS["paths"] + 1)}
    orphan = imported(world.repository, iter([*blob(1), *commit(REF, [], wide)]))
    assert measured(world, orphan) == "paths"


@pytest.mark.parametrize(
    ("refs", "measure"),
    [
        (["r"] * 40, ""),
        (["r"] * 41, "refs"),
        ([f"refs/heads/request/{number}" for number in range(5)], ""),
        ([f"refs/heads/request/{number}" for number in range(6)], "requests"),
        (["r" * 200], ""),
        (["é" * 101], "ref"),
    ],
)
def test_a_push_has_few_names_and_short_ones(refs: list[str], measure: str) -> None:
    found = bulk.excess_of_push(refs)
    assert (found.values["what"].value if found else "") == measure  # type: ignore[attr-defined]


def test_a_file_may_be_as_large_as_an_attachment() -> None:
    assert LIMITS["file"] == data.load("file-types.yml")["limits"]["max_bytes"]


def test_every_measure_has_words_and_a_mend() -> None:
    measures = {*LIMITS, *data.load("limits.yml")["push"]}
    words = data.load("labels.yml")
    assert measures == words["bulk"].keys() == words["bulk_mend"].keys()


def pushed_past_the_door(world: World) -> None:
    """Requests 10 to 13: a long message, a deep folder, many files; and a commit without its tree."""
    main = world.main().encode()
    for number, (measure, made) in enumerate((HOSTILE[2], HOSTILE[7], HOSTILE[5]), start=10):
        head = imported(world.repository, made(LIMITS[measure] + 1, main))
        world.git("update-ref", f"refs/heads/request/{number}", head)
        world.git("update-ref", "-d", REF.decode())
    who = WHO.decode()
    broken = f"tree {'1' * 40}\nparent {world.main()}\n{who.replace('committer', 'author')}{who}\nx\n"
    made_of_nothing = world.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=broken.encode())
    world.git("update-ref", "refs/heads/request/13", made_of_nothing)


def prakat(world: World, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(CHECKOUT / "scripts" / f"{script}.py"), *words]
    own = {**os.environ, "PRAKAT_DATE": world.later().isoformat()}
    done = subprocess.run(command, cwd=world.place, env=own, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_one_requests_trouble_stays_its_own(world: World) -> None:
    """Whatever is pushed past the door, the next honest request is merged in the same run."""
    pushed_past_the_door(world)
    world.ask(20, {"content/law/new/index.md": law("ประกาศใหม่")})
    world.sign(20, *CHAIN)
    own = ("--repo", str(world.repository.folder), "--key", str(world.key), "--date", world.later().isoformat())
    done = prakat(world, "merge", *own, "--format", "json", "merge")
    assert done.returncode == 1, done.stderr
    rows = {each["request"]: each["violations"] for each in json.loads(done.stdout)}
    assert [rows[number] for number in (10, 11, 12)] == [["request.oversized"]] * 3
    assert rows[13] == ["request.unreadable"] and rows[20] == []
    assert world.problems() == []


def test_what_is_too_much_can_be_refused_and_closed(world: World) -> None:
    pushed_past_the_door(world)
    own = ("--repo", str(world.repository.folder), "--key", str(world.key), "--date", world.later().isoformat())
    why = ("--by", "dao", "--reason", "other", "--text", "คำขอนี้ใหญ่เกินกว่าจะอ่านได้")
    for number in ("10", "13"):
        done = prakat(world, "merge", *own, "reject", number, *why)
        assert done.returncode == 0, done.stderr
    assert {*world.repository.refs("refs/heads/request/")} == {f"refs/heads/request/{number}" for number in (11, 12)}
    assert world.problems() == []


def test_it_does_not_hinder_a_hand_over(world: World) -> None:
    now = world.office(str(world.audit().epoch)).decode()
    serving, left = (world.person("fah", *PEOPLE["fah"], until=until) for until in ("", "2026-07-31"))
    world.publish(2, {"office.yml": now.replace(serving, left).encode()}, *OFFICE_CHAIN, author="won")
    pushed_past_the_door(world)
    own = ("--repo", str(world.repository.folder), "--key", str(world.key), "--date", world.later().isoformat())
    done = prakat(world, "merge", *own, "handover", "--from", "fah", "--to", "nok")
    assert done.returncode == 0, done.stderr


def test_what_mends_the_audit_log_is_found_among_it(world: World) -> None:
    """All of it is open while records that nobody made stop the publisher."""
    pushed_past_the_door(world)
    unsigned(world)
    own = ("--repo", str(world.repository.folder), "--key", str(world.key), "--lang", "en")
    done = prakat(world, "merge", *own, "--date", world.later().isoformat(), "merge")
    (line,) = LINE.findall(done.stderr)
    assert done.returncode == 1 and line, done.stderr
    world.ask(20, {}, author="won", message=f"Regularise\n\n{line}")
    world.sign(20, *CHAIN)
    done = prakat(world, "merge", *own, "--date", world.later().isoformat(), "merge")
    assert "#20 merged" in done.stdout, done.stdout
    assert world.problems() == []


def test_what_was_pushed_to_a_closed_number_and_cannot_be_read_stops_nobody(world: World) -> None:
    """One whose tree is lost gets a number of its own; one that is not there at all stays where it is."""
    pushed_past_the_door(world)
    world.git("update-ref", "refs/heads/request/1", "refs/heads/request/13")
    world.publish(2, {"content/law/new/index.md": law("ประกาศใหม่")})
    (world.repository.git_dir / "refs" / "heads" / "request" / "2").write_text("1" * 40 + "\n")
    own = ("--repo", str(world.repository.folder), "--key", str(world.key), "--lang", "en")
    world.ask(20, {"content/law/other/index.md": law("ประกาศอีกเรื่อง")})
    world.sign(20, *CHAIN)
    done = prakat(world, "merge", *own, "--date", world.later().isoformat(), "merge")
    assert "#20 merged" in done.stdout, (done.stdout, done.stderr)
    refs = world.repository.refs("refs/heads/request/")
    assert refs["refs/heads/request/3"] == refs["refs/heads/request/13"] and "refs/heads/request/1" not in refs


def test_its_sheet_says_why_there_is_none(world: World) -> None:
    pushed_past_the_door(world)
    for number in (10, 13):
        words = ("--repo", str(world.repository.folder), "--base", "main", "--head", f"refs/heads/request/{number}")
        done = prakat(world, "request_report", *words, "--to", str(world.place / "sheet"))
        assert done.returncode == 2 and ("[request.oversized]" in done.stderr) is (number == 10), done.stderr


def test_the_door_takes_nothing_of_it_and_says_what_to_do(world: World) -> None:
    """Each is pushed by plain git to the real hook; and what the message says to do is done, and taken."""
    guard(world.repository.folder, CHECKOUT / "hooks" / "pre_receive.py")
    clone = world.place / "clone"
    subprocess.run(["git", "clone", "-q", str(world.repository.folder), str(clone)], check=True)
    theirs, main = open_repository(clone), world.main().encode()
    for measure, made in HOSTILE:
        if measure in ("parents", "commit", "depth"):
            said = pushed(world, clone, imported(theirs, made(LIMITS[measure] + 1, main)))
            assert f"[request.oversized] {data.label('bulk', measure)}" in said
            assert data.label("bulk_mend", measure) in said
            theirs.run("update-ref", "-d", REF.decode())
    assert not world.repository.refs("refs/heads/request/")
    assert pushed(world, clone, imported(theirs, of_message(1000, main))) == ""
    assert [*world.repository.refs("refs/heads/request/")] == [REF.decode()]


def pushed(world: World, clone: Path, head: str) -> str:
    """What the hook says; empty where it takes the push."""
    own = {**os.environ, "PRAKAT_DATE": world.later().isoformat(), "PRAKAT_PUSHER": "nok@office.example"}
    command = ["git", "-C", str(clone), "push", "-q", "origin", f"+{head}:{REF.decode()}"]
    done = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr.replace("remote: ", "") if done.returncode else ""
