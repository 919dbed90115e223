"""A new office by scripts/init_office.py, for tests: facts and four people by flags; and its checkout on a runner."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import init_office

FLAGS = {
    "--name": "สำนักงานใหม่ตัวอย่าง",
    "--address": "1 ถนนใหม่ ตำบลใหม่",
    "--phone": "0 2000 0000",
    "--email": "office@new.example",
    "--site-url": "https://new.example/",
    "--order-no": "1/2569",
    "--order-date": "2026-10-01",
    "--unit": "admin:กลุ่มงานบริหาร",
}
PEOPLE = (
    "provider:nok:นกน้อย ตัวอย่าง:เจ้าหน้าที่:nok@new.example",
    "approver:dao:ดาว ตัวอย่าง:หัวหน้าสำนักงาน:dao@new.example",
    "webmaster:wit:วิทย์ ตัวอย่าง:นักวิชาการ:wit@new.example",
    "webmaster:won:วัน ตัวอย่าง:เจ้าพนักงาน:won@new.example",
)
DATE = ("--date", "2026-11-20T09:00:00+07:00")


def begun(place: Path, *more: str, people: tuple[str, ...] = PEOPLE, **changed: str) -> int:
    """With keys made for everybody who has none in `more`, so that the first request is merged; on a forge without."""
    flags = {**FLAGS, **{f"--{name.replace('_', '-')}": value for name, value in changed.items()}}
    arguments = [part for flag in flags.items() for part in flag]
    arguments += [part for person in people for part in ("--person", person)]
    keys = () if "--forge" in more else made_keys(*people, but=more)
    return init_office.main(["--to", str(place), *DATE, *arguments, *keys, *more])


def made_keys(*people: str, but: Sequence[str] = ()) -> list[str]:
    """The options that make a key for each of the people, except for those to whom a value of `but` gives one."""
    own = {each.partition(":")[0] for each in but}
    ids = dict.fromkeys(each.split(":")[1] for each in people)
    return [part for each in ids if each not in own for part in ("--make-key", each)]


def checkout(bare: Path, to: Path) -> Path:
    """As actions/checkout makes one with `ref: main, fetch-depth: 0`: main is a branch, audit-log only the remote's."""
    git = ["git", "-C", str(to)]
    subprocess.run(["git", "init", "-q", str(to)], check=True)
    subprocess.run([*git, "remote", "add", "origin", str(bare)], check=True)
    refs = ("+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")
    subprocess.run([*git, "fetch", "-q", "--prune", "--no-recurse-submodules", "origin", *refs], check=True)
    subprocess.run([*git, "checkout", "-q", "--force", "-B", "main", "refs/remotes/origin/main"], check=True)
    return to
