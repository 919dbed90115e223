"""A site made from one that was verified: what changed is read, what is hidden now is sought everywhere (R19, R37)."""

import datetime
import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import office_builder
from built_tree import CHECKOUT, built
from pictures import drawn
from prakat.content import register
from prakat.item.item import Item
from prakat.item.item_path import folder_of
from prakat.search.index import FindablePage, write_index
from prakat.site import edition, leak_search, site_examination
from prakat.site.built_site import BuiltSite
from prakat.site.card import Card, card_of
from prakat.site.changed_site import ChangedSite
from prakat.site.digest import digests
from prakat.site.edition import Edition
from prakat.site.findable import SEARCH_INDEX
from prakat.site.hidden_words import replaced_pieces
from prakat.site.publication import Publication
from prakat.site.site_change import SiteChange
from prakat.site.tombstone import Tombstone

DAY, EVE = datetime.date(2026, 10, 15), datetime.date(2026, 10, 14)
SECRET = "ข้อความที่ประชาชนต้องไม่เห็นอีกต่อไปเพราะพ้นกำหนดแล้ว"
TITLE = "ประกาศฉบับที่สองของหน่วยงาน"
ONE, OTHER, TWO = "law/one/index.html", "knowledge/other/index.html", "law/two/index.html"
PICTURE = "law/two/two.jpg"
Tampering = Callable[[Path], object]
Appearing = Mapping[str, Publication | Tombstone]


@dataclass(frozen=True)
class Verified:
    root: Path
    before: Edition
    """In which `two` can be read."""
    now: Edition
    """In which it has come down."""


def appearing(compiled: Edition) -> Appearing:
    return {each.folder: each for each in (*compiled.shown, *compiled.scheduled)}


def cards(compiled: Edition) -> dict[str, Card]:
    settings, day = compiled.office.settings, compiled.day
    return {
        folder: card_of(each, compiled.led.get(each.url, ()), settings, day)
        for folder, each in appearing(compiled).items()
    }


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Verified:
    place = tmp_path_factory.mktemp("verified")
    repo = office_builder.office(place / "office")
    office_builder.item(repo, "law/one", "ผู้มีสิทธิตามข้อ ๓", {"one.pdf": office_builder.PDF})
    office_builder.item(repo, "knowledge/other", "ดูเพิ่มที่ [ประกาศ](../../law/one/)")
    files = {"two.jpg": drawn("JPEG")}
    text = f"{SECRET}\n\n![ภาพ](two.jpg)"
    credits = [{"file": "two.jpg", "holder": "กอง", "licence": "CC BY"}]
    office_builder.item(
        repo, "law/two", text, files, attachments=[], credits=credits, expires_on="2026-10-14", title=TITLE
    )
    root = built(repo, place / "site", DAY.isoformat())
    editions = []
    for day in (EVE, DAY):
        found = register.read(repo, day)
        assert found.office
        made = edition.compile(found, found.office, {})
        for each in made.publications:
            made.render(each)
        editions.append(made)
    return Verified(root, *editions)


def append(name: str, text: str) -> Tampering:
    return lambda root: (root / name).write_text((root / name).read_text(encoding="utf-8") + text, encoding="utf-8")


def changed(name: str, old: str, new: str) -> Tampering:
    def tamper(root: Path) -> None:
        said = (root / name).read_text(encoding="utf-8")
        assert old in said
        (root / name).write_text(said.replace(old, new), encoding="utf-8")

    return tamper


def index_of_what_came_down(root: Path) -> None:
    page = FindablePage("law/two/", "หัวข้อ", "สรุป", SECRET, "law", "2026-10-01", "งานบริหารทั่วไป")
    write_index([page], root / SEARCH_INDEX)


