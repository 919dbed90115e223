"""An office from nothing, without a checkout: a wheel, one command, a request, a site, an audit; then a newer wheel."""

import datetime
import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest

import packages
from browser.served import serve
from packages import Environment
from prakat import product
from prakat.thai.buddhist_era import BANGKOK
from sign_off_office import document

NEXT = f"{int(product.version().split('.')[0]) + 1}.0.0"
"""What the office goes over to: this Prakat. It begins with one that calls one thing otherwise and lacks one rule."""
TODAY = datetime.datetime.now(BANGKOK).date()
"""The real one, as behind git and the publisher's records."""
LAST = TODAY + datetime.timedelta(days=30)
FACTS = {
    "--name": "สำนักงานตัวอย่าง",
    "--address": "1 ถนนหนึ่ง ตำบลหนึ่ง",
    "--phone": "0 2000 0000",
    "--email": "office@office.example",
    "--site-url": "https://www.office.example/",
    "--order-no": "1/2570",
    "--order-date": TODAY.isoformat(),
    "--unit": "admin:กลุ่มงานบริหาร",
}
PEOPLE = {
    "nok": "provider:nok:นกน้อย ตัวอย่าง:เจ้าหน้าที่",
    "rak": "reviewer:rak:รักดี ตัวอย่าง:หัวหน้ากลุ่มงาน",
    "dao": "approver:dao:ดาวเด่น ตัวอย่าง:หัวหน้าสำนักงาน",
    "wit": "webmaster:wit:วิทยา ตัวอย่าง:นักวิชาการ",
    "won": "webmaster:won:วันดี ตัวอย่าง:เจ้าพนักงาน",
}
CHAIN = {"reviewer": "rak", "approver": "dao", "webmaster": "wit"}
OF_THE_OFFICE = {"approver": "dao", "webmaster": "wit"}
"""Step -> who signs what is about the office itself."""
WORDS = {"webmaster": "Checked: correct, complete, current, lawful"}
NOTICE = "content/public-relations/2570/my-notice"
URL = "public-relations/2570/my-notice/"
HISTORY = "history/"
TITLE = "ประกาศแรกของสำนักงาน"
LABEL, LABEL_BEFORE = "ประวัติการเผยแพร่", "บันทึกการเผยแพร่"
RULE = "expiry.before-end"
ONLY_WHERE = 'item.timing == "fixed_period" and item.period_end and item.expires_on < item.period_end'
"""The rule's condition in the code."""


def as_before(source: Path) -> None:
    """The version before."""
    edited(source / "schemas" / "labels.yml", f"history: {{th: {LABEL},", f"history: {{th: {LABEL_BEFORE},")
    edited(source / "src" / "prakat" / "item" / "item_rules.py", ONLY_WHERE, f"{ONLY_WHERE} and False")
    for name in ("rules.yml", "why/rules.yml"):
        without(source / "schemas" / name, RULE)


def as_next(source: Path) -> None:
    edited(source / "pyproject.toml", f'version = "{product.version()}"', f'version = "{NEXT}"')


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def without(path: Path, entry: str) -> None:
    """A mapping's entry, and the indented lines below it, less."""
    text = path.read_text(encoding="utf-8")
    shorter, times = re.subn(rf"^{re.escape(entry)}:\n(?: .*\n)+", "", text, flags=re.MULTILINE)
    assert times == 1, (path, entry)
    path.write_text(shorter, encoding="utf-8")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return packages.installed(tmp_path_factory, packages.wheel(tmp_path_factory, "before", as_before))


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return packages.installed(tmp_path_factory, packages.wheel(tmp_path_factory, "next", as_next))


