"""--lang: whatever the publisher's commands say, about good offices and bad ones, is said in one language."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import audit
import check_requests
import init_office
import merge
import protect
import terminal
import verify_kit
from new_office import DATE, FLAGS, PEOPLE, made_keys
from one_language import foreign_to_english, foreign_to_thai
from prakat.founding import staff, story
from prakat.founding import story_texts as texts
from prakat.hosting import protection
from prakat.hosting.reception import RefUpdate, receive
from prakat.repository.object_id import NOTHING
from prakat.rules.wording import LANGUAGES
from sign_off_office import CHAIN, OFFICE_CHAIN, TWO, World, copy, document, found, law, records, relog

Main = Callable[[Sequence[str]], int]
Spoken = Callable[..., str]
NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"
TITLE = "ข่าวของสำนักงาน"
REASON = "เหตุผลที่สำนักงานเขียนเอง"
OWN = (TITLE, REASON, "ตำแหน่ง", "สุขภาพ", "การเงิน", "สำนักงานทดสอบ", "พระราชบัญญัติ", "git push https://")
OWN += tuple(word for person in PEOPLE for word in person.split(":")[2:4])
"""What the offices wrote themselves, and what is typed in either language."""


def foreign(said: str, language: str, *own: str) -> list[str]:
    """What is told in the other language, but for the office's own words and what git answered, which is quoted."""
    said = re.sub("(?<=ไม่สำเร็จ: ).*", "", said)
    find = foreign_to_english if language == "en" else foreign_to_thai
    return find(said, "\n".join((*OWN, *own)))


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Spoken:
    """Runs a command in a language, as the terminal does; all that it says."""

    def spoken(language: str, main: Main, *arguments: object, code: int) -> str:
        capsys.readouterr()
        assert terminal.run(lambda: main([*map(str, arguments), "--lang", language])) == code, capsys.readouterr()
        told = capsys.readouterr()
        assert told.out + told.err
        assert foreign(told.out + told.err, language) == []
        return told.out + told.err

    return spoken


def news(number: int) -> str:
    return NEWS.replace("news", f"news-{number}")


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> World:
    """An office with a request of every kind of trouble, and with things on main that nobody approved."""
    world = found(tmp_path_factory.mktemp("troubled"))
    world.publish(2, {NEWS: document(TITLE)})
    world.ask(3, {news(3): document(TITLE, expires_on="2569-12-31")})
    world.sign(3, *CHAIN)
    world.ask(4, {"office.yml": world.office(), news(4): document(TITLE)}, author="stranger")
    world.ask(5, {news(5): document(TITLE, unit="finance")})
    world.sign(5, "reviewer=rak", "approver=ton", "webmaster=nok")
    world.ask(5, {news(5): document(TITLE)})
    world.ask(6, {NEWS.replace("news", "NEWS"): document(TITLE)}, mode="120000")
    world.sign(6, "approver=dao", "reviewer=dao", "webmaster=wit")
    spoken = {"approver": "ton", "at": "2027-07-01T08:00", "channel": "line", "recorded_by": "wit"}
    world.ask(7, {news(7): document(TITLE, verbal=spoken), ACT: law(TITLE)})
    world.sign(7, *TWO)
    world.ask(8, {news(8): b"version https://git-lfs.github.com/spec/v1\n"})
    world.ask(9, {}, message=f"x\n\nRegularises: {'a' * 40}")
    world.ask(10, {"office.yml": b"{"})
    world.ask(11, {NEWS: document(TITLE, body="x"), ACT: law(TITLE)})
    world.force({NEWS: document(TITLE, body="y")})
    world.force({ACT: law(TITLE)}, message="Act (#3)")
    return world


