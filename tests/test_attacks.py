"""What may be tried against main: each attack on a real repository, dated plausibly, caught under its own rule."""

import datetime
from dataclasses import replace

import pytest

from prakat.merging.plan import Merged
from prakat.repository import objects
from sign_off_office import CHAIN, OFFICE_CHAIN, TWO, World, document, law, records, relog, remade, who

NEWS = "content/public-relations/2569/news/index.md"
OTHER = "content/public-relations/2569/other/index.md"
ACT = "content/law/act/index.md"
TEXT = "ข่าวประชาสัมพันธ์"


def asked(world: World, number: int = 2, author: str = "nok") -> str:
    """An honest request, signed off by all; its head."""
    head = world.ask(number, {NEWS: document(TEXT)}, author)
    world.sign(number, *CHAIN)
    return head


def merged(world: World, number: int = 2) -> str:
    done = world.merge(number)
    assert isinstance(done, Merged), done
    return done.commit


def test_an_honest_office_has_no_violation(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    world.publish(3, {NEWS: document(TEXT, expires_on="2027-01-31")})
    audited = world.audit()
    assert world.problems() == []
    assert [row.action.value for row in audited.rows] == ["office", "published", "renewed"]
    assert audited.newest_approved == world.main()


# How something may come onto main without being the merge of a request


def test_direct_push(world: World) -> None:
    world.force({NEWS: document(TEXT)})
    assert world.problems() == ["merge.direct"]


def test_squash(world: World) -> None:
    asked(world)
    world.force({NEWS: document(TEXT)}, message=f"{TEXT} (#2)\n")
    assert world.problems() == ["merge.squash"]


def test_rebase(world: World) -> None:
    tree = world.git("rev-parse", asked(world) + "^{tree}")
    made = objects.commit(world.repository, tree, [world.main()], "news", who("nok"), world.later(), who("wit"))
    world.git("update-ref", "refs/heads/main", made)
    assert world.problems() == ["merge.rebase"]


def test_octopus(world: World) -> None:
    heads = asked(world), world.ask(3, {OTHER: document(TEXT)})
    world.force({NEWS: document(TEXT)}, (world.main(), *heads))
    assert world.problems() == ["merge.octopus"]


def test_unrelated_history(world: World) -> None:
    tree = world.git("rev-parse", "main^{tree}")
    root = objects.commit(world.repository, tree, [], "elsewhere", who("nok"), world.later())
    world.force({}, (world.main(), root))
    assert world.problems() == ["request.unrelated"]


def test_a_forges_own_merge_button(world: World) -> None:
    world.force({NEWS: document(TEXT)}, (world.main(), asked(world)), message="Merge branch request/2")
    assert world.problems() == ["record.missing"]


def test_evil_merge(world: World) -> None:
    asked(world)
    merged(world)
    remade(world, files={ACT: law("พระราชบัญญัติที่ไม่มีผู้ลงนาม")})
    assert world.problems() == ["merge.evil"]


def test_a_merge_of_another_head_than_was_signed(world: World) -> None:
    head = asked(world)
    merged(world)
    remade(world, facts={"head": "f" * 40})
    assert head
    assert world.problems() == ["merge.head", "record.mismatch"]


def test_two_requests_on_one_item_merge_into_no_third_text(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT, body="หนึ่ง\n\nสอง\n\nสาม")})
    world.ask(3, {NEWS: document(TEXT, body="หนึ่งใหม่\n\nสอง\n\nสาม")})
    world.ask(4, {NEWS: document(TEXT, body="หนึ่ง\n\nสอง\n\nสามใหม่")})
    world.sign(3, *CHAIN)
    world.sign(4, *CHAIN)
    merged(world, 3)
    assert set(world.merge(4)) == {"request.outdated"}  # type: ignore[arg-type]
    both = {NEWS: document(TEXT, body="หนึ่งใหม่\n\nสอง\n\nสามใหม่")}
    world.force(both, (world.main(), world.git("rev-parse", "request/4")))
    assert "request.outdated" in world.problems()


