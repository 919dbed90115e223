"""Words by which people confirm and sign: forgiving of how they are typed, never of a "not" (R06, R07)."""

import pytest

from prakat.request.policy.sign_off import CHECKED
from prakat.request.spoken_words import CHECKED_TH, CONFIRM, confirms, excerpt, states_check

CONFIRMING = [
    CONFIRM,
    "ยืนยันครับ",
    "ยืนยัน ค่ะ",
    " ยืนยัน. ",
    "ยืนยัน\n",
    "ยืนยัน\r\n\r\n",
    "ขอยืนยัน",
    "ขอยืนยันค่ะ",
    "ยืนยันนะคะ",
    '"ยืนยัน"',
    "“ยืนยัน”",
    "'ยืนยัน'",
    "**ยืนยัน**",
    "`ยืนยัน`",
    "(ยืนยัน)",
    "ยืนยันๆ",
    "ยืนยัน ๆ",
    "ยืนยัน ยืนยัน",
    "- ยืนยัน",
    "ยืนยันแล้ว",
    "ยืนยันว่าถูกต้อง",
    "ยืนยันถูกต้องครับผม",
    "ดิฉันขอยืนยันค่ะ",
    "ผมยืนยันครับ",
    "ยืนยัน!",
    "ยืน\u200bยัน",
    "\ufeffยืนยัน",
    *(
        "Confirm",
        "CONFIRMED",
        "confirmed.",
        "I confirm",
        "Confirmed, thank you",
        "ยืนยัน ขอบคุณครับ",
        "ยืนยันนะครับ",
        "ยืนยัน จ้า",
    ),
]
NOT_CONFIRMING = [
    "",
    " ",
    "ไม่",
    "ไม่ยืนยัน",
    "ยังไม่ยืนยัน",
    "ยังไม่ขอยืนยัน",
    "ยืนยันไม่ได้",
    "ไม่สามารถยืนยัน",
    "ยืนยันว่าไม่ถูกต้อง",
    "ไม่\nยืนยัน",
    "ยืนยันไหม",
    "ยืนยัน?",
    "ยืนยันหรือยัง",
    "รอยืนยัน",
    "ยืนยัน แต่ข้อ 2 ผิด",
    "ยืนยัน\nแต่แก้หน้า 3",
    "> ยืนยัน",
    "~~ยืนยัน~~",
    "[ ] ยืนยัน",
    "- [ ] ยืนยัน",
    "(ไม่) ยืนยัน",
    "มิยืนยัน",
    "ยกเลิกยืนยัน",
    "ยืนยัน/ไม่ยืนยัน",
    "ยืนยันภายหลัง",
    "อย่ายืนยัน",
    *(
        "not confirmed",
        "unconfirmed",
        "I do not confirm",
        "cannot confirm",
        "confirm?",
        "confirmed: no",
        "will confirm",
        "ok",
        "ถูกต้อง",
    ),
]
STATING = [
    *(
        CHECKED_TH,
        f"Checked: {CHECKED}",
        f"  {CHECKED_TH}  ",
        f"ผ่าน\n{CHECKED_TH}\n",
        f"{CHECKED_TH} ครับ",
        f"{CHECKED_TH}.",
    ),
    "ตรวจแล้วถูกต้องครบถ้วนเป็นปัจจุบันชอบด้วยกฎหมาย",
    "ตรวจแล้ว : ถูกต้อง, ครบถ้วน, เป็นปัจจุบัน, และชอบด้วยกฎหมายค่ะ",
    "ได้ตรวจสอบแล้วว่าถูกต้อง ครบถ้วน เป็นปัจจุบัน ชอบด้วยกฎหมาย",
    f"“{CHECKED_TH}”",
    f"**{CHECKED_TH}**",
    *(
        "checked: Correct, Complete, Current, Lawful.",
        "CHECKED correct complete current and lawful",
        "Checked: correct,complete,current,lawful",
    ),
    "ตรวจแล้ว: ถูกต้อง ครบถ้วน\nเป็นปัจจุบัน ชอบด้วยกฎหมาย",
    f"ตรวจเอกสารเทียบต้นฉบับ\r\n{CHECKED_TH}\r\n",
]
NOT_STATING = [
    "",
    "ok",
    "ตรวจแล้ว",
    "ตรวจแล้ว: ถูกต้อง ครบถ้วน",
    f"ยังไม่{CHECKED_TH}",
    f"ไม่ได้{CHECKED_TH}",
    f"ยังไม่ได้\n{CHECKED_TH}",
    "ตรวจแล้ว: ไม่ถูกต้อง ครบถ้วน เป็นปัจจุบัน ชอบด้วยกฎหมาย",
    f"{CHECKED_TH} ไม่ได้",
    f"{CHECKED_TH}\nไม่ใช่",
    f"> {CHECKED_TH}",
    *(
        f"Not checked: {CHECKED}",
        f"Unchecked: {CHECKED}",
        "Checked: not correct, complete, current, lawful",
        f"Checked: {CHECKED}?",
    ),
    *(
        f"~~{CHECKED_TH}~~",
        f"- [ ] {CHECKED_TH}",
        f"{CHECKED_TH} หรือไม่",
        f"not\nChecked: {CHECKED}",
        f"Checked: {CHECKED} (no)",
    ),
]


