"""A copy whose configuration, attributes and hooks name a program at every place that git knows: no command runs it
(R34). Real repositories, every command that reads one; the honest copy beside it gives the same answers."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

import audit
import check
import due
import merge
import protect
import publish
import request_report
from prakat.cannot_work import CannotWork
from prakat.network.remote import Remote
from prakat.repository import safe_settings, work_tree
from prakat.repository.repository import GitFailed, open_repository
from sign_off_office import CHAIN, After, World, document

DAY = "2026-07-15"
NEWS = "content/public-relations/2569/news/index.md"
ATTRIBUTES = b"* filter=evil diff=evil merge=evil\noffice.yml filter=e=vil\ncontent/** filter=of.another\n"
COMMANDS = (
    *("core.fsmonitor", "core.sshCommand", "core.gitProxy", "core.askPass", "core.editor", "core.pager"),
    *("core.alternateRefsCommand", "sequence.editor", "diff.external", "interactive.diffFilter", "gpg.program"),
    *("gpg.ssh.program", "gpg.x509.program", "gpg.openpgp.program", "gpg.ssh.defaultKeyCommand"),
    *("diff.evil.command", "diff.evil.textconv", "merge.evil.driver", "mergetool.evil.cmd", "difftool.evil.cmd"),
    *(f"filter.{name}.{act}" for name in ("evil", "e=vil", "of.another") for act in ("clean", "smudge", "process")),
    *(f"pager.{name}" for name in ("log", "show", "status", "config", "cat-file", "ls-tree", "rev-list", "diff-tree")),
    *("trailer.evil.cmd", "trailer.evil.command", "tar.evil.command", "browser.evil.cmd", "man.evil.cmd"),
    *("uploadpack.packObjectsHook", "sendemail.toCmd", "instaweb.httpd", "remote.origin.uploadpack"),
    *("remote.origin.receivepack", "core.preloadIndexCommand"),
)
"""Each names a program, as git's documentation of its settings has them."""
SHELL = (
    *("credential.helper", "credential.https://127.0.0.1.helper", "submodule.evil.update"),
    *(f"alias.{name}" for name in ("log", "status", "config", "ls-files", "cat-file", "evil")),
)
"""The same, behind a `!`."""
SWITCHES = {
    **dict.fromkeys(("log.showSignature", "merge.renormalize", "submodule.recurse", "push.gpgSign"), "true"),
    **dict.fromkeys((f"filter.{name}.required" for name in ("evil", "e=vil", "of.another")), "true"),
    **dict.fromkeys(("protocol.allow", "protocol.ext.allow"), "always"),
    **dict.fromkeys(("merge.default", "remote.origin.vcs", "diff.tool", "merge.tool"), "evil"),
    "core.untrackedCache": "true",
    "commit.gpgSign": "true",
    "gpg.format": "ssh",
    "core.hooksPath": "githooks",
}
HOOKS = (
    *("post-checkout", "post-index-change", "pre-commit", "reference-transaction", "pre-push", "pre-auto-gc"),
    *("fsmonitor-watchman", "update", "post-update", "pre-receive", "post-receive", "proc-receive", "post-rewrite"),
)


def one_merged(world: World) -> None:
    """One item more, a request that is signed, and attributes that somebody got onto main."""
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    world.force({".gitattributes": ATTRIBUTES})
    world.ask(3, {NEWS: document("ข่าวประชาสัมพันธ์ แก้ไข")})
    world.sign(3, *CHAIN)


@pytest.fixture
def office(world_after: After) -> World:
    return world_after(one_merged)


def planted(world: World, git_dir: Path, top: Path) -> None:
    """Every key, in the copy's own settings, in a file that they include, in the work tree's own, under each name."""
    script = world.place / "evil"
    script.write_text(f'#!/bin/sh\necho "$0 $*" >> {world.place / "canary"}\nexit 0\n', encoding="utf-8")
    script.chmod(0o755)
    values = {**dict.fromkeys(COMMANDS, str(script)), **dict.fromkeys(SHELL, f"!{script}"), **SWITCHES}
    values |= {"gpg.ssh.allowedSignersFile": str(script)}
    values |= {"url.ext::sh -c evil.insteadOf": "https://", f"remote.{git_dir}.vcs": "evil"}
    config, included, conditional = git_dir / "config", world.place / "included", world.place / "conditional"
    for file in (config, included, conditional, git_dir / "config.worktree"):
        with file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write("".join(map(setting, values, values.values())))
    with config.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f'[include]\n\tpath = {included}\n[includeIf "gitdir:**"]\n\tpath = {conditional}\n')
        stream.write("[extensions]\n\tworktreeConfig = true\n")
    for folder in (top / "githooks", git_dir / "githooks", git_dir / "hooks"):
        folder.mkdir(exist_ok=True)
        for name in HOOKS:
            (folder / name).unlink(missing_ok=True)
            (folder / name).symlink_to(script)
    (git_dir / "info").mkdir(exist_ok=True)
    (git_dir / "info" / "attributes").write_bytes(ATTRIBUTES)
    (git_dir / "objects" / "info").mkdir(exist_ok=True)
    (git_dir / "objects" / "info" / "alternates").write_text(
        f"{world.place / 'office.git' / 'objects'}\n", encoding="utf-8"
    )
    index = git_dir / "index"
    for path in (path for path in top.rglob("*") if index.is_file() and ".git" not in path.parts):
        os.utime(path, (0, 0))  # so that git asks whether its bytes are still the same


