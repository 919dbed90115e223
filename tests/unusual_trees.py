"""Content trees that git cannot hold, or that are too large for it: built where a test wants them."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import office_builder
from office_builder import PDF, item
from prakat.content.item_folder import MAX_PATH
from prakat.item.file_type import limits
from prakat.item.front_matter import MAX_BYTES, MAX_FRONT_MATTER
from prakat.item.item_path import MAX_SLUG

ITEM = "content/law/act"
INDEX = f"{ITEM}/index.md"
NOBODY = 65534


@dataclass(frozen=True, slots=True)
class UnusualTree:
    kind: str
    """accepted or rejected."""
    rule: str
    build: Callable[[Path], object]
    expected: str
    """As in an expected.txt."""

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.rule}/{self.build.__name__.replace('_', '-')}"


TREES: list[UnusualTree] = []


def _case(kind: str, rule: str, *expected: str) -> Callable[[Callable[[Path], object]], Callable[[Path], object]]:
    def register(build: Callable[[Path], object]) -> Callable[[Path], object]:
        TREES.append(UnusualTree(kind, rule, build, "\n".join(expected)))
        return build

    return register


@contextmanager
def without_privileges(place: Path) -> Iterator[None]:
    """As a user whom permissions bind: root reads everything. Works inside `place`, whose parents nobody may search."""
    before = Path.cwd()
    os.chdir(place)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.seteuid(NOBODY)
        yield
    finally:
        if is_root:
            os.seteuid(0)
        os.chdir(before)


def _sized(repo: Path, size: int, **changed: object) -> None:
    """An item whose notice.pdf has so many bytes; they take no room on the disk."""
    folder = item(repo, "law/act", files={"notice.pdf": PDF}, **changed)
    os.truncate(folder / "notice.pdf", size)


@_case("rejected", "file.too-large", f"{INDEX}:1 file.too-large error")
def fifty_megabytes_of_text(repo: Path) -> None:
    os.truncate(item(repo, "law/act") / "index.md", 50 * 1024 * 1024)


@_case("accepted", "file.too-large")
def as_much_text_as_allowed(repo: Path) -> None:
    index = item(repo, "law/act") / "index.md"
    with index.open("ab") as stream:
        stream.write(b"a b cd\n\n" * ((MAX_BYTES - index.stat().st_size) // 8))


@_case("rejected", "file.unreadable", f"{INDEX}:1 file.unreadable error")
def index_of_somebody_else(repo: Path) -> None:
    (item(repo, "law/act") / "index.md").chmod(0)


@_case("rejected", "file.unreadable", f"{ITEM}/notice.pdf:1 file.unreadable error")
def attachment_of_somebody_else(repo: Path) -> None:
    (item(repo, "law/act", files={"notice.pdf": PDF}) / "notice.pdf").chmod(0)


@_case("rejected", "file.unreadable", f"{ITEM}:1 file.unreadable error")
def folder_of_somebody_else(repo: Path) -> None:
    item(repo, "law/order")
    item(repo, "law/act").chmod(0)


@_case("rejected", "file.unreadable", "content:1 content.empty warning", "content/law:1 file.unreadable error")
def category_of_somebody_else(repo: Path) -> None:
    item(repo, "law/act").parent.chmod(0)


@_case("rejected", "file.unreadable", "office.yml:1 file.unreadable error")
def office_of_somebody_else(repo: Path) -> None:
    item(repo, "law/act")
    (repo / "office.yml").chmod(0)


@_case("rejected", "file.unreadable", "registers/problems.yml:1 file.unreadable error")
def register_of_somebody_else(repo: Path) -> None:
    item(repo, "law/act")
    (repo / "registers").mkdir()
    (repo / "registers" / "problems.yml").touch(mode=0)


@_case("rejected", "register.stray", "registers:1 register.stray error")
def registers_in_one_file(repo: Path) -> None:
    item(repo, "law/act")
    (repo / "registers").touch()


@_case("accepted", "file.unreadable")
def read_only(repo: Path) -> None:
    (item(repo, "law/act") / "index.md").chmod(0o444)


@_case("rejected", "file.symlink", f"{INDEX}:1 file.symlink error")
def index_elsewhere(repo: Path) -> None:
    index = item(repo, "law/act") / "index.md"
    index.rename(repo / "index.md")
    index.symlink_to(repo / "index.md")
    item(repo, "law/order")


@_case("rejected", "file.symlink", f"{INDEX}:11 attachment.missing error", f"{ITEM}/passwords.pdf:1 file.symlink error")
def attachment_elsewhere(repo: Path) -> None:
    folder = item(repo, "law/act", remarks="1", attachments=[{"file": "passwords.pdf", "title": "รหัสผ่าน"}])
    (folder / "passwords.pdf").symlink_to("/etc/passwd")


@_case("rejected", "file.symlink", "content/law:1 file.symlink error", "content:1 content.empty warning")
def category_elsewhere(repo: Path) -> None:
    item(repo, "law/act").parent.rename(repo / "law")
    (repo / "content" / "law").symlink_to(repo / "law")


@_case("accepted", "file.symlink")
def second_name_of_a_file(repo: Path) -> None:
    folder = item(repo, "law/act", files={"notice.pdf": PDF, "copy.pdf": PDF})
    (folder / "copy.pdf").unlink()
    (folder / "copy.pdf").hardlink_to(folder / "notice.pdf")


@_case("rejected", "file.not-regular", f"{ITEM}/notice.pdf:1 file.not-regular error")
def pipe(repo: Path) -> None:
    os.mkfifo(item(repo, "law/act") / "notice.pdf")


@_case("accepted", "file.not-regular")
def plain_file(repo: Path) -> None:
    item(repo, "law/act", files={"notice.pdf": PDF})


@_case("rejected", "yaml.too-large", f"{INDEX}:1 yaml.too-large error")
def long_front_matter(repo: Path) -> None:
    _with_comment(repo, MAX_FRONT_MATTER)


@_case("accepted", "yaml.too-large")
def front_matter_with_a_long_comment(repo: Path) -> None:
    _with_comment(repo, MAX_FRONT_MATTER - 2000)


def _with_comment(repo: Path, size: int) -> None:
    index = item(repo, "law/act") / "index.md"
    text = index.read_text(encoding="utf-8")
    index.write_text(text.replace("---\n", "---\n#" + "x" * size + "\n", 1), encoding="utf-8")


@_case("rejected", "attachment.too-large", f"{ITEM}/notice.pdf:1 attachment.too-large error")
def over_the_limit(repo: Path) -> None:
    _sized(repo, limits().max_bytes + 1)


@_case("accepted", "attachment.too-large", f"{ITEM}/notice.pdf:1 attachment.size warning")
def at_the_limit(repo: Path) -> None:
    _sized(repo, limits().max_bytes)


@_case("rejected", "attachment.size", f"{ITEM}/notice.pdf:1 attachment.size warning")
def over_four_megabytes(repo: Path) -> None:
    _sized(repo, limits().warn_bytes + 1)


@_case("accepted", "attachment.size")
def four_megabytes(repo: Path) -> None:
    _sized(repo, limits().warn_bytes)


@_case("accepted", "attachment.size")
def excepted_with_a_reason(repo: Path) -> None:
    reason = [{"rule": "attachment.size", "why": "แบบแปลนต้องคมชัดเมื่อพิมพ์"}]
    _sized(repo, limits().warn_bytes + 1, ignore=reason)


@_case("rejected", "content.empty", "content:1 content.empty warning")
def empty_content(repo: Path) -> None:
    """An office that has not begun."""


@_case("rejected", "content.too-many-files", f"{INDEX}:1 content.too-many-files error")
def five_thousand_files(repo: Path) -> None:
    folder = item(repo, "law/act")
    for number in range(5000):
        (folder / f"page-{number}.jpg").touch()
    item(repo, "law/order")


@_case("accepted", "content.too-many-files")
def hundred_files(repo: Path) -> None:
    item(repo, "law/act", files={f"page-{number}.pdf": PDF for number in range(100)})


@_case("rejected", "path.case-twin", "content/law/act:1 path.case-twin error", "content/law/Act:1 path.slug error")
def twin_items(repo: Path) -> None:
    item(repo, "law/act")
    item(repo, "law/Act")


@_case(
    "rejected",
    "path.case-twin",
    f"{ITEM}/Notice.pdf:1 file.name error",
    f"{ITEM}/notice.pdf:1 path.case-twin error",
)
def twin_files(repo: Path) -> None:
    folder = item(repo, "law/act", files={"notice.pdf": PDF})
    (folder / "Notice.pdf").write_bytes(PDF)


@_case("rejected", "office.missing", "office.yml:1 office.missing error")
def no_office(repo: Path) -> None:
    item(repo, "law/act")
    (repo / "office.yml").unlink()


@_case("rejected", "office.missing", "office.yml:1 office.missing error")
def office_elsewhere(repo: Path) -> None:
    no_office(repo)
    (repo / "elsewhere.yml").write_text(office_builder.OFFICE, encoding="utf-8")
    (repo / "office.yml").symlink_to("elsewhere.yml")


@_case("rejected", "file.name", f"{ITEM}/\\udcff.pdf:1 file.name error")
def name_that_is_no_text(repo: Path) -> None:
    folder = item(repo, "law/act")
    (folder / os.fsdecode(b"\xff.pdf")).write_bytes(PDF)


@_case("rejected", "path.windows", "content/law/con/index.md:1 path.windows error")
def folder_that_is_a_device(repo: Path) -> None:
    item(repo, "law/con")


@_case("rejected", "path.windows", f"{ITEM}/aux.2569.pdf:1 path.windows error")
def file_that_is_a_device(repo: Path) -> None:
    item(repo, "law/act", files={"aux.2569.pdf": PDF})


@_case(
    "rejected",
    "path.windows",
    f"{ITEM}/notice.:1 attachment.type error",
    f"{ITEM}/notice.:1 attachment.unlisted error",
    f"{ITEM}/notice.:1 path.windows error",
)
def dot_at_the_end(repo: Path) -> None:
    (item(repo, "law/act") / "notice.").write_bytes(PDF)


@_case("accepted", "path.windows")
def names_that_begin_like_a_device(repo: Path) -> None:
    item(repo, "law/console", files={"com10.pdf": PDF, "auxiliary.pdf": PDF})


LONGEST_SLUG = f"official-information/2570/{'a' * MAX_SLUG}"
LONGEST_NAME = f"{'a' * (MAX_PATH - len(f'content/{LONGEST_SLUG}/.pdf'))}.pdf"


@_case("rejected", "path.length", f"content/{LONGEST_SLUG}/a{LONGEST_NAME}:1 path.length error")
def one_letter_too_many(repo: Path) -> None:
    item(repo, LONGEST_SLUG, files={f"a{LONGEST_NAME}": PDF})


@_case("accepted", "path.length")
def as_many_letters_as_allowed(repo: Path) -> None:
    item(repo, LONGEST_SLUG, files={LONGEST_NAME: PDF})
