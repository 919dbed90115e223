"""Every violation that an audit can find open has a way to be closed, and this way is tried (R01)."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from office_of_values import CHAIN, TWO, Main
from prakat.audit.audit_row import Outcome
from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust
from prakat.audit.seen import Seen
from prakat.audit_log.record import RecordKind
from prakat.repository.repository import Repository, find_repository
from prakat.rules.violation import kinds, violation
from sign_off_office import OFFICE_CHAIN, VERIFIED, World, document, law
from test_broken_glass import TOLD
from test_halted import FAULTS
from test_verdict import TABLE as MERGES
from test_verdict_on_histories import HISTORIES, notice, regularise
from test_verdict_on_requests import ONE_STEP
from test_verdict_on_requests import TABLE as REQUESTS
from test_verdict_on_sign_offs import TABLE as SIGN_OFFS
from verdict_table import Row

TABLES = (MERGES, REQUESTS, SIGN_OFFS)
ACT = "content/law/act/index.md"
NEWS = "content/public-relations/2569/news/index.md"
SENT_ANEW = {"request.absent", "request.check", "request.oversized", "request.sent-back", "request.unreadable"}
"""Said of a request before it is merged, and never afterwards: whoever asks mends the request."""


def closed_of(row: Row) -> set[str]:
    """Of what is wrong in the row, that which a request closes that names main's last commit."""
    main = Main.begun()
    begun = row.act(main)
    main = begun if isinstance(begun, Main) else main
    return closed_after(main)


def closed_after(main: Main) -> set[str]:
    wrong = main.tip
    main.later(minutes=2 * 24 * 60)  # whoever was appointed a day late may sign it by then
    regularise(main, 99, wrong)
    rows = [each for each in main.audit().rows if each.commit == wrong and each.outcome is Outcome.REGULARISED]
    return {each.id for found in rows for each in found.violations}


def regularised_anew() -> set[str]:
    """A regularisation that was itself not in order."""
    unknown, beyond = Main.begun(), Main.begun()
    regularise(unknown, 2, "e" * 40)
    regularise(beyond, 2, beyond.push({NEWS: document()}).id, files={ACT: law("พระราชบัญญัติที่ถูก")})
    return closed_after(unknown) | closed_after(beyond)


def of_a_broken_glass() -> set[str]:
    """Two webmasters went too far while the approver was there, and the first witness was one of them."""
    (before, changed), _ = TOLD["and the own name"]
    main = Main.begun({"office.yml": before})
    wrong = main.publish(2, {"office.yml": changed}, *TWO, mode="break-glass").id
    main.later(minutes=2 * 24 * 60)
    first = regularise(main, 9, wrong, files={"office.yml": before}, names=("witness=won", *CHAIN))
    regularise(main, 99, wrong, first, names=("witness=fah", *CHAIN))
    rows = [each for each in main.audit().rows if each.outcome is Outcome.REGULARISED]
    assert [each.commit for each in rows] == [wrong, first]
    return {each.id for found in rows for each in found.violations}


def of_one_step() -> set[str]:
    """The office is bound to ask who pushes; the publisher records it of the request that closes."""
    main = Main.begun(ONE_STEP)
    asked = main.ask(2, {NEWS: document()})
    signs = main.sign(asked, "approver=dao")
    wrong = main.merge(asked, signs).id
    main.record(main.own[-1], asked, signs)
    after = main.ask(3, {}, message=f"Content: afterwards\n\nRegularises: {wrong}\n")
    signs = main.sign(after, "approver=dao", "webmaster=wit")
    main.record(main.merge(after, signs), after, signs, "regularising", pushers=["nok"])
    rows = [each for each in main.audit().rows if each.outcome is Outcome.REGULARISED]
    return {each.id for found in rows for each in found.violations}


def told_anew() -> set[str]:
    """A wrong notice is closed by a right one of the same merge."""
    main = Main.begun()
    first, made = main.tip, main.publish(2, {NEWS: document()}).id
    main.log(RecordKind.NOTICE, notice(made, to=()), first)
    wrong = {each.id for row in main.audit().open_rows for each in row.violations}
    main.log(RecordKind.NOTICE, notice(made), first)
    return wrong - {each.id for row in main.audit().open_rows for each in row.violations}


