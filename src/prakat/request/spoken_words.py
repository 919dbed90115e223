"""words as people type them -> whether they confirm, or state the check; a whole sentence, so that no "not" slips in"""

import re
import unicodedata
from functools import lru_cache

from prakat.request.policy.sign_off import CHECKED
from prakat.thai.visible_text import visible_length

CHECKED_TH = "ตรวจแล้ว: ถูกต้อง ครบถ้วน เป็นปัจจุบัน ชอบด้วยกฎหมาย"
"""What a webmaster writes into the approving review; the same in English counts as well (R06)."""
CONFIRM = "ยืนยัน"
"""The owner's whole answer, once the page is right (R07)."""
EXCERPT = 80
"""Characters of what was found instead."""
_LONGEST = 400
"""Characters of a sentence that is looked at: no longer one can be one of these, and a signer may be hostile."""
_BETWEEN = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\ufe0f.,:;!…ฯๆ'\"“”‘’«»`*_()/–—✅✔☑👍🙏-]+")
"""Nothing that turns a sentence round: no question mark, no `>` of a quotation, no `[ ]`, no `~` that strikes out."""
_POLITE = re.compile(r"(?:ครับผม|ครับ|คับ|เจ้าค่ะ|ค่ะ|คะ|ค่า|จ้ะ|จ้า|ขอรับ|ฮะ|น่ะ|นะ|ขอบคุณ|please|thankyou|thanks)$")
_WHO = "(?:กระผม|ผม|ดิฉัน|ฉัน|หนู|ข้าพเจ้า)?"
_CONFIRMS = re.compile(
    rf"(?:ตกลง)?{_WHO}(?:ขอ)?(?:ยืนยัน)+(?:(?:ว่า|ความ|ข้อมูล)?ถูกต้อง)?(?:ครบถ้วน)?(?:ตามนี้)?(?:เรียบร้อย)?(?:แล้ว)?"
    r"|(?:yes)?i?confirm(?:ed)?(?:it)?"
)
_CHECKS = re.compile(
    rf"{_WHO}(?:ขอรับรองว่า)?(?:ได้)?ตรวจ(?:สอบ|ทาน)?แล้ว(?:ว่า)?"
    r"ถูกต้อง(?:และ)?ครบถ้วน(?:และ)?เป็นปัจจุบัน(?:และ)?ชอบด้วย(?:กฎ|กฏ)หมาย|checkedcorrect(?:and)?complete(?:and)?current(?:and)?lawful"
)
_EXACT = frozenset({CHECKED_TH, f"Checked: {CHECKED}"})
_DENIES = re.compile(r"ไม่(?!มี|พบ)|มิ(?:ได้|ใช่)|ห้าม|\bno(?:t|ne)?\b|n[’']t\b|\bnever\b|<!--|~~|<del|<s>", re.IGNORECASE)
"""Anywhere beside the statement it may turn it round or hide it; that nothing was found wrong is said by the two words
that it spares."""


def confirms(said: str) -> bool:
    """Whether that is all that was said: Thai or English, spaces, full stops, quotes and polite words aside."""
    return _CONFIRMS.fullmatch(_bare(said)) is not None


def speaks_of_it(said: str) -> bool:
    """Whether it seems to be about a confirmation, whatever it says."""
    return any(word in said.casefold() for word in (CONFIRM, "confirm"))


def states_check(said: str) -> bool:
    """Whether one line of it, or all of it, is the statement that the last signer has to make."""
    if len(said) <= _LONGEST:
        return _states_check(said)
    return _states_check.__wrapped__(said)


@lru_cache(maxsize=1024)
def _states_check(said: str) -> bool:
    """Kept for short texts, since thousands of tags say the same."""
    lines = said.splitlines()
    stated = [line for line in lines if line.strip() in _EXACT or _CHECKS.fullmatch(_bare(line))]
    if stated:
        return not any(_DENIES.search(line) for line in lines if line not in stated)
    return _CHECKS.fullmatch(_bare(said)) is not None


def has_line_of_check(said: str) -> bool:
    """Whether one line is the statement, letter by letter, whatever else is said."""
    return any(line.strip() in _EXACT for line in said.splitlines())


def excerpt(said: str) -> str:
    """The beginning of what was said, on one line, to be quoted."""
    words = " ".join(said[: 10 * EXCERPT].split())
    return words if len(words) <= EXCERPT or visible_length(words) <= EXCERPT else f"{words[:EXCERPT]}…"


def _bare(said: str) -> str:
    """Without what people add to be polite or to be plain; two ways to type one Thai letter are made one."""
    if len(said) > _LONGEST:
        return ""
    left = _BETWEEN.sub("", unicodedata.normalize("NFC", said).replace("ํา", "ำ").replace("เเ", "แ")).casefold()
    while (less := _POLITE.sub("", left)) != left:
        left = less
    return left