@dataclass(frozen=True)
class Town:
    """The server's folder, the homes of the office's people, and one version of Prakat for all of them."""

    prakat: Environment
    place: Path

    @property
    def bare(self) -> Path:
        return self.place / "server" / "office.git"

    @property
    def root(self) -> Path:
        """The web server's."""
        return self.place / "www" / "current"

    def types(self, name: str, *words: str, code: int = 0) -> str:
        """Somebody in their clone."""
        return self.prakat.run(*words, cwd=self.home(name) / "office", code=code, **self._own(name))

    def home(self, name: str) -> Path:
        return self.place / "home" / name

    def _own(self, name: str) -> dict[str, str]:
        return {"HOME": str(self.home(name)), "GIT_CONFIG_NOSYSTEM": "1"}

    def arrives(self, name: str) -> None:
        """As docs/bare.md types it."""
        self.prakat.run("git", "clone", "-q", str(self.bare), "office", cwd=self.home(name), **self._own(name))
        settings = {"gpg.format": "ssh", "user.signingkey": str(key(self.home(name))), "user.name": name}
        for setting, value in {**settings, "user.email": mail(name)}.items():
            self.types(name, "git", "config", setting, value)

    def signs(self, number: int, steps: dict[str, str]) -> None:
        """Each reads the sheet, and then signs what it shows."""
        for step, name in steps.items():
            self.types(name, "git", "fetch", "-q", "origin", "main")
            self.types(name, "git", "fetch", "-q", "origin", f"request/{number}")
            sheet = self.home(name) / "request" / str(number)
            own = ("--base", "origin/main", "--head", "FETCH_HEAD", "--to", str(sheet))
            self.types(name, "prakat", "request_report", *own)
            assert (sheet / "request.html").is_file()
            tag = f"sign-off/{number}/{step}"
            self.types(name, "git", "tag", "-s", tag, "FETCH_HEAD", "-m", WORDS.get(step, "sign-off"))
            self.types(name, "git", "push", "-q", "origin", tag)

    def serves(self) -> None:
        """The publisher's two commands, as cron types them."""
        key_of_publisher = str(self.bare / "prakat" / "publisher")
        self.prakat.run("prakat", "merge", "--repo", str(self.bare), "merge", cwd=self.place)
        asked = ("--repo", str(self.bare), "--approved", "--to", str(self.place / "www"), "--key", key_of_publisher)
        self.prakat.run("prakat", "publish", *asked, cwd=self.place)

    def audits(self) -> list[dict[str, object]]:
        """Every row, as somebody sees it who has only a plain clone and Prakat; none may be open."""
        clone = self.place / "auditor"
        self.prakat.run("rm", "-rf", str(clone), cwd=self.place)
        self.prakat.run("git", "clone", "-q", str(self.bare), str(clone), cwd=self.place)
        rows: list[dict[str, object]] = json.loads(self.prakat.run("prakat", "audit", "--format", "json", cwd=clone))
        return rows


def mail(name: str) -> str:
    return f"{name}@office.example"


def key(home: Path) -> Path:
    return home / ".ssh" / "prakat"


def begun(town: Town) -> None:
    """Everybody makes a key and hands over its public half; the server's administrator types one command."""
    asked = [part for fact in FACTS.items() for part in fact]
    for name, person in PEOPLE.items():
        own = key(town.home(name))
        own.parent.mkdir(parents=True)
        subprocess.run(("ssh-keygen", "-q", "-N", "", "-t", "ed25519", "-C", name, "-f", str(own)), check=True)
        asked += ["--person", f"{person}:{mail(name)}", "--key", f"{name}:{own}.pub"]
    told = town.prakat.run("prakat", "init", "--to", str(town.bare.parent), *asked, cwd=town.place)
    assert "sign-off/1/approver" in told
    for name in PEOPLE:
        town.arrives(name)


