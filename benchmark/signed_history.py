"""A number of requests -> a bare repository in which each was signed off by three, merged and recorded"""

import hashlib
import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmark.agent import Agent, agent_with
from benchmark.generate import BANGKOK, OPENED, lives, requests
from benchmark.history import Request, write_repository
from benchmark.office import SIGNERS, office_yaml
from prakat.audit_log.audit_log import PUBLISHER_IDENTITY
from prakat.audit_log.merge_record import MergeRecord, ReceivedSignOff
from prakat.audit_log.record import FIRST, Record, RecordKind, digest, file_name
from prakat.founding.staff import make_key
from prakat.repository.commit import Commit
from prakat.repository.mainline import landings, read_mainline
from prakat.repository.public_key import plain_key
from prakat.repository.repository import Repository, open_repository
from prakat.repository.signature import Signature, parse_tag, with_signature
from prakat.request.policy.sign_off import CHECKED
from prakat.rules.strict_yaml import read_yaml

STEPS = ("reviewer", "approver", "webmaster")
LIVES_A_REQUEST = 0.85
"""Enough lives for that many requests, since some items are amended."""


def write_signed(place: Path, count: int, seed: int) -> tuple[Repository, list[Signature]]:
    """`place`/office with `count` requests of two commits each, and every signature in it; the same seed, the same
    texts, but new keys. Raises CalledProcessError when git or an agent refuses."""
    keys = {name: plain_key(make_key(place / "keys" / name, name)) for name in (*STEPS, "publisher")}
    known = list(lives(int(count * LIVES_A_REQUEST) + 1, seed))
    asked = [_in_two_steps(each) for each in islice(requests(known, seed), count)]
    opened = datetime.combine(OPENED, time(8), BANGKOK)
    write_repository(place / "office", opened, {"office.yml": _office(keys)}, asked)
    repository = open_repository(place / "office")
    with agent_with(*(place / "keys" / name for name in keys)) as agent:
        signed = _record_all(repository, asked, agent, keys)
    return repository, signed


def _in_two_steps(request: Request) -> Request:
    final = request.steps[-1]
    path = next(each for each in final if each.endswith("/index.md"))
    draft = {**final, path: final[path].replace(b"\n## ", b"\n### ", 1) + b"\n"}
    return replace(request, steps=(draft, final))


def _office(keys: dict[str, str]) -> bytes:
    """The office of the other measurements, with keys."""
    found = read_yaml(office_yaml()).data
    for person in found["people"]:
        step = person["id"].removesuffix("-1")
        if step in keys:
            person["keys"] = [keys[step]]
    found["publisher"] = {"keys": [keys["publisher"]]}
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in found.items()).encode()


def _record_all(
    repository: Repository, asked: Sequence[Request], agent: Agent, keys: dict[str, str]
) -> list[Signature]:
    """Signs and records every merge on main: trees by fast-import, commits and tags as bytes."""
    tip = repository.ref("refs/heads/main")
    root = repository.line("rev-list", "--max-parents=0", "main")
    assert tip, "main was written"
    merges = [each.commit for each in landings(read_mainline(repository, tip), root)]
    signed: list[Signature] = []
    records: list[tuple[Record, bytes, Commit]] = []
    previous = FIRST
    for sequence, (request, merge) in enumerate(zip(asked, merges, strict=True), start=1):
        received = list(_sign_offs(request, merge.parents[1], sequence, agent, keys))
        signed += [each.tag.signed for each in received if each.tag]
        facts = MergeRecord(
            commit=merge.id,
            first_parent=merge.parents[0],
            request=request.number,
            head=merge.parents[1],
            mode="written",
            requested_by=request.author.id,
            pushers=(),
            sign_offs=tuple(received),
        ).facts()
        record = Record(RecordKind.MERGE, sequence, previous, merge.moment, merge.parents[0], facts)
        records.append((record, record.encode(), merge))
        previous = digest(records[-1][1])
    signed += _write_log(repository, records, agent, keys["publisher"])
    return signed


def _sign_offs(
    request: Request, head: str, sequence: int, agent: Agent, keys: dict[str, str]
) -> Iterator[ReceivedSignOff]:
    for position, (step, signer) in enumerate(zip(STEPS, SIGNERS, strict=False)):
        moment = request.merged - timedelta(minutes=30 * (len(STEPS) - position))
        stamp = f"{signer.name} <{signer.email}> {int(moment.timestamp())} +0700"
        name = f"sign-off/{request.number}/{step}"
        payload = f"object {head}\ntype commit\ntag {name}\ntagger {stamp}\n\nChecked: {CHECKED}\n".encode()
        raw = payload + agent.sign(payload, keys[step])
        assert parse_tag(raw), "a tag of the right form"
        yield ReceivedSignOff.of(step, moment, sequence * len(STEPS) + position, raw.decode())


def _write_log(
    repository: Repository, records: Sequence[tuple[Record, bytes, Commit]], agent: Agent, key: str
) -> list[Signature]:
    stream = b"".join(_imported(record, text, merge) for record, text, merge in records)
    command = ["git", "fast-import", "--quiet", "--force", "--date-format=raw"]
    subprocess.run(command, cwd=repository.folder, input=stream, check=True)
    trees = repository.line("log", "--reverse", "--format=%T", "refs/heads/drafted").split()
    commits: list[bytes] = []
    signed: list[Signature] = []
    for tree, (record, text, merge) in zip(trees, records, strict=True):
        stamp = f"{PUBLISHER_IDENTITY[0]} <{PUBLISHER_IDENTITY[1]}> {merge.time} +0700"
        parents = [f"parent {_id(commits[-1])}"] if commits else []
        lines = [f"tree {tree}", *parents, f"author {stamp}", f"committer {stamp}"]
        message = f"Record {record.sequence:08}: merge\n\nSHA-256: {digest(text)}\n"
        payload = ("\n".join(lines) + f"\n\n{message}").encode()
        signed.append(Signature.of(payload, agent.sign(payload, key)))
        commits.append(with_signature(payload, signed[-1].armour))
    _write(repository, commits)
    repository.run("update-ref", "refs/heads/audit-log", _id(commits[-1]))
    repository.run("update-ref", "-d", "refs/heads/drafted")
    repository.run("repack", "-q", "-a", "-d")
    return signed


def _id(commit: bytes) -> str:
    return hashlib.sha1(b"commit %d\0" % len(commit) + commit, usedforsecurity=False).hexdigest()


def _write(repository: Repository, commits: Sequence[bytes]) -> None:
    with TemporaryDirectory(prefix="prakat-") as place:
        paths = [Path(place) / str(number) for number in range(len(commits))]
        for path, commit in zip(paths, commits, strict=True):
            path.write_bytes(commit)
        given = "".join(f"{path}\n" for path in paths).encode()
        repository.run("hash-object", "-t", "commit", "-w", "--no-filters", "--stdin-paths", given=given)


def _imported(record: Record, text: bytes, merge: Commit) -> bytes:
    stamp = b"x <x@x.invalid> %d +0700" % merge.time
    return b"commit refs/heads/drafted\nauthor %b\ncommitter %b\ndata 0\nM 100644 inline %b\ndata %d\n%b\n" % (
        stamp,
        stamp,
        file_name(record.sequence).encode(),
        len(text),
        text,
    )