def changed_site(
    verified: Verified, root: Path, *fresh: str, typed: Mapping[str, Item] | None = None, **other: object
) -> ChangedSite:
    """With those names of fresh files; else as it should be."""
    now, then = cards(verified.now), cards(verified.before)
    same = {folder: then[folder] for folder in then if folder != "content/law/two"}
    there, told = digests(root), appearing(verified.now)
    picture = hashlib.sha256(drawn("JPEG")).hexdigest()
    change = SiteChange(
        edition=verified.now,
        fresh=frozenset(fresh),
        digests_before={**digests(verified.root), PICTURE: picture},
        digests=there,
        stored={},
        cards_before=then,
        cards={**now, **same},
        anew=[told["content/law/two"]],
        earlier=lambda folder, _: appearing(verified.before)[folder],
        typed=lambda folders: {each: told[each].item for each in folders} | dict(typed or {}),
    )
    return ChangedSite(root, CHECKOUT / "theme", replace(change, **other))  # type: ignore[arg-type]


def found(site: ChangedSite | BuiltSite) -> set[tuple[str, str]]:
    leaks = site.leaks() if isinstance(site, ChangedSite) else ()
    return {(each.file, each.what.id) for each in (*site.problems(), *leaks)}


def all_read(verified: Verified, root: Path) -> BuiltSite:
    return BuiltSite(root, verified.now, CHECKOUT / "theme")


LISTING = "law/2570/index.html"
STALE: Mapping[str, tuple[Tampering, str, str]] = {
    "a sentence on a page that nobody drew anew": (append(OTHER, f"<p>{SECRET}</p>"), OTHER, "site.leak"),
    "a word in bold": (append(OTHER, f"<p>{SECRET.replace('ต้อง', '<b>ต้อง</b>')}</p>"), OTHER, "site.leak"),
    "segmented": (append(OTHER, f"<p>{SECRET.replace('ต้อง', chr(0x200B) + 'ต้อง')}</p>"), OTHER, "site.leak"),
    "in entities": (append(OTHER, "".join(f"&#{ord(each)};" for each in SECRET)), OTHER, "site.leak"),
    "in the home page": (append("index.html", f"<p>{SECRET}</p>"), "index.html", "site.leak"),
    "in a script": (append("assets/js/site.js", f"// {SECRET}"), "assets/js/site.js", "site.leak"),
    "in the search index": (index_of_what_came_down, SEARCH_INDEX, "site.leak"),
    "its bytes under another name": (lambda root: (root / "x.bin").write_bytes(drawn("JPEG")), "x.bin", "site.leak"),
    "a list that still leads to it": (
        changed(LISTING, "</main>", '<a href="../two/">x</a></main>'),
        LISTING,
        "site.lists-tombstone",
    ),
}


@pytest.mark.parametrize("name", STALE)
@pytest.mark.parametrize("is_known", [True, False])
def test_what_is_hidden_now_is_found_also_where_nothing_changed(
    verified: Verified, tmp_path: Path, name: str, is_known: bool
) -> None:
    """As it is where all is read."""
    root = shutil.copytree(verified.root, tmp_path / "site")
    tamper, where, what = STALE[name]
    tamper(root)
    told = found(changed_site(verified, root) if is_known else all_read(verified, root))
    assert what in {id_ for file, id_ in told if file.startswith(where)}


READ_BY_A_FULL_BUILD: Mapping[str, tuple[Tampering, str, str]] = {
    "a link to what is gone": (append(OTHER, '<a href="../../law/two/two.jpg">x</a>'), OTHER, "site.dead-link"),
    "a link from its own folder": (append(TWO, '<a href="two.jpg">x</a>'), TWO, "site.dead-link"),
    "a list that lacks an item": (changed("law/index.html", 'href="one/"', 'href="two/"'), "law/one/", "site.unlisted"),
}


@pytest.mark.parametrize("name", READ_BY_A_FULL_BUILD)
def test_what_no_change_can_make_wrong_a_full_build_finds(verified: Verified, tmp_path: Path, name: str) -> None:
    root = shutil.copytree(verified.root, tmp_path / "site")
    tamper, where, what = READ_BY_A_FULL_BUILD[name]
    tamper(root)
    assert (where, what) in found(all_read(verified, root))