def setting(name: str, value: str) -> str:
    section, _, rest = name.partition(".")
    middle, _, key = rest.rpartition(".")
    return f'[{section} "{middle}"]\n\t{key} = "{value}"\n' if middle else f'[{section}]\n\t{key} = "{value}"\n'


def cloned(world: World, *flags: str, name: str = "copy") -> Path:
    clone = ["git", "clone", "-q", *flags, str(world.place / "office.git"), str(world.place / name)]
    subprocess.run(clone, check=True)
    return world.place / name


def canary(world: World) -> str:
    path = world.place / "canary"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def run(command: object, *words: str) -> int:
    return int(command.main(list(words)))  # type: ignore[attr-defined]


def test_the_canary_sings_for_whoever_is_careless(office: World) -> None:
    """Plain git in that copy runs it: so the traps below are real ones."""
    copy = cloned(office)
    planted(office, copy / ".git", copy)
    own = {**os.environ, "GIT_CONFIG_COUNT": "0"}
    for words in (["status"], ["log", "--oneline"], ["diff", "HEAD~1", "HEAD"], ["evil"]):
        office.place.joinpath("canary").unlink(missing_ok=True)
        subprocess.run(["git", "-C", str(copy), *words], env=own, capture_output=True, check=False)
        assert canary(office), words


def staffs(world: World, copy: Path) -> Sequence[tuple[object, tuple[str, ...]]]:
    """What people type in a copy."""
    repo, to = ("--repo", str(copy)), ("--to", str(world.place / f"to-{copy.name}"), "--date", DAY)
    sides = ("--base", "origin/main", "--head", "origin/request/3")
    return (
        (check, repo),
        (due, (*repo, "--date", DAY)),
        (audit, (*repo, "--no-cache")),
        (audit, (*repo, "--no-cache", "--bundle", str(copy / ".git" / "kit.zip"))),
        (request_report, (*repo, *sides, "--to", str(copy / ".git" / "sheet"), "--date", DAY)),
        (publish, (*repo, *to)),
        (publish, (*repo, *to, "--approved")),
    )


@pytest.mark.usefixtures("quick_programs")
def test_no_command_in_a_hostile_clone_runs_what_it_names(office: World) -> None:
    copy, honest = cloned(office), cloned(office, name="honest")
    planted(office, copy / ".git", copy)
    said: list[list[str]] = []
    for place in (honest, copy):
        codes = []
        for command, words in staffs(office, place)[: 5 if place == honest else 7]:
            codes.append(str(run(command, *words)))
            assert not canary(office), (command, words)
        assert codes[:5] == ["0", "0", "1", "1", "0"]
        said.append(codes)
    assert said[0] == said[1][:5]


def test_the_publisher_in_a_hostile_bare_copy_runs_nothing_either(office: World) -> None:
    """As where the office's repository was brought back from somebody else's backup."""
    bare = cloned(office, "--mirror", name="mirror")
    planted(office, bare, bare)
    repo = ("--repo", str(bare))
    assert open_repository(bare).time_of("main~1")  # a merge, which the publisher signed
    words = ("--key", str(office.key), "--date", office.later(60).isoformat())
    assert run(merge, *repo, *words, "merge") == 1  # of a mirror, no receipt tells of a sign-off
    assert (
        run(merge, *repo, *words, "reject", "3", "--by", "dao", "--reason", "other", "--text", "ไม่เกี่ยวกับภารกิจของเรา")
        == 0
    )
    assert run(protect, *repo) == 1
    assert not canary(office)


def test_nothing_runs_that_the_copy_names_for_an_address(office: World) -> None:
    """What is fetched and pushed by its address may have settings of its own, under that address."""
    bare = cloned(office, "--mirror", name="mirror")
    url = bare.as_uri()
    mirror = office.repository
    planted(office, mirror.git_dir, mirror.git_dir)
    with (mirror.git_dir / "config").open("a", encoding="utf-8", newline="\n") as stream:
        for name in ("uploadpack", "receivepack", "proxy"):
            stream.write(setting(f"remote.{url}.{name}", str(office.place / "evil")))
    remote = Remote(url, "nobody", "x", sleep=lambda _: None)
    assert remote.heads(mirror)["refs/heads/main"] == office.main()
    remote.fetch(mirror, "+refs/heads/main:refs/forge/main")
    mirror.run("update-ref", "refs/heads/other", "main")
    remote.push(mirror, "refs/heads/other")
    assert "refs/heads/other" in remote.heads(mirror)
    assert not canary(office)


