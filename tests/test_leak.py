"""What a built folder gives away of items that the public must not see, however it is written there (R19, R37)."""

import datetime
import gzip
import html
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import office_builder
from office_builder import PDF, item
from prakat.content import register
from prakat.site import built_site, edition
from prakat.site.built_file import BuiltFile
from prakat.site.built_site import BuiltSite
from prakat.site.digest import digests
from prakat.site.edition import Edition
from prakat.site.hidden_words import LEAST, hidden_words, pieces
from prakat.site.public_texts import public_texts
from prakat.site.raw_traces import RawTraces, by_automaton, letter_grams, search_of

DAY = datetime.date(2026, 10, 15)
SECRET = "ข้อความที่ยังไม่ถึงวันเผยแพร่ของประกาศฉบับนี้ & อื่น ๆ"
ENTITIES = "".join(f"&#{ord(each)};" for each in SECRET)
NAMED = SECRET.replace("&", "&amp;").replace("ข", "&#x0e02;", 1)
ESCAPED = json.dumps(SECRET)
assert len(SECRET) >= LEAST


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return office_builder.office(tmp_path / "office")


def compiled(repo: Path) -> Edition:
    found = register.read(repo, DAY)
    assert found.office
    return edition.compile(found, found.office, {})


def found(repo: Path, **files: bytes) -> list[str]:
    """The leaking files; `__` stands for a dot."""
    root, theme = repo.parent / "site", repo.parent / "theme"
    for place in (root, theme):
        place.mkdir(exist_ok=True)
    for name, content in files.items():
        (root / name.replace("__", ".")).write_bytes(content)
    return sorted({each.file for each in BuiltSite(root, compiled(repo), theme).leaks()})


@pytest.fixture
def hidden(repo: Path) -> Path:
    """With one item that readers see, and one that they shall see tomorrow."""
    item(repo, "law/shown", "เนื้อหาที่ทุกคนอ่านได้ของประกาศฉบับที่เผยแพร่แล้ววันนี้")
    item(repo, "law/later", SECRET, publish_on="2026-10-16", title="หัวข้อที่ยังไม่ถึงวันเผยแพร่", files={"a.pdf": PDF})
    return repo


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a__html", f"<p>{SECRET}</p>"),
        ("a__html", f"<p>{SECRET.replace('ยัง', '<b>ยัง</b>')}</p>"),
        ("a__html", f"<p>{ENTITIES}</p>"),
        ("a__html", f'<meta name="description" content="{ENTITIES}">'),
        ("a__html", f'<meta name="description" content="{NAMED}">'),
        ("a__html", f"<!-- {SECRET} -->"),
        ("a__xml", f"<summary>{ENTITIES}</summary>"),
        ("a__js", f"var text = '{ENTITIES}'"),
        ("a__json", f'{{"text": "{NAMED}"}}'),
        ("a__csv", f"1,{ENTITIES}\r\n"),
        ("a__json", f'{{"text": {ESCAPED}}}'),
        ("a__js", f"var text = {ESCAPED}"),
        ("a__txt", SECRET),
        ("a__txt", SECRET.replace("ที่", "\u200bที่")),
        ("a__html", "<h1>หัวข้อที่ยังไม่ถึงวันเผยแพร่</h1>"),
    ],
)
def test_a_hidden_sentence_is_found_however_it_is_written(hidden: Path, name: str, content: str) -> None:
    assert found(hidden, **{name: content.encode()}) == [name.replace("__", ".")]
    if "<b>" in content:
        return  # a name alone says that something is HTML, and a compressed file has another
    packed = gzip.compress(content.encode())
    assert found(hidden, **{f"{name}__gz": packed, "b__bin": packed}) == sorted(
        [name.replace("__", "."), name.replace("__", ".") + ".gz", "b.bin"]
    )


def test_a_hidden_file_is_found_under_any_name(hidden: Path) -> None:
    assert found(hidden, b__pdf=PDF) == ["b.pdf"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a__html", "<p>เนื้อหาที่ทุกคนอ่านได้ของประกาศฉบับที่เผยแพร่แล้ววันนี้</p>"),
        ("a__html", f"<p>{SECRET[:30]}</p>"),
        ("a__pdf", f"<p>{SECRET}</p>"),
        ("a__gz", "\x1f\x8bnone"),
    ],
)
def test_what_is_no_hidden_sentence_is_no_leak(hidden: Path, name: str, content: str) -> None:
    assert found(hidden, **{name: content.encode("latin-1", "ignore") if name == "a__gz" else content.encode()}) == []