REGULARISED = {*regularised_anew(), *of_a_broken_glass(), *of_one_step()} | {
    each for table in TABLES for row in table.rows if row.ids for each in closed_of(row)
}
"""On main: a request names the commit, and the whole chain signs it."""
IN_HISTORIES = {
    each for one in HISTORIES for said in one.said for each in re.findall(r"[a-z.-]+", said) if said[0] == "("
}
LOGGED = set().union(*FAULTS.values())
"""In the audit-log: a request names the log's commit; tests/test_halted.py types what the publisher says."""


def shallow(world: World, clone: Path) -> list[str]:
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{world.repository.folder}", clone], check=True)
    told = violation("repository.shallow").text("en")
    return shlex.split(re.findall(r"git fetch [^.]+(?=\.)", told)[0])


def partial(world: World, clone: Path) -> list[str]:
    subprocess.run(["git", "clone", "-q", world.repository.folder, clone], check=True)
    subprocess.run(["git", "-C", clone, "config", "remote.origin.promisor", "true"], check=True)
    whole = f"{clone}-whole"
    return ["git", "clone", "-q", str(world.repository.folder), whole]


def replaced(world: World, clone: Path) -> list[str]:
    subprocess.run(["git", "clone", "-q", world.repository.folder, clone], check=True)
    named = [world.main(), world.git("rev-parse", "refs/heads/main^")]
    subprocess.run(["git", "-C", clone, "replace", *named], check=True)
    told = violation("repository.replaced", found=named[0]).text("en")
    command = re.findall(r"git replace -d [^.]+(?=\.)", told)[0]
    return shlex.split(command.replace("ID", named[0]))


def cut(world: World, clone: Path) -> list[str]:
    """A copy had more than there is now: the server's main comes back from it."""
    subprocess.run(["git", "clone", "-q", "--bare", world.repository.folder, clone], check=True)
    subprocess.run(["git", "-C", clone, "update-ref", "refs/heads/main", "refs/heads/main^"], check=True)
    return ["git", "fetch", "-q", str(world.repository.folder), "refs/heads/main:refs/heads/main"]


def re_rooted(world: World, clone: Path) -> list[str]:
    subprocess.run(["git", "clone", "-q", "--bare", world.repository.folder, clone], check=True)
    tree = world.git("rev-parse", "refs/heads/main^{tree}")
    identity = ["-c", "user.name=x", "-c", "user.email=x@x"]
    asked = ["git", "-C", str(clone), *identity, "commit-tree", tree, "-m", "x"]
    root = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run(["git", "-C", clone, "update-ref", "refs/heads/main", root], check=True)
    return ["git", "fetch", "-q", str(world.repository.folder), "+refs/heads/main:refs/heads/main"]


def broken(world: World, clone: Path) -> list[str]:
    subprocess.run(["git", "clone", "-q", "--bare", "--no-local", world.repository.folder, clone], check=True)
    subprocess.run(["git", "-C", clone, "unpack-objects", "-q"], stdin=subprocess.DEVNULL, check=False)
    for pack in (clone / "objects" / "pack").glob("*"):
        pack.unlink()
    return ["git", "fetch", "-q", "--refetch", str(world.repository.folder), "+refs/*:refs/*"]


def re_tagged(world: World, clone: Path) -> list[str]:
    """The old tag comes back from a copy, or the record is believed and the tag is taken away."""
    subprocess.run(["git", "clone", "-q", "--mirror", world.repository.folder, clone], check=True)
    world.git("rev-parse", "refs/tags/sign-off/2/approver")
    subprocess.run(["git", "-C", clone, "update-ref", "refs/tags/sign-off/2/approver", world.main()], check=True)
    return ["git", "fetch", "-q", str(world.repository.folder), "+refs/tags/*:refs/tags/*"]


def as_told(clone: Path, rule: str) -> list[str]:
    """The command that the row gives."""
    copy = find_repository(clone)
    assert copy
    rows = audit(copy, Trust(), verified=VERIFIED).rows
    (found,) = (each for row in rows for each in row.violations if each.id == rule)
    values = {**found.values, **getattr(found.values.get("mend"), "values", {})}
    assert str(values["command"]) in found.text("th")
    return shlex.split(str(values["command"]))


def behind(world: World, clone: Path) -> list[str]:
    """Only one of the two branches was fetched since."""
    subprocess.run(["git", "clone", "-q", f"file://{world.repository.folder}", clone], check=True)
    world.publish(3, {ACT: law("พระราชบัญญัติอีกฉบับ")})
    subprocess.run(["git", "-C", clone, "fetch", "-q", "origin", "main"], check=True)
    return as_told(clone, "repository.behind")


