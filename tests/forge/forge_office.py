"""An office on a real Forgejo: its repository, accounts, requests and reviews, each made by its own account's token."""

import datetime
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forgejo_server import ADMIN, Answer, Forgejo, until

from prakat.audit import auditor
from prakat.audit.audit_row import Audit
from prakat.audit.epoch import Trust
from prakat.forge import forgejo
from prakat.forge.forge import ForgeUnavailable
from prakat.hosting import forge_protection
from prakat.hosting.forge_setting import Guard
from prakat.merging import forge_counter
from prakat.merging.merging import Merging
from prakat.merging.plan import Merged, merge
from prakat.network.remote import Remote
from prakat.office.office import Office, parse_office
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository, open_repository
from prakat.repository.signature import Verified
from prakat.request.spoken_words import CHECKED_TH
from sign_off_office import PEOPLE

PUBLISHER = "prakat"
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
CHAIN = ("ton", "dao", "wit")
VERIFIED = Verified()


def brief(seconds: float) -> None:
    """A quarter of the wait that an office has patience for."""
    time.sleep(seconds / 4)


@dataclass
class ForgeOffice:
    forgejo: Forgejo
    name: str
    """owner/repository"""
    place: Path
    key: Path
    public_key: str
    url: str = ""
    """Of the forge as the publisher reaches it; another than its own where something stands between."""
    tries: int = 6
    """Of a call that the forge fails at."""
    sleep: Callable[[float], None] = brief
    """Of the publisher, where it waits for the forge."""

    def __post_init__(self) -> None:
        self.url = self.url or self.forgejo.url
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(self.place / "work.git")], check=True)
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(self.place / "mirror.git")], check=True)

    @property
    def work(self) -> Repository:
        """Where people make their commits."""
        return open_repository(self.place / "work.git")

    @property
    def mirror(self) -> Repository:
        """Where the publisher works."""
        return open_repository(self.place / "mirror.git")

    def office(self, since: str = "", more: str = "") -> bytes:
        people = []
        for name, (role, units) in PEOPLE.items():
            order = f'{{role: {role}, units: {units}, from: 2026-01-01, order: {{no: "1/2569", date: 2026-01-01}}}}'
            people.append(
                f"- {{id: {name}, name: {name}, position: ตำแหน่ง, emails: [{name}@office.example], "
                f"accounts: {{forgejo: {name}, github: {name}}}, appointments: [{order}]}}"
            )
        epoch = f"audit: {{since: {since}}}\n" if since else ""
        return (
            "name: สำนักงานทดสอบ\ncontact: {address: ที่อยู่ทดสอบ, phone: '0000', email: a@b.example}\n"
            "site_url: https://office.example/\nunits: [{id: health, name: สุขภาพ}, {id: finance, name: การเงิน}]\n"
            f"publisher: {{accounts: {{forgejo: {PUBLISHER}, github: {PUBLISHER}}}, keys: ['{self.public_key}']}}\n"
            f"{epoch}"
            "people:\n" + "\n".join(people) + f"\n{more}"
        ).encode()

    def commit(
        self, author: str, files: Mapping[str, bytes | None], parent: str = "", message: str = "Content: a request\n"
    ) -> str:
        repository = self.work
        changes = [
            PathChange(path, "", "100644" if data is not None else "0", "", self._blob(data))
            for path, data in files.items()
        ]
        tree = objects.tree_with(repository, parent or EMPTY_TREE, changes)
        moment = self.now()
        who = (author, author if "@" in author else f"{author}@office.example")
        return objects.commit(repository, tree, [parent] if parent else [], message, who, moment)

    def _blob(self, data: bytes | None) -> str:
        return NOTHING if data is None else objects.write(self.work, "blob", data)

    def now(self) -> datetime.datetime:
        return self.adapter().now()

    def push(self, who: str, commit: str, branch: str, *options: str) -> "subprocess.CompletedProcess[str]":
        remote = self.forgejo.remote(who, self.name)
        command = ["git", "-C", str(self.work.folder), "push", "-q", *options, remote, f"{commit}:refs/heads/{branch}"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def call(self, who: str, method: str, path: str, **body: object) -> Answer:
        return self.forgejo.call(who, method, f"repos/{self.name}/{path}", **body)

    def do(self, who: str, method: str, path: str, **body: object) -> Any:
        return self.forgejo.do(who, method, f"repos/{self.name}/{path}", **body)

    def sheets(self, number: int) -> list[dict[str, Any]]:
        """The comments of a request, but for those that say whose turn it is."""
        found = self.do(ADMIN, "GET", f"issues/{number}/comments")
        return [each for each in found if "<!-- prakat:turn" not in each["body"]]

    def main(self) -> str:
        found: str = self.do(ADMIN, "GET", "branches/main")["commit"]["id"]
        return found

    def fetch_main(self) -> str:
        remote = self.forgejo.remote(ADMIN, self.name)
        subprocess.run(
            [
                "git",
                "-C",
                str(self.work.folder),
                "fetch",
                "-q",
                remote,
                "--no-tags",
                "+refs/heads/main:refs/heads/main",
            ],
            check=True,
        )
        return self.work.line("rev-parse", "refs/heads/main")

    def ask(
        self,
        files: Mapping[str, bytes | None],
        author: str = "nok",
        title: str = "คำขอเผยแพร่",
        body: str = "",
        branch: str = "",
        message: str = "Content: a request\n",
        pusher: str = "",
        opener: str = "",
    ) -> int:
        """A request from main, pushed and opened; its number."""
        branch = branch or f"work-{time.monotonic_ns()}"
        commit = self.commit(author, files, self.fetch_main(), message)
        done = self.push(pusher or author, commit, branch)
        assert done.returncode == 0, done.stderr
        return self.open(opener or pusher or author, branch, title, body)

    def ask_together(self, requests: Mapping[str, Mapping[str, bytes | None]], author: str = "nok") -> list[int]:
        """Requests (branch -> files) from the same main, pushed in one push and opened in their order."""
        main = self.fetch_main()
        refs = [f"{self.commit(author, files, main)}:refs/heads/{branch}" for branch, files in requests.items()]
        remote = self.forgejo.remote(author, self.name)
        command = ["git", "-C", str(self.work.folder), "push", "-q", remote, *refs]
        subprocess.run(command, check=True, capture_output=True)
        return [self.open(author, branch) for branch in requests]

    def open(self, who: str, branch: str, title: str = "คำขอเผยแพร่", body: str = "") -> int:
        """Forgejo takes a moment to notice a push."""

        def opened() -> int | None:
            found = self.call(who, "POST", "pulls", head=branch, base="main", title=title, body=body)
            assert found.status in (201, 404, 409), found  # 409: not yet aware that an earlier branch is gone
            return found.body["number"] if found.status == 201 else None

        return until(opened, f"the branch {branch}")

    def amend(self, number: int, files: Mapping[str, bytes | None], author: str = "nok", pusher: str = "") -> str:
        """A further commit on the branch of a request that somebody has approved; waits until the forge holds that for
        stale, which is the last that it does about a push."""
        pull = self.do(ADMIN, "GET", f"pulls/{number}")
        commit = self.commit(author, files, pull["head"]["sha"])
        done = self.push(pusher or author, commit, pull["head"]["ref"])
        assert done.returncode == 0, done.stderr
        until(lambda: self._has_taken(number, commit) or None, f"#{number} as pushed")
        return commit

    def _has_taken(self, number: int, commit: str) -> bool:
        is_dismissing = self.call(ADMIN, "GET", "branch_protections/main").status == 200
        reviews = self.do(ADMIN, "GET", f"pulls/{number}/reviews")
        outdated = [each for each in reviews if each["state"] == "APPROVED" and each["commit_id"] != commit]
        assert outdated, "an approval before the push"
        is_judged = all(each["stale"] and (each["dismissed"] or not is_dismissing) for each in outdated)
        return is_judged and bool(self.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"] == commit)

    def review(self, who: str, number: int, text: str = CHECKED_TH, event: str = "APPROVED") -> Answer:
        head = self.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"]
        return self.call(who, "POST", f"pulls/{number}/reviews", event=event, body=text, commit_id=head)

    def sign(self, number: int, *names: str) -> None:
        for name in names or CHAIN:
            found = self.review(name, number)
            assert found.status == 200, found

    def adapter(self) -> forgejo.Forgejo:
        token = self.forgejo.tokens[PUBLISHER]
        return forgejo.connect(f"{self.url}/{self.name}", token, tries=self.tries, sleep=self.sleep)

    def remote(self) -> Remote:
        return Remote(f"{self.url}/{self.name}.git", PUBLISHER, self.forgejo.tokens[PUBLISHER], self.sleep)

    def protect(self) -> None:
        """As an administrator does once."""
        for each in self.protection():
            each.apply()

    def switch_off_whitelist(self) -> None:
        """As an administrator may at any time."""
        self.do(ADMIN, "PATCH", "branch_protections/main", enable_merge_whitelist=False)

    def protection(self) -> list[Guard]:
        known = parse_office(self.office())
        assert isinstance(known, Office)
        forge = forgejo.connect(f"{self.url}/{self.name}", self.forgejo.tokens[ADMIN])
        return forge_protection.guarded(forge, known, datetime.date(2026, 11, 20))

    def close_requests(self) -> None:
        """Those that are open: at each merge the forge tries the merge of every one of them anew."""
        for each in self.do(ADMIN, "GET", "pulls?state=open&limit=50"):
            self.do(ADMIN, "PATCH", f"pulls/{each['number']}", state="closed")

    def status(self, number: int, state: str = "success", context: str = "check") -> None:
        head = self.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"]
        self.do(PUBLISHER, "POST", f"statuses/{head}", state=state, context=context)

    def try_merge(self, who: str, number: int, **more: object) -> Answer:
        """The forge's own merge, asked for directly, as often as it says that it is not ready."""
        head = self.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"]
        body = {"Do": "merge", "head_commit_id": head, **more}

        def answered() -> Answer | None:
            found = self.call(who, "POST", f"pulls/{number}/merge", **body)
            return None if "try again later" in str(found.body) else found

        return until(answered, f"#{number} ready")

    def merging(self) -> Merging:
        return forge_counter.open_merging(self.mirror, self.adapter(), self.remote(), self.key, VERIFIED)

    def merge(self, number: int) -> Merged | list[str]:
        """Run anew, as the publisher does, while the forge itself is not ready; a fault is not waited for."""

        def run() -> Merged | list[str] | None:
            try:
                done = merge(self.merging(), number)
            except ForgeUnavailable:
                if self.url != self.forgejo.url:
                    raise
                return None
            return done if isinstance(done, Merged) else [each.id for each in done]

        return until(run, f"#{number} merged or refused")

    def publish(self, files: Mapping[str, bytes | None], *names: str, **more: str) -> Merged:
        number = self.ask(files, **more)
        self.sign(number, *names)
        done = self.merge(number)
        assert isinstance(done, Merged), done
        return done

    def publish_guarded(self, files: Mapping[str, bytes | None], *names: str, **more: str) -> Merged:
        """Where the protection asks for a green check."""
        number = self.ask(files, **more)
        self.sign(number, *names)
        self.status(number)
        done = self.merge(number)
        assert isinstance(done, Merged), done
        return done

    def audit(self) -> Audit:
        """Of a plain clone, as anybody may make it."""
        clone = self.place / f"clone-{time.monotonic_ns()}"
        remote = self.forgejo.remote(ADMIN, self.name)
        subprocess.run(["git", "clone", "-q", "--bare", remote, str(clone)], check=True)
        return auditor.audit(open_repository(clone), Trust(), "", VERIFIED)

    def problems(self) -> list[str]:
        return sorted({each.id for row in self.audit().open_rows for each in row.violations})