@pytest.mark.parametrize(("length", "is_found"), [(LEAST - 1, False), (LEAST, True)])
def test_a_sentence_tells_from_a_length_on(repo: Path, length: int, is_found: bool) -> None:
    sentence = ("กขคง" * LEAST)[:length]
    item(repo, "law/later", sentence, publish_on="2026-10-16")
    assert found(repo, a__html=f"<p>{sentence}</p>".encode()) == ["a.html"] * is_found


def test_a_file_that_readers_get_elsewhere_is_no_leak(repo: Path) -> None:
    item(repo, "law/shown", files={"b.pdf": PDF})
    item(repo, "law/later", publish_on="2026-10-16", files={"a.pdf": PDF})
    assert found(repo, b__pdf=PDF) == []


LONG = "ประโยคยาวพอที่จะบอกว่าเป็นของรายการใดรายการหนึ่งเท่านั้น"


@pytest.mark.parametrize(
    "shown",
    [
        {"title": LONG},
        {"title_en": LONG},
        {"summary": LONG},
        {"summary_en": LONG},
        {"remarks": LONG},
        {"source": {"name": LONG}},
        {"attachments": [{"file": "a.pdf", "title": LONG}]},
        {"credits": [{"text": LONG, "holder": "กอง", "source": "หนังสือ"}]},
        {"credits": [{"text": "คำคม", "holder": LONG, "source": "หนังสือ"}]},
        {"withdrawn": {"on": "2026-10-12", "reason": LONG}},
    ],
)
def test_what_a_public_item_says_anywhere_is_no_leak(repo: Path, shown: dict[str, object]) -> None:
    item(repo, "law/later", LONG, publish_on="2026-10-16")
    assert found(repo, a__html=f"<p>{LONG}</p>".encode()) == ["a.html"]
    folder = item(repo, "law/shown", **shown)
    if "attachments" in shown:
        (folder / "a.pdf").write_bytes(PDF)
    assert found(repo, a__html=f"<p>{LONG}</p>".encode()) == []


@pytest.mark.parametrize(
    "said",
    [
        {"ignore": [{"rule": "text.long", "why": SECRET}]},
        {
            "verbal": {
                "approver": "head",
                "at": "2026-10-15T08:30",
                "channel": SECRET[:LEAST],
                "recorded_by": "web1",
            }
        },
    ],
)
def test_what_no_page_shows_of_an_item_leaks_once_a_page_does(repo: Path, said: dict[str, object]) -> None:
    """Why a check was waived, and how a permission was given, are free text that tells what the item was about."""
    item(repo, "law/gone", withdrawn={"on": "2026-10-12", "reason": "ประกาศผิดเรื่อง"}, **said)
    assert found(repo, a__html=f"<p>{SECRET}</p>".encode()) == ["a.html"]


def test_what_the_office_says_of_itself_is_no_leak(repo: Path) -> None:
    office_builder.office(repo, office_builder.OFFICE.replace("name: งานบริหารทั่วไป", f"name: {LONG}"))
    item(repo, "law/later", LONG, publish_on="2026-10-16")
    assert found(repo, a__html=f"<p>{LONG}</p>".encode()) == []


def test_what_readers_may_see_elsewhere_is_no_leak(repo: Path) -> None:
    item(repo, "law/later", SECRET, publish_on="2026-10-16")
    item(repo, "law/shown", SECRET)
    assert found(repo, a__html=f"<p>{SECRET}</p>".encode()) == []


def test_without_a_hidden_item_nothing_leaks(repo: Path) -> None:
    item(repo, "law/shown", SECRET)
    assert found(repo, a__html=f"<p>{SECRET}</p>".encode()) == []