def without_log(world: World, clone: Path) -> list[str]:
    source = f"file://{world.repository.folder}"
    subprocess.run(["git", "clone", "-q", "--single-branch", source, clone], check=True)
    return as_told(clone, "repository.no-log")


def older(world: World, clone: Path) -> list[str]:
    """The remote that is judged is a mirror of before; another has more."""
    mirror = Path(f"{clone}-mirror.git")
    subprocess.run(["git", "clone", "-q", "--mirror", f"file://{world.repository.folder}", mirror], check=True)
    world.publish(3, {ACT: law("พระราชบัญญัติอีกฉบับ")})
    subprocess.run(["git", "clone", "-q", f"file://{mirror}", clone], check=True)
    subprocess.run(["git", "-C", clone, "remote", "add", "upstream", f"file://{world.repository.folder}"], check=True)
    subprocess.run(["git", "-C", clone, "fetch", "-q", "--all"], check=True)
    return as_told(clone, "repository.older")


def diverged(world: World, clone: Path) -> list[str]:
    """The clone's own audit-log holds what the office's has not."""
    subprocess.run(["git", "clone", "-q", f"file://{world.repository.folder}", clone], check=True)
    own = ["git", "-C", str(clone), "-c", "user.name=x", "-c", "user.email=x@x"]
    subprocess.run([*own, "branch", "-q", "--no-track", "audit-log", "origin/audit-log^"], check=True)
    made = [*own, "commit-tree", "audit-log^{tree}", "-p", "audit-log", "-m", "x"]
    oid = subprocess.run(made, check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run([*own, "update-ref", "refs/heads/audit-log", oid], check=True)
    return as_told(clone, "repository.diverged")


COMMANDS: dict[str, Callable[[World, Path], list[str]]] = {
    "repository.shallow": shallow,
    "repository.partial": partial,
    "repository.replaced": replaced,
    "repository.seen": cut,
    "repository.broken": broken,
    "repository.behind": behind,
    "repository.older": older,
    "repository.no-log": without_log,
    "repository.diverged": diverged,
    "audit.epoch-lost": re_rooted,
    "approval.tag-moved": re_tagged,
}
"""Of the copy that is audited: a command mends the copy."""
FOUNDING = {"audit.no-epoch", "office.unreadable"}
"""Nothing gives anybody authority yet: a request names an epoch that does, or the auditor trusts one."""


def test_every_violation_has_a_way_to_be_closed() -> None:
    ways = REGULARISED | IN_HISTORIES | LOGGED | told_anew() | COMMANDS.keys() | SENT_ANEW | FOUNDING
    assert ways == set(kinds()), "say how it is closed, and try it here"


def open_ids(repository: Repository, seen: str) -> set[str]:
    found = audit(repository, Trust(), Seen.of(seen), VERIFIED)
    return {each.id for row in found.open_rows for each in row.violations}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_mends_what_is_wrong_with_a_copy(world: World, tmp_path: Path, name: str) -> None:
    world.publish(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    clone = tmp_path / "clone"
    command = COMMANDS[name](world, clone)
    copy = find_repository(clone)
    assert copy
    assert name in open_ids(copy, world.main())
    subprocess.run(command, cwd=clone, check=True)
    whole = Path(f"{clone}-whole")
    mended = find_repository(whole if whole.exists() else clone)
    assert mended
    assert open_ids(mended, world.main()) == set()


def test_a_request_gives_an_office_its_epoch(world: World) -> None:
    """As the fixture was founded: what it names is the commit before."""
    root = world.git("rev-list", "--max-parents=0", "refs/heads/main")
    world.git("update-ref", "refs/heads/main", root)
    world.git("update-ref", "-d", "refs/heads/audit-log")
    assert world.problems() == ["audit.no-epoch"]
    world.publish(8, {"office.yml": world.office(root)}, *OFFICE_CHAIN, author="won")
    assert world.problems() == []


def test_an_auditor_trusts_an_epoch_that_gives_somebody_authority(world: World) -> None:
    """Upon a commit whose office.yml nobody can read, nobody can close anything; a later one is one line of --trust."""
    readable = world.office(world.audit().epoch)
    lost = world.force({"office.yml": b"unknown: 1\n"})
    found = world.force({"office.yml": readable})
    world.publish(8, {NEWS: document("ข่าวประชาสัมพันธ์")})
    wrong = {each.id for row in world.audit(trust=Trust(epoch=lost)).open_rows for each in row.violations}
    assert "office.unreadable" in wrong
    assert world.audit(trust=Trust(epoch=found)).open_rows == []
