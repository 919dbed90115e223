"""Urgent, ratified, regularised, a glass broken: each kind of request is signed on its page by its own chain."""

import re

import pytest
from phone import Phone
from test_decision import CHECKED, shown_of

from prakat import product
from prakat.merging.plan import Merged
from prakat.office import office
from prakat.repository.bare import guard
from prakat.repository.receipt import set_clock
from prakat_desk.desk import Desk
from sign_off_office import CHAIN, PEOPLE, World, document

NEWS = "content/public-relations/2569/news/index.md"
VERBAL = {"approver": "dao", "at": "2026-07-01T09:30", "channel": "โทรศัพท์", "recorded_by": "wit"}


@pytest.fixture
def desk(world: World) -> Desk:
    """Of an office whose people's keys lie beside it, behind its own door."""
    guard(world.repository.git_dir, product.receive_hook())
    keys = {name: world.staff.keys / name for name in PEOPLE}
    return Desk(world.repository, "http://127.0.0.1:8010", world.place / "state", sample_keys=keys)


def signs(desk: Desk, world: World, number: int, *chain: str) -> list[str]:
    """Everybody in turn, by opening the page and pressing; what each read."""
    read = []
    for each in chain:
        step, _, person = each.partition("=")
        set_clock(world.repository.git_dir, world.later().isoformat())
        with Phone(desk) as phone:
            phone.come_in(person)
            page = phone.get(f"/requests/{number}").text
            shown = shown_of(page)
            assert shown["step"] == step, page
            is_last = 'name="checked"' in page
            assert is_last is (each == chain[-1])
            given = {**shown, "checked": CHECKED if is_last else []}
            answer = phone.post(f"/requests/{number}/sign", data=given, follow_redirects=False)
            assert answer.status_code == 303, answer.text
            read.append(re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page)))
    return read


def test_two_webmasters_sign_what_is_urgent_and_the_chain_what_is_ratified(desk: Desk, world: World) -> None:
    world.ask(2, {NEWS: document(verbal=VERBAL)})
    [page, _] = signs(desk, world, 2, "webmaster=wit", "second-webmaster=won")
    assert "เรื่องด่วน: dao (ตำแหน่ง) อนุญาตทางวาจา (โทรศัพท์) เมื่อ 1 กรกฎาคม 2569 เวลา 09.30 น." in page
    assert isinstance(world.merge(2), Merged)
    world.ask(3, {NEWS: document()})
    [page, *_] = signs(desk, world, 3, *CHAIN)
    assert "ขอให้อนุมัติหน้า “ประกาศเรื่องทดสอบ” เป็นหนังสือ ตามที่ dao (ตำแหน่ง) อนุญาตทางวาจาเมื่อ 1 กรกฎาคม 2569" in page
    assert isinstance(world.merge(3), Merged)


def test_what_is_regularised_is_named_and_shown(desk: Desk, world: World) -> None:
    forced = world.force({NEWS: document("เรื่องที่ไม่มีใครอนุมัติ")}, message="ลงเอง\n", author="wit")
    world.ask(2, {NEWS: document("เรื่องที่อนุมัติแล้ว")}, message=f"Content: afterwards\n\nRegularises: {forced}\n")
    [page, *_] = signs(desk, world, 2, *CHAIN)
    assert "คำขอนี้รับรองย้อนหลัง 1 รายการ" in page
    assert f"รายการที่รับรองย้อนหลัง {forced[:12]} โดย wit" in page
    assert f"ที่รับรองย้อนหลัง {forced[:12]} content/public-relations/2569/news" in page
    assert isinstance(world.merge(2), Merged)
    assert world.problems() == []


def test_a_broken_glass_says_what_it_is(desk: Desk, world: World) -> None:
    text = world.repository.object(f"refs/heads/main:{office.FILE}")[1].decode()
    order = "{no: ว 8, date: 2026-07-01}"
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("- {id: dao,"):
            lines[number] = line.replace(
                "from: 2026-01-01,", f"from: 2026-01-01, until: 2026-06-30, end_order: {order},"
            )
        if line.startswith("- {id: rak,"):
            lines[number] = line.replace(
                "}}]}", f"}}}}, {{role: approver, units: all, from: 2026-07-01, order: {order}}}]}}"
            )
    world.ask(2, {office.FILE: "\n".join(lines).encode()}, author="fah")
    [page, _] = signs(desk, world, 2, "webmaster=wit", "second-webmaster=won")
    assert "กรณีฉุกเฉิน ไม่มีผู้ลงนามตามขั้นปกติ" in page
    assert "dao (ตำแหน่ง) พ้นจากการเป็นผู้อนุมัติ" in page
    assert "ให้ rak (ตำแหน่ง) เป็นผู้อนุมัติ ของ ทุกหน่วยงาน ตั้งแต่ 1 กรกฎาคม 2569" in page
    glass = world.merge(2)
    assert isinstance(glass, Merged)
    world.ask(3, {}, author="fah", message=f"Office: afterwards\n\nRegularises: {glass.commit}\n")
    chain = ("witness=nok", "reviewer=ton", "approver=rak", "webmaster=wit")
    [page, *_] = signs(desk, world, 3, *chain)
    assert "ลงนามเป็นผู้ร่วมรับรอง" in page
    assert "คำขอนี้รับรองย้อนหลัง 1 รายการ" in page
    assert isinstance(world.merge(3), Merged)
    assert world.problems() == []