def test_what_a_template_says_is_no_leak(hidden: Path) -> None:
    (hidden.parent / "theme").mkdir()
    (hidden.parent / "theme" / "page.html").write_text(f"<p>{SECRET}</p>", encoding="utf-8")
    assert found(hidden, a__html=f"<p>{SECRET}</p>".encode()) == []


def test_of_what_came_down_the_title_may_stand_and_the_text_may_not(repo: Path) -> None:
    title = "หัวข้อของประกาศที่นำลงแล้ว"
    withdrawn = {"on": "2026-10-12", "reason": "ข้อมูลคลาดเคลื่อนจากต้นฉบับ"}
    item(repo, "law/open", SECRET, withdrawn=withdrawn, title=title)
    assert found(repo, a__html=f"<h1>{title}</h1>".encode()) == []
    assert found(repo, a__html=f"<p>{withdrawn['reason']}</p>".encode()) == []
    assert found(repo, a__html=f"<p>{SECRET}</p>".encode()) == ["a.html"]
    item(repo, "law/open", SECRET, withdrawn=withdrawn | {"hide_title": True}, title=title)
    assert found(repo, a__html=f"<h1>{title}</h1>".encode()) == ["a.html"]
    assert found(repo, a__html=f"<p>{withdrawn['reason']}</p>".encode()) == ["a.html"]


def test_a_short_title_counts_as_the_whole_of_an_element_or_a_value(repo: Path) -> None:
    item(repo, "law/later", publish_on="2026-10-16", title="ประกาศ")
    (later,) = [each.item for each in compiled(repo).scheduled]
    assert {">ประกาศ<", '"ประกาศ"'} <= set(pieces(later, with_title=True))
    assert not {">ประกาศ<", '"ประกาศ"'} & set(pieces(later, with_title=False))
    assert found(repo, a__html="<p>ประกาศ ฉบับอื่น</p>".encode()) == []
    assert found(repo, a__html="<h1>ประกาศ</h1>".encode()) == ["a.html"]


def test_a_file_is_read_as_a_reader_or_a_script_would(tmp_path: Path) -> None:
    def told(name: str, content: bytes) -> list[str]:
        (tmp_path / name).write_bytes(content)
        return list(BuiltFile(tmp_path, name).readings())

    assert told("a.txt", b"a &amp; b") == ["a &amp; b", "a & b"]
    assert told("a.js", rb'"\u0e01&lt;"') == ['"\\u0e01&lt;"', '"\\u0e01<"', '"ก&lt;"']
    assert told("a.html", b"<p>a<b>b</b></p>")[1].strip() == "ab"
    assert told("a.pdf", b"a") == told("a", b"a") == []
    assert told("a.bin", gzip.compress(b"a")) == ["a"]
    assert told("b.bin", gzip.compress(b"a" * 100)[:-9]) == []
    assert told("a.csv", b"a\xff\xe2\x80\x8bb") == ["a\ufffdb"]


def leaks_by_exculpation_first(root: Path, compiled_edition: Edition, theme: Path) -> set[tuple[str, str]]:
    """The plain way: what no public text says, sought in every reading of every file."""
    hidden = hidden_words(compiled_edition)
    public = list(public_texts(compiled_edition, theme))
    secret = [piece for piece in hidden.pieces if not any(piece in text for text in public)]
    return {
        (name, piece)
        for name in digests(root)
        for text in BuiltFile(root, name).readings()
        for piece in secret
        if piece in text
    }


WORDS = ["ประกาศฉบับนี้ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศเป็นต้นไป", "ผู้มีสิทธิสมัครต้องมีคุณสมบัติทั่วไปและไม่มีลักษณะต้องห้าม", SECRET]