def test_no_program_merges_for_git(office: World) -> None:
    """On a forge the publisher asks git what merging would give: of texts that both sides changed, too."""
    base, act = office.main(), "content/law/act/index.md"
    old = office.repository.run("show", f"main:{act}")
    ours = office.force({act: old.replace("พระราชบัญญัติ".encode(), "พระราชบัญญัติใหม่".encode())})
    theirs = office.force({act: old + b"\n".join([b"", b"x", b""])}, (base,))
    whole = office.repository.merged_tree(ours, theirs)
    assert whole and not canary(office)
    bare = office.repository.git_dir
    planted(office, bare, bare)
    assert office.repository.merged_tree(ours, theirs) == ""
    assert not canary(office)


def test_an_object_that_a_stranger_promises_is_not_fetched(office: World) -> None:
    bare = cloned(office, "--mirror", "--no-hardlinks", name="partial")
    planted(office, bare, bare)
    (bare / "objects" / "info" / "alternates").unlink()
    repository = open_repository(bare)
    main = repository.line("rev-parse", "main^{tree}")
    for name, value in {
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{office.place / 'evil'}",
    }.items():
        subprocess.run(["git", "config", "-f", str(bare / "config"), "--replace-all", name, value], check=True)
    assert repository.object(main)[0] == "tree"
    (bare / "objects" / main[:2] / main[2:]).unlink()
    with pytest.raises(GitFailed):
        repository.run("ls-tree", "main")
    assert run(audit, "--repo", str(bare), "--no-cache") == 1
    assert not canary(office)


def test_what_differs_from_the_commit_is_still_seen(office: World) -> None:
    """Without git's own `status`, which runs filters: an honest copy is clean, whatever its line ends are."""
    copy, paths = cloned(office), ("content", "office.yml")
    assert not work_tree.is_dirty(copy, paths)
    text = (copy / NEWS).read_bytes()
    (copy / NEWS).write_bytes(text.replace(b"\n", b"\r\n"))
    assert not work_tree.is_dirty(copy, paths)
    for made in (text + b"x", text[:-1]):
        (copy / NEWS).write_bytes(made)
        assert work_tree.is_dirty(copy, paths)
    (copy / NEWS).unlink()
    assert work_tree.is_dirty(copy, paths) and not work_tree.is_dirty(copy, ("office.yml",))
    (copy / NEWS).symlink_to(copy / "office.yml")
    assert work_tree.is_dirty(copy, paths)
    (copy / NEWS).unlink()
    (copy / NEWS).write_bytes(text)
    assert not work_tree.is_dirty(copy, paths)
    (copy / "content" / "new").write_bytes(b"")
    assert work_tree.is_dirty(copy, paths)


def test_every_git_is_started_in_one_place_with_the_safe_settings() -> None:
    """Whoever starts git elsewhere hears of it here. The key's door becomes git for somebody's push, in which the
    repository's own settings and hook must act: those are for `protect` to judge, and what a client sends is kept out
    there (test_door.py)."""
    house = Path(safe_settings.__file__).parents[1]
    starts = {
        path.relative_to(house).as_posix()
        for path in house.rglob("*.py")
        if 'program("git")' in path.read_text("utf-8")
    }
    assert starts == {"repository/repository.py", "hosting/key_door.py"}


PIPES = (
    "config",
    "HEAD",
    "packed-refs",
    "shallow",
    "commondir",
    "objects/info/alternates",
    "refs/heads/x",
    "refs/replace",
)


@pytest.mark.parametrize("name", [*PIPES, "refs/remotes/origin/x", "objects/pack/multi-pack-index"])
def test_a_pipe_where_git_reads_is_named_and_not_waited_for(office: World, name: str) -> None:
    copy = cloned(office)
    place = copy / ".git" / name
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    with pytest.raises(CannotWork) as problem:
        open_repository(copy)
    assert problem.value.message == "repository.no-plain-file"


def test_settings_that_never_end_are_said(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, pipe = cloned(office), office.place / "pipe"
    os.mkfifo(pipe)
    with (copy / ".git" / "config").open("a", encoding="utf-8") as stream:
        stream.write(f"[include]\n\tpath = {pipe}\n")
    monkeypatch.setattr("prakat.repository.repository.LONGEST_PROBE", 0.5)
    with pytest.raises(CannotWork) as problem:
        open_repository(copy)
    assert "repository.endless-settings" in str(problem.value)