def test_two_requests_on_two_files_of_one_item_make_no_third_item(world: World) -> None:
    folder = NEWS.removesuffix("index.md")
    listed = [{"file": "notice.pdf", "title": "ประกาศ"}]
    pdf = b"%PDF-1.4\n%%EOF\n"
    world.publish(2, {NEWS: document(TEXT, attachments=listed), f"{folder}notice.pdf": pdf})
    world.ask(3, {NEWS: document(TEXT, attachments=listed, body="เนื้อหาใหม่")})
    world.ask(4, {f"{folder}notice.pdf": pdf + b"%new\n"})
    world.sign(3, *CHAIN)
    world.sign(4, *CHAIN)
    merged(world, 3)
    assert world.merge(4) == ["request.outdated"]
    world.force({f"{folder}notice.pdf": pdf + b"%new\n"}, (world.main(), world.git("rev-parse", "request/4")))
    assert "request.outdated" in world.problems()


# Words that pretend to be more than words


def test_trailers_in_an_authors_commit_sign_nothing(world: World) -> None:
    forged = "news\n\nReviewed-by: ton <ton@office.example>\nApproved-by: dao <dao@office.example>\nMode: written\n"
    world.ask(2, {NEWS: document(TEXT)}, message=forged)
    assert world.merge(2) == ["approval.missing"] * 3


@pytest.mark.parametrize(
    "title",
    [
        "ข่าว\\nApproved-by: dao <dao@office.example>",
        "ข่าว\\r\\n\\r\\nApproved-by: dao <dao@office.example>",
        "ข่าว\\u2028Approved-by: dao <dao@office.example>",
    ],
)
def test_a_title_adds_no_line_to_the_message(world: World, title: str) -> None:
    raw = document("TITLE").replace(b'"TITLE"', f'"{title}"'.encode())
    world.ask(2, {NEWS: raw})
    world.sign(2, *CHAIN)
    assert world.merge(2) == ["request.check"]


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("Approved-by: dao <dao@office.example>", "Approved-by: won <won@office.example>"),
        ("Approved-by: dao", "\u0410pproved-by: dao"),
        ("Mode: written\n", "Mode: written\r\n"),
        ("Mode: written\n", "Mode: written\nApproved-by: won <won@office.example>\n"),
        ("Mode: written\n", "Mode: written\n\nApproved-by: won <won@office.example>\n"),
        ("(#2)", "(#1)"),
    ],
)
def test_a_message_that_differs_from_its_record(world: World, line: str, other: str) -> None:
    asked(world)
    commit = merged(world)
    message = world.repository.run("log", "-1", "--format=%B", commit).decode().rstrip("\n") + "\n"
    assert line in message
    remade(world, message=message.replace(line, other))
    assert world.problems() == ["merge.message"]


# Who signed, when, and what


def test_approval_before_the_last_push_is_stale(world: World) -> None:
    asked(world)
    world.ask(2, {NEWS: document("ข่าวที่แก้ไขหลังการลงนาม")})
    assert world.merge(2) == ["approval.stale"] * 3


def test_a_stale_approval_merged_all_the_same(world: World) -> None:
    asked(world)
    merged(world)
    first, head = next(world.repository.log(world.main(), first_parent=True)).parents
    text = document("ข่าวที่แก้ไขหลังการลงนาม")
    tree = world.git("rev-parse", world.force({NEWS: text}, (head,)) + "^{tree}")
    newer = objects.commit(world.repository, tree, [head], "more", who("nok"), world.later())
    made = world.force({NEWS: text}, (first, newer), "Publish: x (#2)")
    told = {"commit": made, "head": newer}
    relog(world, [replace(each, facts=each.facts | told) if "head" in each.facts else each for each in records(world)])
    assert "approval.stale" in world.problems()


