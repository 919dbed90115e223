"""A seed -> Thai as offices write it: clauses without spaces, words as rare as in life."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from pythainlp.corpus import get_corpus, thai_words
from pythainlp.corpus.tnc import unigram_word_freqs

from prakat.rules.damaged_text import flaws

PLAIN_WORD = re.compile(r"[เ-ไก-ฮ][ก-ฮะ-ฺเ-ไ็-๎]+")
ZIPF_SHIFT = 2.7
"""Mandelbrot's flattening of the first ranks; 2.7 is the usual value for running text."""

OPENINGS = (
    "ด้วยสำนักงานได้รับมอบหมายให้ดำเนินการ",
    "เพื่อให้ประชาชนได้รับทราบข้อมูลอย่างทั่วถึงเกี่ยวกับ",
    "ตามที่หน่วยงานได้จัดทำแผนปฏิบัติราชการประจำปีในเรื่อง",
    "ขอแจ้งให้ผู้มีส่วนเกี่ยวข้องทราบว่า",
    "ผู้ประสงค์จะยื่นคำขอต้องเตรียมเอกสารประกอบ",
    "คณะทำงานได้ประชุมพิจารณาแล้วเห็นควรให้",
    "อาศัยอำนาจตามระเบียบที่เกี่ยวข้องจึงกำหนด",
    "ทั้งนี้ให้ถือปฏิบัติตามหลักเกณฑ์ของทางราชการว่าด้วย",
    "จากการติดตามผลการดำเนินงานในรอบปีที่ผ่านมาพบ",
    "ในกรณีที่มีข้อสงสัยให้สอบถามเจ้าหน้าที่เรื่อง",
)
CLOSINGS = (
    "จึงประกาศให้ทราบโดยทั่วกัน",
    "ในวันและเวลาราชการ",
    "โดยไม่มีค่าใช้จ่ายใด",
    "ภายในระยะเวลาที่กำหนดไว้",
    "ตามเอกสารแนบท้ายประกาศนี้",
    "เพื่อประโยชน์ของผู้รับบริการ",
    "ให้เป็นไปตามที่กฎหมายกำหนด",
)
HEADINGS = (
    "ความเป็นมา",
    "หลักเกณฑ์และเงื่อนไข",
    "ขั้นตอนการดำเนินงาน",
    "รายละเอียด",
    "ระยะเวลา",
    "เอกสารที่ต้องใช้",
    "การติดต่อสอบถาม",
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Dictionary words, the most used first, with the running sum of their weights."""

    words: tuple[str, ...]
    cumulative: tuple[float, ...]


@cache
def lexicon() -> Lexicon:
    """pythainlp's word list, ranked by the Thai National Corpus (then by spelling), weighed 1 / (rank + 2.7)."""
    usage = unigram_word_freqs()
    rude = get_corpus("profanity_th.txt")
    plain = {word for word in thai_words() if PLAIN_WORD.fullmatch(word)} - rude
    plain -= {word for word in plain if flaws(word)}
    words = tuple(sorted(plain, key=lambda word: (-usage.get(word, 0), word)))
    return Lexicon(words, tuple(accumulate(1 / (rank + ZIPF_SHIFT) for rank in range(1, len(words) + 1))))


class Prose:
    """One writer, whose every choice comes from its own random stream; remembers the runs of words it wrote."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.runs: list[tuple[str, ...]] = []
        """Words written one after the other without a space: what a search for a word or a phrase should find."""

    def run(self, shortest: int, longest: int) -> str:
        """A clause of that many words, without a space."""
        known = lexicon()
        count = self._rng.randint(shortest, longest)
        words = tuple(self._rng.choices(known.words, cum_weights=known.cumulative, k=count))
        while flaws("".join(words)):  # ดวงตา and บลู make ตาบล, which check takes for a damaged ตำบล
            words = tuple(self._rng.choices(known.words, cum_weights=known.cumulative, k=count))
        self.runs.append(words)
        return "".join(words)

    def paragraph(self, characters: int) -> str:
        """Clauses with spaces between them, at least that long."""
        clauses = [self._rng.choice(OPENINGS) + self.run(4, 9)]
        length = len(clauses[0])
        while length < characters:
            clauses.append(self.run(6, 16))
            length += len(clauses[-1]) + 1
        clauses[-1] += self._rng.choice(CLOSINGS)
        return " ".join(clauses)

    def bullets(self, count: int) -> str:
        return "\n".join(f"- {self.run(4, 9)}" for _ in range(count))

    def table(self, rows: int) -> str:
        lines = ["| ลำดับ | รายการ | จำนวน (บาท) |", "|---:|---|---:|"]
        lines += [f"| {row} | {self.run(3, 7)} | {self._rng.randint(1, 900) * 500:,} |" for row in range(1, rows + 1)]
        return "\n".join(lines)

    def body(self, characters: int) -> str:
        """Markdown with headings and now and then a list or a table, about that long."""
        return "\n\n".join(self._blocks(characters)) + "\n"

    def _blocks(self, characters: int) -> Iterator[str]:
        written = 0
        headings = iter(self._rng.sample(HEADINGS, len(HEADINGS)))
        while written < characters:
            block = self._block(min(450, max(150, characters - written)))
            if written and (heading := next(headings, None)):
                block = f"## {heading}\n\n{block}"
            written += len(block)
            yield block

    def _block(self, characters: int) -> str:
        kind = self._rng.random()
        if kind < 0.15:
            return self.paragraph(characters // 2) + "\n\n" + self.bullets(self._rng.randint(3, 5))
        if kind < 0.25:
            return self.paragraph(characters // 2) + "\n\n" + self.table(self._rng.randint(3, 5))
        return self.paragraph(characters)