def test_the_verdict_is_that_of_a_plain_search(repo: Path) -> None:
    """Of sentences in hidden and public items at random, and pages that say them in every spelling."""
    chance, writings = random.Random(16), (str, html.escape, json.dumps, lambda text: text.replace("ท", "\u200bท"))
    sentences = [f"{word} {number}" for word in WORDS for number in range(6)]
    root, theme = repo.parent / "site", repo.parent / "theme"
    root.mkdir()
    theme.mkdir()
    guilty = set()
    for number in range(8):
        texts = ["\n\n".join(chance.sample(sentences, 4)) for _ in range(2)]
        item(repo, f"law/later{number}", texts[0], publish_on="2026-10-16")
        item(repo, f"law/shown{number}", texts[1].replace("ประกาศ", "**ประกาศ**"))
        theme.joinpath(f"{number}.html").write_text(
            f"<p>{chance.choice(sentences)}</p>" * (number == 3), encoding="utf-8"
        )
        for name in ("a.html", "b.json", "c.txt"):
            said = chance.choice(writings)(chance.choice(sentences))
            (root / f"{number}{name}").write_text(f"<p>{said}</p>", encoding="utf-8")
        made = compiled(repo)
        found = [(each.file, each.what.values["found"]) for each in BuiltSite(root, made, theme).leaks()]
        assert len(found) == len(set(found))
        assert set(found) == leaks_by_exculpation_first(root, made, theme)
        guilty |= set(found)
    assert len(guilty) > 3


def test_where_nothing_is_said_no_public_text_is_made(hidden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unneeded(*_: object) -> Iterator[str]:
        raise AssertionError("nobody asks for one")
        yield ""

    monkeypatch.setattr(built_site, "public_texts", unneeded)
    assert found(hidden, a__html="<p>เนื้อหาอื่นใดที่ไม่เป็นของรายการที่ซ่อนไว้ทั้งสิ้น</p>".encode()) == []


WRITINGS = [
    "<p>{}</p>",
    '<meta name="description" content="{}">',
    "<!-- {} -->",
    "<p>{} &#3585;</p>",
    "<p><b>{}</b></p>",
    '{{"text": "{}"}}',
]


@pytest.mark.parametrize(
    "sentence", [f'"{"กขคงจ " * 7}"', f"> {'กขคงจ ' * 7}", f'"{"<" * LEAST}', '"โครงการหนึ่งตำบลหนึ่งแพทย์"']
)
@pytest.mark.parametrize("writing", WRITINGS[:3])
def test_a_sentence_that_begins_with_a_mark_leaves_a_trace(tmp_path: Path, sentence: str, writing: str) -> None:
    """Pages write a quotation mark as a reference."""
    (tmp_path / "a.html").write_text(writing.format(html.escape(sentence)), encoding="utf-8")
    assert sentence in RawTraces([sentence], frozenset()).of(BuiltFile(tmp_path, "a.html").raw)


@given(st.text("กขคงจ ab\"&<'\\", min_size=LEAST, max_size=80), st.sampled_from(WRITINGS), st.booleans(), st.data())
def test_no_reading_says_what_the_raw_bytes_have_no_trace_of(
    tmp_path_factory: pytest.TempPathFactory, sentence: str, writing: str, is_escaped: bool, data: st.DataObject
) -> None:
    """A tag in a sentence leaves parts of it whole."""
    root = tmp_path_factory.getbasetemp()
    at = data.draw(st.integers(0, len(sentence)))
    broken = [sentence[:at], sentence[at:]] if "<b>" in writing else [sentence]
    said = "<i>".join(html.escape(part) if is_escaped else part for part in broken)
    (root / "a.html").write_text(writing.format(said), encoding="utf-8")
    file = BuiltFile(root, "a.html")
    if any(sentence in text for text in file.readings()):
        assert sentence in RawTraces([sentence], frozenset()).of(file.raw)
        others = map(str, range(10**12, 10**12 + 20))
        assert sentence in RawTraces([sentence, *others], frozenset(letter_grams("กขค"))).of(file.raw)


@given(
    st.lists(st.text("กขab\0", min_size=1, max_size=4), max_size=6, unique=True),
    st.lists(st.sampled_from([rb"&#(?:[^3]|3[^49])", rb"\\\\u[0-9a-f]{2}", b"a.b"]), max_size=3, unique=True),
    st.text("กขab\0\n&#35\\u", max_size=40),
)
def test_without_hyperscan_the_same_is_found(literals: list[str], expressions: list[bytes], text: str) -> None:
    sought = [each.encode() for each in literals]
    both = [{*each(sought, expressions)(memoryview(text.encode()))} for each in (search_of, by_automaton)]
    assert both[0] == both[1]
    assert {number for number, each in enumerate(literals) if each in text} <= both[0]