@pytest.fixture(scope="module")
def forged(tmp_path_factory: pytest.TempPathFactory) -> World:
    """An office whose audit-log was rewritten by somebody."""
    world = found(tmp_path_factory.mktemp("forged"))
    world.publish(2, {NEWS: document(TITLE)})
    merged = records(world)
    sign_offs = merged[2].facts["sign_offs"]
    facts = {"sign_offs": [*sign_offs, sign_offs[0]], "mode": "verbal"}
    changed = replace(merged[2], facts={**merged[2].facts, **facts})
    relog(world, [*merged[:2], changed, merged[0]], world.staff.keys / "nok")
    return world


def at(world: World) -> list[object]:
    return ["--repo", world.repository.folder, "--key", world.key, "--date", world.later().isoformat()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_requests_that_may_not_be_merged(troubled: World, say: Spoken, language: str) -> None:
    said = say(language, as_written(merge, "merge"), *at(troubled), code=1)
    assert len(set(re.findall(r"\[([a-z.-]+)\]", said))) > 15


def as_written(script: object, *act: str) -> Main:
    """With the act behind the options."""
    return lambda arguments: script.main([*arguments, *act])  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_publisher_does(world: World, say: Spoken, language: str) -> None:
    for number in (2, 3):
        world.ask(number, {news(number): document(TITLE)})
    world.sign(2, *CHAIN)
    say(language, as_written(merge, "merge", "2"), *at(world), code=0)
    say(language, as_written(merge, "merge", "2"), *at(world), code=0)
    refused = ["reject", "3", "--reason", "unlawful", "--text"]
    say(language, as_written(merge, *refused, "ไม่", "--by", "dao"), *at(world), code=2)
    say(language, as_written(merge, *refused, REASON, "--by", "nok"), *at(world), code=2)
    for _ in range(2):
        say(language, as_written(merge, *refused, REASON, "--by", "dao"), *at(world), code=0)
    say(language, as_written(merge, *refused[:1], "9", *refused[2:], "x", "--by", "dao"), *at(world), code=2)
    for path, person, code in ((news(2), "nok", 0), (news(2), "fah", 2), (news(2), "x", 2), ("law/none", "nok", 2)):
        say(language, as_written(merge, "confirm", path, "--by", person), *at(world), code=code)
    say(language, as_written(merge, "handover", "--from", "nok", "--to", "fah"), *at(world), code=2)
    begun = b"[health], from: 2026-01-01"
    ended = world.office(world.audit().epoch).replace(begun, begun + b", until: 2026-07-31")
    world.publish(4, {"office.yml": ended}, *OFFICE_CHAIN, author="fah")
    say(language, as_written(merge, "handover", "--from", "nok", "--to", "fah"), *at(world), code=0)
    say(language, as_written(merge, "merge"), *at(world), code=0)
    world.publish(5, {news(5): document(TITLE)})
    late = [*at(world)[:-1], "2026-07-20"]
    assert news(5).removesuffix("/index.md") in say(language, as_written(merge, "merge"), *late, code=0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_publisher_cannot_work(world: World, say: Spoken, tmp_path: Path, language: str) -> None:
    merging = as_written(merge, "merge")
    say(language, merging, "--repo", tmp_path, code=2)
    say(language, merging, *at(world)[:2], "--key", world.staff.keys / "dao", code=1)
    say(language, merging, *at(world)[:2], "--key", tmp_path / "none", code=2)
    say(language, merging, *at(world)[:4], "--date", "2026-01-01T09:00:00+07:00", code=1)
    world.git("update-ref", "-d", "refs/heads/main")
    say(language, merging, *at(world), code=2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_audits(troubled: World, forged: World, say: Spoken, tmp_path: Path, language: str) -> None:
    for world in (troubled, forged):
        here = ["--repo", world.repository.folder, "--no-cache"]
        say(language, audit.main, *here, code=1)
        say(language, audit.main, *here, "--seen", "a" * 40, code=1)
    for wrong in ("[", "other: x", "epoch: x", "keys: [x]"):
        (tmp_path / "trust.yml").write_text(wrong)
        say(language, audit.main, *here, "--trust", tmp_path / "trust.yml", code=2)
    say(language, audit.main, *here, "--trust", tmp_path / "none.yml", code=2)
    say(language, audit.main, *here, "--seen", "abc", code=2)
    say(language, audit.main, "--repo", tmp_path, code=2)
    say(language, audit.main, *here, "--bundle", tmp_path / "none" / "kit.zip", code=2)
    (tmp_path / "no.zip").write_text("x")
    say(language, audit.main, *here, "--bundle", tmp_path / "kit.zip", "--previous", tmp_path / "no.zip", code=2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sealed_kits(founded: Path, say: Spoken, tmp_path: Path, language: str) -> None:
    world = copy(founded, tmp_path / "office")
    kits = [tmp_path / name for name in ("one.zip", "two.zip", "other.zip")]
    world.publish(2, {NEWS: document(TITLE)})
    say(language, audit.main, "--repo", world.repository.folder, "--bundle", kits[0], code=0)
    world.force({NEWS: document(TITLE, body="y")})
    say(language, audit.main, "--repo", world.repository.folder, "--bundle", kits[1], "--previous", kits[0], code=1)
    say(language, verify_kit.main, kits[0], "--sha256", hashlib.sha256(kits[0].read_bytes()).hexdigest(), code=0)
    say(language, verify_kit.main, kits[0], code=1)
    say(language, verify_kit.main, kits[1], code=1)
    say(language, verify_kit.main, kits[0], "--previous", kits[1], "--sha256", "a" * 64, code=1)
    say(language, verify_kit.main, kits[0], "--sha256", "x", code=2)
    say(language, verify_kit.main, tmp_path / "none.zip", code=2)
    with zipfile.ZipFile(kits[0]) as kit:
        texts = {name: kit.read(name) for name in kit.namelist()}
    manifest = json.loads(texts["manifest.json"])
    for changed in (
        {"manifest.json": json.dumps({**manifest, "files": {"more.txt": ""}, "open_violations": 7}).encode()},
        {"audit.csv": b""},
        {"trust.yml": b"\xff"},
        {"repository.bundle": b"x"},
    ):
        with zipfile.ZipFile(kits[2], "w") as kit:
            for name, content in (texts | changed).items():
                kit.writestr(name, content)
        say(language, verify_kit.main, kits[2], code=1)
    with zipfile.ZipFile(kits[2], "w") as kit:
        kit.writestr("x", "y")
    say(language, verify_kit.main, kits[2], code=2)


def flags(*people: str, **changed: str) -> list[str]:
    own = {**FLAGS, **{f"--{name.replace('_', '-')}": value for name, value in changed.items()}}
    pairs = [*own.items(), *(("--person", each) for each in people)]
    return [*DATE, *(part for pair in pairs for part in pair)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_office(say: Spoken, tmp_path: Path, language: str) -> None:
    begin = init_office.main
    staff.make_key(tmp_path / "dao", "dao")
    made = made_keys(*PEOPLE)
    say(language, begin, "--to", tmp_path / "bare", *flags(*PEOPLE), *made, code=0)
    say(language, begin, "--to", tmp_path / "bare", *flags(*PEOPLE), *made, code=2)
    own = ["--key", f"dao:{tmp_path / 'dao.pub'}"]
    say(language, begin, "--to", tmp_path / "keys", *flags(*PEOPLE), *own, *made_keys(*PEOPLE, but=own), code=0)
    say(language, begin, "--to", tmp_path / "none", *flags(*PEOPLE), code=2)
    say(language, begin, "--to", tmp_path / "none", *flags(*PEOPLE), "--key", f"dao:{tmp_path / 'dao'}", code=2)
    forge, place = ["--forge", "github", "--forge-url", "https://github.com/office/site"], ["--to", tmp_path / "forge"]
    say(language, begin, *place, *flags(*PEOPLE), *forge, code=2)
    accounts = [
        part for each in ("nok", "dao", "wit", "won", "publisher") for part in ("--account", f"{each}:{each}-gh")
    ]
    say(language, begin, *place, *flags(*PEOPLE), *forge, *accounts, code=0)
    place = ["--to", tmp_path / "none"]
    say(language, begin, *place, *flags(*PEOPLE), *accounts, code=2)
    say(language, begin, *place, *flags(*PEOPLE[:3]), code=2)
    say(language, begin, *place, *flags(*PEOPLE, site_url="x"), code=2)
    say(language, begin, *place, *flags(*PEOPLE, unit="x"), code=2)
    say(language, begin, *place, *flags("king:a:b:c:d@e.example"), code=2)
    say(language, begin, *place, *flags(*PEOPLE), "--key", "x:y", code=2)
    say(language, begin, *place, *flags(*PEOPLE), "--key", f"dao:{tmp_path / 'none'}", code=2)
    say(language, begin, *place, code=2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forge_that_cannot_be_asked(
    say: Spoken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.delenv("PRAKAT_FORGE_TOKEN", raising=False)
    url = "https://forge.invalid/office/site"
    checkout, mirror = Path(init_office.__file__).parents[1], tmp_path / "mirror"
    say(language, check_requests.main, "--repo", mirror, "--forge", url, code=2)
    say(language, protect.main, "--repo", checkout, "--forge", url, code=2)
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", "x")
    say(language, protect.main, "--repo", checkout, "--publisher", url, code=2)
    for wrong in ("http://forge.invalid/a/b", "https://[", "https://forge.invalid/a"):
        say(language, protect.main, "--repo", checkout, "--forge", wrong, code=2)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    say(language, check_requests.main, "--repo", tmp_path / "full", "--forge", url, code=2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_protection(say: Spoken, tmp_path: Path, language: str) -> None:
    say(language, protect.main, code=0)
    say(language, protect.main, "--repo", tmp_path, code=2)
    (tmp_path / "office.yml").write_bytes((Path(init_office.__file__).parents[1] / "office.yml").read_bytes())
    say(language, protect.main, "--repo", tmp_path, code=1)
    say(language, protect.main, "--repo", tmp_path, "--format", "json", code=1)
    wanted = protection.Protection("x", {"a": True, "b": [1], "c": {"d": "e"}, "f": ""})
    for there in (None, {"a": False, "b": [2], "c": {"d": None}, "f": "g"}):
        for drift in wanted.drifts(there):
            assert foreign(drift.text(language), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_bare_repository_takes_no_push_for(world: World, language: str) -> None:
    world.ask(2, {NEWS: document(TITLE)})
    world.sign(2, "reviewer=ton")
    tag, head = (world.git("rev-parse", name) for name in ("sign-off/2/reviewer", "request/2"))
    pushes = [
        RefUpdate(NOTHING, head, "refs/heads/other"),
        RefUpdate(head, NOTHING, "refs/heads/request/2"),
        RefUpdate(NOTHING, tag, "refs/heads/request/1"),
        RefUpdate(tag, NOTHING, "refs/tags/sign-off/2/reviewer"),
        RefUpdate(NOTHING, tag, "refs/tags/sign-off/2/approver"),
        RefUpdate(NOTHING, tag, "refs/tags/sign-off/1/reviewer"),
        RefUpdate(head, NOTHING, "refs/heads/main"),
        RefUpdate(head, world.main(), "refs/heads/main"),
        RefUpdate(world.main(), head, "refs/heads/main"),
    ]
    told = receive(world.repository, pushes, world.now, "").refused
    assert len(told) >= len(pushes)
    assert foreign("\n".join(each.text(language) for each in told), language) == []


def test_the_story(tmp_path: Path) -> None:
    acts = [told for _, told in story.begin(tmp_path).told()]
    assert len(acts) > 12
    own = titles()
    for language in LANGUAGES:
        for act in acts:
            assert foreign(act.text(language), language, *own) == []


def titles() -> list[str]:
    """Whatever the story's office wrote; the longest first."""
    return sorted({each for value in vars(texts).values() for each in written(value)}, key=len, reverse=True)


def written(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from written(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from written(each)
