"""an office's repository on GitHub x Prakat's commit -> the repository `publisher`: one workflow, its README"""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.forge.forge import split_url
from prakat.founding.pinned_product import PinnedProduct
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.objects import Who
from prakat.repository.refs import MAIN, MAIN_BRANCH, move
from prakat.repository.repository import Repository
from prakat.rules.message import message

WORKFLOW = ".github/workflows/publisher.yml"
README = "README.md"
SECRETS = ("PRAKAT_KEY", "PRAKAT_APP_KEY", "PRAKAT_FORGE_TOKEN", "PRAKAT_SMTP_LOGIN", "PRAKAT_SMTP_PASSWORD")
_TEXT = """\
# ระบบเผยแพร่ของ @name@ (ดู README.md) อัปเกรดที่บรรทัด uses: เพียงบรรทัดเดียว
# (the office's publisher; to upgrade, change the one line `uses:`)
name: publisher
on:
  schedule:
    - cron: "5,35 8-16 * * 1-5" # ตรวจและเผยแพร่คำขอ ทุกครึ่งชั่วโมงในเวลาทำการ
      timezone: Asia/Bangkok
    - cron: "7 0 * * *" # เว็บไซต์ของวันใหม่: ขึ้นและลงตามวันที่
      timezone: Asia/Bangkok
    - cron: "37 6 * * 1" # ตรวจสอบย้อนหลังทุกสัปดาห์
      timezone: Asia/Bangkok
  workflow_dispatch: # ปุ่ม Run workflow: ทำเดี๋ยวนี้
    inputs:
      due:
        description: requests = ตรวจและเผยแพร่คำขอ, site = สร้างเว็บไซต์ใหม่, audit = ตรวจสอบย้อนหลัง
        type: choice
        options: [requests, site, audit]
        default: requests
permissions: {}
concurrency:
  group: publisher # one at a time; a run that waits gives way to a newer one, which does no less
jobs:
  publisher:
    permissions:
      actions: write # keeps the schedule switched on
      contents: read
      id-token: write # for GitHub Pages, like the next
      pages: write
    uses: @uses@
    with:
      office: @office@
      publisher: @publisher@
      app: ${{ vars.PRAKAT_APP }}
      due: >-
        ${{ inputs.due || (github.event.schedule == '7 0 * * *' && 'site')
        || (github.event.schedule == '37 6 * * 1' && 'audit') || 'requests' }}
      smtp: ${{ vars.PRAKAT_SMTP }}
      smtp_from: ${{ vars.PRAKAT_SMTP_FROM }}
    secrets:
"""


def texts(office_address: str, publisher: str, pin: PinnedProduct) -> Mapping[str, bytes]:
    """Path -> text. `office_address` is https://github.com/owner/name, `publisher` the login that merges there."""
    _, owner, name = split_url(office_address)
    office = f"{owner}/{name}"
    text = _TEXT + "".join(f"      {each}: ${{{{ secrets.{each} }}}}\n" for each in SECRETS)
    told = {"name": office, "uses": pin.uses("publisher"), "office": json.dumps(office)}
    for place, value in {**told, "publisher": json.dumps(publisher)}.items():
        text = text.replace(f"@{place}@", value)
    readme = message(
        "founding.publisher-readme",
        office=office,
        address=office_address,
        publisher=publisher,
        uses=pin.uses("publisher"),
        repository=pin.source,
    )
    return {WORKFLOW: text.encode(), README: readme.text().encode()}


def found(
    office_address: str, folder: Path, publisher: str, pin: PinnedProduct, who: Who, moment: datetime.datetime
) -> Repository:
    """Makes `folder` a git repository whose one commit, on main, holds those texts, with its work tree.

    Raises CannotWork if the folder holds anything, or if the address is none."""
    written = texts(office_address, publisher, pin)
    if folder.exists() and any(folder.iterdir()):
        raise CannotWork("repository.exists", place=folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = Repository(folder, folder / ".git", False)
    made.run("init", "-q", f"--initial-branch={MAIN_BRANCH}", ".")
    changes = [PathChange(path, "", PLAIN, "", objects.write(made, "blob", text)) for path, text in written.items()]
    made.run("hash-object", "-t", "tree", "-w", "--stdin")
    tree = objects.tree_with(made, EMPTY_TREE, changes)
    move(made, MAIN, objects.commit(made, tree, [], "Publisher: begin\n", who, moment), NOTHING)
    made.run("reset", "-q", "--hard", MAIN_BRANCH)
    return made