@pytest.mark.parametrize("said", CONFIRMING)
def test_a_confirmation_may_be_polite_and_plain(said: str) -> None:
    assert confirms(said)


@pytest.mark.parametrize("said", NOT_CONFIRMING)
def test_what_denies_asks_or_adds_is_no_confirmation(said: str) -> None:
    assert not confirms(said)


@pytest.mark.parametrize("said", STATING)
def test_the_statement_may_be_typed_in_many_ways(said: str) -> None:
    assert states_check(said)


@pytest.mark.parametrize("said", NOT_STATING)
def test_half_a_statement_or_its_denial_is_none(said: str) -> None:
    assert not states_check(said)


def test_what_was_found_is_quoted_in_one_short_line() -> None:
    assert excerpt("ผ่าน\n  ok ") == "ผ่าน ok"
    assert len(excerpt("ก" * 500)) == 81


def test_a_signer_who_writes_a_book_of_polite_words_is_not_waited_for() -> None:
    assert not confirms("ยืนยัน" + "ครับ" * 100_000)
    assert states_check("ก" * 1_000_000 + f"\n{CHECKED_TH} ค่ะ\n" + "ครับ" * 100_000)


@pytest.mark.parametrize(
    "beside",
    ["ยังไม่ได้ตรวจ", "I have not", "don't", "never", "ไม่ใช่ว่า", "ขอไม่รับรองว่า", "ห้ามพิมพ์ว่า", "ไม่จริง", "หามิได้", "<!--", "~~"],
)
def test_a_not_on_another_line_counts(beside: str) -> None:
    assert not states_check(f"{beside}\n{CHECKED_TH}")
    assert not states_check(f"{CHECKED_TH}\n\n{beside}")


@pytest.mark.parametrize("beside", ["แก้คำผิดแล้ว ไม่มีปัญหา", "ไม่พบข้อผิดพลาด", "ขอบคุณค่ะ", "See the notice"])
def test_what_else_is_said_does_no_harm(beside: str) -> None:
    assert states_check(f"{beside}\n{CHECKED_TH}")


@pytest.mark.parametrize(
    "said",
    [
        "ยืนยัน 🙏",
        "confirm ✅",
        "ยืนยัน – ค่ะ",
        "กระผมขอยืนยันครับ",
        "ยืนยันความถูกต้องค่ะ",
        "ยืนยันเรียบร้อยค่ะ",
        "ตกลง ยืนยัน",
        "Yes, confirm",
    ],
)
def test_people_confirm_in_their_own_way(said: str) -> None:
    assert confirms(said)


def test_half_a_sentence_confirms_nothing() -> None:
    assert not confirms("ยืนยันว่า")
