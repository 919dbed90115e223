"""A generated item -> a request about it, merged to main of a clone: a sentence more, and a note that says so"""

from datetime import datetime, time
from pathlib import Path

from benchmark.fate import DAY
from benchmark.generate import BANGKOK, GeneratedItem
from benchmark.history import Request, git, merge_message
from benchmark.office import PROVIDERS

SENTENCE = "เพิ่มเติมข้อความหนึ่งประโยคในวันที่วัดผล"
NOTE = "เพิ่มข้อความหนึ่งประโยค"
MERGED = datetime.combine(DAY, time(9), BANGKOK)


def amended(item: GeneratedItem) -> str:
    """Its index.md, as the request leaves it."""
    front, end, body = item.source.partition("\n---\n")
    return f"{front}\nchange_note: {NOTE}{end}{body}\n{SENTENCE}\n"


def merge_amendment(repository: Path, item: GeneratedItem) -> None:
    """The commit of its author, then the merge, both in the work tree. Raises CalledProcessError."""
    path, author = f"{item.folder}/index.md", PROVIDERS[0]
    git(repository, "checkout", "--quiet", "-b", "request/1")
    (repository / path).write_text(amended(item), encoding="utf-8")
    git(repository, "commit", "--quiet", "-m", "Content: amend", "--", path, by=author, moment=MERGED)
    head = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "--quiet", "main")
    message = merge_message(Request(1, MERGED, item.fields.title, author, ()), head)
    git(repository, "merge", "--quiet", "--no-ff", "-m", message, "request/1", moment=MERGED)
    git(repository, "branch", "--quiet", "--delete", "request/1")
