"""kind of a document, its bytes on standard input -> what was read, on standard output; in a process with few means"""

import subprocess
import sys
from collections.abc import Callable
from functools import partial

from prakat.cannot_work import CannotWork
from prakat.rules.message import Message, message
from prakat_desk.intake.read_document import ReadDocument, document_of, unread

SECONDS = 25
MOST_MEMORY = 1_500_000_000


def read_sheltered(kind: str, raw: bytes) -> ReadDocument:
    """A document that takes too long, too much memory, or breaks its reader ends that process and nothing else."""
    command = [sys.executable, "-m", __name__, kind]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS + 5, check=False)
    except subprocess.TimeoutExpired:
        return unread(message("desk_intake.too-large"))
    if done.returncode or not done.stdout:
        return unread(message("desk_intake.damaged-file"))
    return document_of(done.stdout)


def read(kind: str, raw: bytes) -> ReadDocument:
    try:
        return _reader(kind)(raw)
    except CannotWork as problem:
        return unread(Message(problem.message, problem.values))


def _reader(kind: str) -> Callable[[bytes], ReadDocument]:
    """Loads one library and no other."""
    match kind:
        case "docx":
            from prakat_desk.intake.word_document import read_word

            return read_word
        case "xlsx":
            from prakat_desk.intake.sheet_document import read_sheets

            return read_sheets
        case "pdf":
            from prakat_desk.intake.pdf_document import read_pdf

            return read_pdf
    from prakat_desk.intake.plain_document import read_plain

    return partial(read_plain, is_table=kind == "csv")


def _hold() -> None:
    """On systems that can do that."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    _hold()
    sys.stdout.buffer.write(read(sys.argv[1], sys.stdin.buffer.read()).as_json())