@pytest.fixture(scope="module")
def town(before: Environment, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """An office with its first item published, by the version before."""
    made = Town(before, tmp_path_factory.mktemp("town"))
    begun(made)
    made.signs(1, OF_THE_OFFICE)
    made.serves()
    shown = {"start": TODAY.isoformat(), "end": (LAST + datetime.timedelta(days=1)).isoformat()}
    item = document(
        TITLE, unit="admin", period=shown, publish_on=TODAY.isoformat(), expires_on=LAST.isoformat(), kind="news"
    )
    made.types("nok", "git", "pull", "-q")
    made.types("nok", "git", "switch", "-q", "-c", "request/2", "origin/main")
    (made.home("nok") / "office" / NOTICE).mkdir(parents=True)
    (made.home("nok") / "office" / NOTICE / "index.md").write_bytes(item)
    made.types("nok", "prakat", "check", NOTICE)
    made.types("nok", "git", "add", NOTICE)
    made.types("nok", "git", "commit", "-q", "-m", "PR: my notice")
    made.types("nok", "git", "push", "-q", "origin", "request/2")
    made.signs(2, CHAIN)
    made.serves()
    return made


@contextmanager
def over_http(town: Town) -> Iterator[str]:
    """The site on loopback, as readers get it."""
    with contextmanager(serve)(town.root) as site:
        yield site.url


def page(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode("utf-8"))


def test_an_office_begins_and_publishes_without_a_checkout(town: Town) -> None:
    with over_http(town) as url:
        assert LABEL_BEFORE in page(urljoin(url, HISTORY))
        assert TITLE in page(urljoin(url, URL))
        assert json.loads(page(urljoin(url, "register.json")))["items"]
    rows = town.audits()
    assert [(each["request"], each["verdict"]) for each in rows if each["request"]] == [(1, "clean"), (2, "clean")]


def test_its_repository_holds_nothing_but_its_data(town: Town) -> None:
    listed = town.prakat.run("git", "-C", str(town.bare), "ls-tree", "-r", "-l", "main", cwd=town.place)
    files = {path: int(told.split()[3]) for told, path in (line.split("\t") for line in listed.splitlines())}
    print(*(f"{size:>8,}  {path}" for path, size in files.items()), sep="\n")
    print(f"{sum(files.values()):>8,}  in {len(files)} files")
    assert {path.partition("/")[0] for path in files} == {"office.yml", "content", "registers", "README.md"}
    assert sum(files.values()) < 100_000


def test_a_newer_version_is_compared_agreed_to_and_publishes(town: Town, after: Environment) -> None:
    """One pinned line, reviewed; no page is lost, and the history is judged as before."""
    rows, command = town.audits(), str(town.prakat.folder / "bin" / "prakat")
    now = Town(after, town.place)
    now.types("won", "git", "pull", "-q")
    now.types("won", "git", "switch", "-q", "-c", "request/3", "origin/main")
    told = json.loads(now.types("won", "prakat", "upgrade", "--from", command, "--write", "--format", "json"))
    assert [each["rule"] for each in told if each["change"] == "finding-new"] == [RULE]
    assert HISTORY in [each["path"] for each in told if each["change"] == "page-text"]
    assert not {"item-vanishes", "item-reappears", "verdict"} & {each["change"] for each in told}
    changed = now.types("won", "git", "diff", "--unified=0", "--no-color").splitlines()
    pinned = [line for line in changed if line.startswith(("+prakat:", "-prakat:"))]
    assert pinned == [f"-prakat: {requirement(town.prakat)}", f"+prakat: {requirement(after)}"]
    assert len([line for line in changed if line[:1] in "+-" and line[:3] not in ("+++", "---")]) == len(pinned)

    now.types("won", "git", "commit", "-q", "-a", "-m", f"Office: Prakat {NEXT}")
    now.types("won", "git", "push", "-q", "origin", "request/3")
    town.signs(3, OF_THE_OFFICE)
    town.prakat.run("prakat", "merge", "--repo", str(town.bare), "merge", cwd=town.place)
    now.serves()
    with over_http(now) as url:
        assert LABEL in page(urljoin(url, HISTORY))
        assert LABEL_BEFORE not in page(urljoin(url, HISTORY))
        assert TITLE in page(urljoin(url, URL))
    judged = now.audits()
    assert [each for each in judged if each["request"] != 3] == rows
    assert {each["verdict"] for each in judged} == {"clean"}


def requirement(environment: Environment) -> str:
    asked = "from prakat import product; print(product.requirement())"
    python = str(environment.folder / "bin" / "python")
    return environment.run(python, "-P", "-c", asked, cwd=environment.folder).strip()