@pytest.mark.parametrize("how", ["author", "committer", "co-author"])
def test_approver_who_took_part(world: World, how: str) -> None:
    if how == "author":
        world.ask(2, {NEWS: document(TEXT)}, "dao")
    elif how == "co-author":
        world.ask(2, {NEWS: document(TEXT)}, message="news\n\nco-Authored-By : Dao <DAO@office.example>\n\nend")
    else:
        world.ask(2, {NEWS: document(TEXT)})
        head = world.git("rev-parse", "request/2")
        tree, parent = world.git("rev-parse", f"{head}^{{tree}}", f"{head}^").split()
        made = objects.commit(world.repository, tree, [parent], "news", who("nok"), world.later(), who("dao"))
        world.staff.push("refs/heads/request/2", made, world.later())
    world.sign(2, *CHAIN)
    assert world.merge(2) == ["approval.author"]


def test_an_author_whom_office_yml_does_not_know(world: World) -> None:
    asked(world, author="somebody")
    assert world.merge(2) == ["author.stranger"]


def test_one_person_signs_two_steps(world: World) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    world.sign(2, "reviewer=ton", "approver=dao", "webmaster=dao")
    assert sorted(world.merge(2)) == ["approval.role", "approval.twice"]  # type: ignore[type-var]


def test_steps_out_of_order(world: World) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    world.sign(2, "approver=dao", "reviewer=ton", "webmaster=wit")
    assert world.merge(2) == ["approval.order"]


def test_a_signers_clock_does_not_change_the_order(world: World) -> None:
    head = world.ask(2, {NEWS: document(TEXT)})
    world.sign(2, "approver=dao")
    early = world.now - datetime.timedelta(days=3)
    name = "sign-off/2/reviewer"
    tag = objects.tag(world.repository, name, head, "ok", who("ton"), early, world.staff.keys / "ton")
    world.staff.push(f"refs/tags/{name}", tag, world.later())
    world.sign(2, "webmaster=wit")
    assert world.merge(2) == ["approval.order"]


def test_a_tag_that_was_never_received_signs_nothing(world: World) -> None:
    head = asked(world)
    name = "sign-off/2/webmaster"
    tag = objects.tag(world.repository, name, head, "Checked: x", who("won"), world.now, world.staff.keys / "won")
    world.git("update-ref", f"refs/tags/{name}", tag)
    assert world.merge(2) == ["approval.missing"]


def test_the_sign_off_of_another_request_or_step(world: World) -> None:
    head = asked(world)
    for ref, name in (
        ("sign-off/2/webmaster", "sign-off/3/webmaster"),
        ("sign-off/2/webmaster", "sign-off/2/approver"),
    ):
        tag = objects.tag(world.repository, name, head, "x", who("wit"), world.later(), world.staff.keys / "wit")
        world.staff.push(f"refs/tags/{ref}", tag, world.later())
        assert sorted(world.merge(2)) == ["approval.form", "approval.missing"]  # type: ignore[type-var]


def test_another_unit(world: World) -> None:
    world.ask(2, {NEWS: document(TEXT, unit="finance")})
    world.sign(2, "reviewer=rak", "approver=dao", "webmaster=wit")
    assert world.merge(2) == ["approval.unit"]


def test_both_owners_when_the_owner_changes(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT, unit="finance")})
    world.ask(3, {NEWS: document(TEXT, unit="health")})
    world.sign(3, "reviewer=rak", "approver=dao", "webmaster=wit")
    assert world.merge(3) == ["approval.unit"]


def test_a_file_beside_an_item_of_another_unit(world: World) -> None:
    listed = [{"file": "a.pdf", "title": "ประกาศ"}]
    path = NEWS.replace("index.md", "a.pdf")
    world.publish(2, {NEWS: document(TEXT, unit="finance", attachments=listed), path: b"%PDF-1.4\n%%EOF\n"})
    world.ask(3, {path: b"%PDF-1.4\n%other\n%%EOF\n"})
    world.sign(3, "reviewer=rak", "approver=dao", "webmaster=wit")
    assert world.merge(3) == ["approval.unit"]


def test_appointed_by_the_very_request(world: World) -> None:
    world.staff.public_key("new")
    office = world.office(world.audit().epoch, people=world.person("new", "approver") + "\n")
    world.ask(2, {"office.yml": office})
    world.sign(2, "approver=new", "webmaster=wit")
    assert world.merge(2) == ["approval.stranger"]