@pytest.mark.parametrize("name", [OTHER, TWO])
def test_a_right_change_has_no_problems_and_reads_what_is_fresh(
    verified: Verified, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    read: list[str] = []
    whole = site_examination.SiteExamination._file
    monkeypatch.setattr(
        site_examination.SiteExamination, "_file", lambda self, file: read.append(file.name) or whole(self, file)
    )
    assert found(changed_site(verified, verified.root, ONE, name)) == set()
    assert set(read) == {ONE, name}


CHANGED: Mapping[str, tuple[Tampering, str]] = {
    "another digit": (changed(ONE, "ข้อ ๓", "ข้อ 3"), "site.unread"),
    "dead link": (append(ONE, '<a href="none/">x</a>'), "site.dead-link"),
    "another host": (append(ONE, '<img src="https://cdn.example/x.png">'), "site.other-host"),
    "what was hidden before": (append(ONE, f"<p>{SECRET}</p>"), "site.leak"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_page_is_read_like_every_page(verified: Verified, tmp_path: Path, name: str) -> None:
    root = shutil.copytree(verified.root, tmp_path / "site")
    tamper, what = CHANGED[name]
    tamper(root)
    two = cards(verified.now)["content/law/two"]
    then = {**cards(verified.before), "content/law/two": two} if "hidden" in name else cards(verified.before)
    assert (ONE, what) in found(changed_site(verified, root, ONE, cards_before=then))
    assert {each for each in found(all_read(verified, root)) if each[0] == ONE} == {(ONE, what)}


def test_a_stale_page_of_an_amended_item_is_found(verified: Verified) -> None:
    """It is not what git has, whatever is kept."""
    (one,) = [each.item for each in verified.now.publications if each.url == "law/one/"]
    amended = {"content/law/one": replace(one, body="ผู้มีสิทธิตามข้อ ๔\n")}
    assert found(changed_site(verified, verified.root, ONE, typed=amended)) == {(ONE, "site.unread")}


def test_of_an_amended_item_only_what_it_says_no_more_is_hidden(verified: Verified, tmp_path: Path) -> None:
    """It is sought in what is fresh."""
    (one,) = [each for each in verified.now.publications if each.url == "law/one/"]
    old = replace(one, item=replace(one.item, body=f"{one.item.body}\n\n{SECRET}\n"))
    assert replaced_pieces(old.item, one.item) == {SECRET}
    assert replaced_pieces(one.item, old.item) == replaced_pieces(one.item, one.item) == frozenset()
    root = shutil.copytree(verified.root, tmp_path / "site")
    now, folder = cards(verified.now), folder_of("law/one/")
    then = {**now, folder: now[folder]._replace(stamp="other")}
    told = {"cards_before": then, "cards": now, "earlier": lambda *_: old, "anew": [one]}
    assert found(changed_site(verified, root, ONE, **told)) == set()
    append(OTHER, f"<p>{SECRET}</p>")(root)
    assert found(changed_site(verified, root, ONE, **told)) == set()
    assert found(changed_site(verified, root, OTHER, **told)) == {(OTHER, "site.leak")}


def without(name: str) -> Tampering:
    return lambda root: (root / name).unlink()


STATES: Mapping[str, tuple[Tampering, str]] = {
    "no page": (without(ONE), "site.page-missing"),
    "no page about what came down": (without(TWO), "site.tombstone-missing"),
    "a file of what came down": (lambda root: (root / PICTURE).write_bytes(b"x"), "site.file-of-tombstone"),
    "no file": (without("law/one/one.pdf"), "site.file-differs"),
    "no register": (without("register.json"), "site.register-differs"),
}


@pytest.mark.parametrize("name", STATES)
def test_the_names_are_those_of_the_states(verified: Verified, tmp_path: Path, name: str) -> None:
    root = shutil.copytree(verified.root, tmp_path / "site")
    tamper, what = STATES[name]
    tamper(root)
    assert what in {id_ for _, id_ in found(changed_site(verified, root))}


LISTS: Mapping[str, tuple[Tampering, str, str]] = {
    "sitemap without an item": (changed("sitemap.xml", "/law/one/", "/law/none/"), "sitemap.xml", "site.lacks-live"),
    "sitemap of what came down": (changed("sitemap.xml", "/law/one/", "/law/two/"), "sitemap.xml", "site.lists-hidden"),
    "feed of what came down": (changed("atom.xml", "/law/one/", "/law/two/"), "atom.xml", "site.lists-hidden"),
    "a state in JSON": (
        changed("register.json", '"state":"expired"', '"state":"live"'),
        "register.json",
        "site.register-differs",
    ),
    "a state in CSV": (changed("register.csv", ",expired,", ",live,"), "register.csv", "site.register-differs"),
    "a row twice as another": (
        changed("register.json", '{"url":"law/one/"', '{"url":"law/three/"'),
        "register.json",
        "site.register-differs",
    ),
    "a page to be found by robots": (changed(TWO, "noindex", "index"), TWO, "site.tombstone-indexed"),
}


@pytest.mark.parametrize("name", LISTS)
def test_fresh_lists_agree_with_the_states(verified: Verified, tmp_path: Path, name: str) -> None:
    """As where all is read; those that are not fresh are not read."""
    root = shutil.copytree(verified.root, tmp_path / "site")
    tamper, where, what = LISTS[name]
    tamper(root)
    assert (where, what) in found(changed_site(verified, root, where))
    assert (where, what) in found(all_read(verified, root))
    assert found(changed_site(verified, root)) == set()


def test_a_new_item_is_listed(verified: Verified, tmp_path: Path) -> None:
    root, then = verified.root, cards(verified.before)
    del then["content/law/one"]
    listed = ("law/index.html", LISTING)
    assert found(changed_site(verified, root, *listed, cards_before=then)) == set()
    assert found(changed_site(verified, root, cards_before=then)) == {("law/one/", "site.unlisted")}


@pytest.mark.parametrize("lead", ["law/two/two.jpg", "law/three/"])
def test_a_text_that_led_to_what_is_gone_is_drawn_again(verified: Verified, lead: str) -> None:
    then = cards(verified.before)
    now = {**then, "content/law/two": cards(verified.now)["content/law/two"]}
    now["content/knowledge/other"] = now["content/knowledge/other"]._replace(links=[lead])
    lost = {**digests(verified.root), "law/two/two.jpg": "0" * 64, "law/three/index.html": "0" * 64}
    told = {"cards": now, "cards_before": {**now, "content/law/two": then["content/law/two"]}, "digests_before": lost}
    assert found(changed_site(verified, verified.root, **told)) == {("knowledge/other/", "site.dead-link")}
    assert found(changed_site(verified, verified.root, OTHER, **told)) == set()


def test_what_is_kept_shows_nothing_beyond_its_day(verified: Verified) -> None:
    now = {**cards(verified.now), "content/law/two": cards(verified.before)["content/law/two"]}
    then = dict(now)
    told = found(changed_site(verified, verified.root, cards=now, cards_before=then))
    assert ("law/two/", "site.past-its-day") in told


def test_a_page_of_what_is_on_main_no_more_is_found(verified: Verified) -> None:
    now = cards(verified.now)
    del now["content/law/one"]
    told = {"cards": now, "cards_before": {**now, "content/law/one": cards(verified.before)["content/law/one"]}}
    assert ("law/one/", "site.of-nothing") in found(changed_site(verified, verified.root, **told))


def test_two_processes_find_what_one_finds(verified: Verified, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = shutil.copytree(verified.root, tmp_path / "site")
    for tamper, *_ in (*STALE.values(), *CHANGED.values()):
        if tamper is not index_of_what_came_down:
            tamper(root)

    def told() -> list[list[object]]:
        site = changed_site(verified, root, ONE, OTHER, TWO)
        return [[*site.problems(), *site.leaks()], [*all_read(verified, root).problems()]]

    alone = told()
    for module in (site_examination, leak_search):
        monkeypatch.setattr(module, "_FEW", 1)
    monkeypatch.setattr(site_examination, "_FEW_PAGES", 1)
    monkeypatch.setattr(site_examination, "_PAGES_PER_UNIT", 1)
    monkeypatch.setattr(site_examination, "PER_UNIT", 2)
    monkeypatch.setattr(leak_search, "_PER_UNIT", 2)
    assert told() == alone
    assert min(map(len, alone)) > 5