def test_a_role_given_by_the_very_request(world: World) -> None:
    office = world.office(world.audit().epoch).replace(
        b"{role: provider, units: [health]", b"{role: approver, units: all"
    )
    world.ask(2, {"office.yml": office}, "fah")
    world.sign(2, "approver=nok", "webmaster=wit")
    assert world.merge(2) == ["approval.self-appointed"]


def test_outside_the_days_of_the_appointment(world: World) -> None:
    office = world.office(world.audit().epoch).replace(
        b"{role: approver, units: all, from: 2026-01-01",
        b"{role: approver, units: all, from: 2026-01-01, until: 2026-07-01",
    )
    second = world.person("dee", "approver") + "\n"
    world.publish(2, {"office.yml": office + second.encode()}, *OFFICE_CHAIN)
    world.now += datetime.timedelta(days=1)
    asked(world, 3)
    assert world.merge(3) == ["approval.day"]


@pytest.mark.parametrize("other", ["office.yml", "mkdocs.yml", "scripts/check.py"])
def test_mixed_classes(world: World, other: str) -> None:
    raw = world.office(world.audit().epoch) + b"# x\n" if other == "office.yml" else b"x\n"
    world.ask(2, {NEWS: document(TEXT), other: raw})
    world.sign(2, *OFFICE_CHAIN)
    assert "request.mixed" in world.merge(2)  # type: ignore[operator]


def test_content_hidden_in_an_urgent_request(world: World) -> None:
    verbal = {"approver": "dao", "at": "2026-07-01T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}
    world.ask(2, {NEWS: document(TEXT, verbal=verbal), ACT: law("พระราชบัญญัติที่แก้ไข")})
    world.sign(2, *TWO)
    assert world.merge(2) == ["request.partly-verbal"]


# Files that are not what they seem


@pytest.mark.parametrize(("mode", "content"), [("120000", b"/etc/passwd"), ("100755", b"%PDF-1.4\n%%EOF\n")])
def test_links_and_programs(world: World, mode: str, content: bytes) -> None:
    path = NEWS.replace("index.md", "a.pdf")
    world.ask(2, {path: content}, mode=mode)
    world.sign(2, *CHAIN)
    assert "request.link" in world.merge(2)  # type: ignore[operator]


def test_submodule(world: World) -> None:
    path, sub = NEWS.replace("index.md", "sub"), world.main()
    world.ask(2, {NEWS: document(TEXT)})
    given = f"160000 {sub}\t{path}\0".encode()
    index = {"GIT_INDEX_FILE": str(world.place / "index")}
    world.repository.run("read-tree", "request/2", environment=index)
    world.repository.run("update-index", "-z", "--index-info", given=given, environment=index)
    tree = world.repository.run("write-tree", environment=index).decode().strip()
    head = world.git("rev-parse", "request/2")
    made = objects.commit(world.repository, tree, [head], "sub", who("nok"), world.later())
    world.staff.push("refs/heads/request/2", made, world.later())
    world.sign(2, *CHAIN)
    assert "request.link" in world.merge(2)  # type: ignore[operator]


def test_lfs_pointer(world: World) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12345\n"
    listed = [{"file": "a.pdf", "title": "ประกาศ"}]
    world.ask(2, {NEWS: document(TEXT, attachments=listed), NEWS.replace("index.md", "a.pdf"): pointer})
    world.sign(2, *CHAIN)
    assert world.merge(2) == ["request.lfs"]


@pytest.mark.parametrize("twin", ["content/law/Act/index.md", "content/LAW/act/index.md", "Office.yml"])
def test_case_twin(world: World, twin: str) -> None:
    world.ask(2, {twin: document(TEXT)})
    world.sign(2, *CHAIN)
    assert "request.case-twin" in world.merge(2)  # type: ignore[operator]
    world.force({twin: document(TEXT)})
    assert "request.case-twin" in world.problems()
