"""docs/upgrade.md, typed line by line: an office that was a copy of this repository becomes data, and is upgraded."""

import datetime
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from chapters import CHECKOUT, Reader, commands, shown_from_today
from installations import installed
from once import once, shared_root
from prakat import product
from prakat.founding.staff import Staff
from prakat.merging.publisher import publisher_key
from prakat.repository import objects
from prakat.repository.bare import guard
from prakat.repository.commit import PathChange
from prakat.repository.repository import open_repository
from prakat.thai.buddhist_era import BANGKOK
from sign_off_office import OFFICE_CHAIN, World, law, who

PAGE = "docs/upgrade.md"
BEFORE, AFTER = "9.0.0", "9.1.0"
AGREED = f"prakat=={BEFORE} --hash=sha256:{'a' * 64}"
NEXT = f"prakat=={AFTER} --hash=sha256:{'b' * 64}"


@pytest.fixture(scope="module")
def opt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of two installations."""

    def make(place: Path) -> None:
        installed(place / "prakat", BEFORE, sha256="a" * 64)
        installed(place / "prakat-next", AFTER, sha256="b" * 64)

    return once(shared_root(tmp_path_factory) / "opt", make)


@pytest.fixture
def copy_of_prakat(tmp_path: Path) -> World:
    """An office as 0.1 founded it, with the product's files on main; and an item that it approved."""
    bare = tmp_path / "office.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(bare)], check=True)
    world = World(tmp_path, Staff(open_repository(bare), tmp_path / "keys"))
    files = {"office.yml": world.office(), "content/law/act/index.md": law("พระราชบัญญัติ", **shown_from_today())}
    blobs = {path: objects.write(world.repository, "blob", text) for path, text in files.items()}
    changes = [PathChange(path, "", "100644", "", oid) for path, oid in blobs.items()]
    tree = objects.tree_with(world.repository, product_tree(world), changes)
    root = objects.commit(world.repository, tree, [], "Office: begin", who("wit"), world.now)
    world.git("update-ref", "refs/heads/main", root)
    world.publish(1, {"office.yml": world.office(root)}, *OFFICE_CHAIN, author="won")
    world.publish(2, {"content/law/new/index.md": law("ระเบียบใหม่", **shown_from_today())})
    guard(bare, product.receive_hook())
    shutil.copy(world.key, publisher_key(bare))
    return world


def product_tree(world: World) -> str:
    """The files of this repository, without its sample office."""
    git = ["git", f"--git-dir={world.place / 'office.git'}", f"--work-tree={CHECKOUT}"]
    own = {**os.environ, "GIT_INDEX_FILE": str(world.place / "index")}
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, cwd=CHECKOUT).stdout
    sample = (b"content/", b"registers/", b"office.yml")
    files = b"".join(each + b"\0" for each in listed.split(b"\0") if each and not each.startswith(sample))
    taking = [*git, "update-index", "--add", "-z", "--stdin"]
    subprocess.run(taking, input=files, env=own, check=True, cwd=CHECKOUT)
    return subprocess.run([*git, "write-tree"], env=own, capture_output=True, check=True, text=True).stdout.strip()


def reader(place: Path, world: World, opt: Path) -> Reader:
    means: Mapping[str, str] = {
        "/opt/prakat-next/bin/prakat": str(opt / "prakat-next" / "bin" / "prakat"),
        "/opt/prakat.txt": str(opt / "prakat.txt"),
        "/opt/prakat/bin/prakat": str(opt / "prakat" / "bin" / "prakat"),
        "/srv/prakat": str(world.place),
        "/srv/www": str(world.place / "www"),
        "~/upgrade": str(world.place / "upgrade"),
    }
    return Reader(place, means, {"GIT_CONFIG_NOSYSTEM": "1"})


def cloned(world: World) -> Path:
    clone = world.place / "clone"
    subprocess.run(["git", "clone", "-q", str(world.place / "office.git"), str(clone)], check=True)
    for name, value in (("user.name", "nok"), ("user.email", "nok@office.example")):
        subprocess.run(["git", "-C", str(clone), "config", name, value], check=True)
    return clone


def signed(world: World, number: int) -> None:
    world.now = datetime.datetime.now(BANGKOK)
    for pair in OFFICE_CHAIN:
        step, _, name = pair.partition("=")
        world.staff.sign(number, step, name, world.now)


def test_the_chapter_is_enough(copy_of_prakat: World, opt: Path) -> None:
    install, compare, ask, merge, switch, audit, tooling, land, agree, clean = commands(PAGE)
    world = copy_of_prakat
    clone = cloned(world)
    server, webmaster = reader(world.place, world, opt), reader(clone, world, opt)
    assert (clone / "src" / "prakat" / "product.py").is_file()
    assert "ที่ยังไม่แก้ 0 แถว" in server.types(audit)

    webmaster.types(tooling)
    signed(world, 3)
    told = server.types(land)
    assert "#3 เผยแพร่แล้ว" in told
    assert "ที่ยังไม่แก้ 0 แถว" in told
    assert (world.place / "www" / "current" / "law" / "new" / "index.html").is_file()
    (opt / "prakat.txt").write_text(f"{AGREED}\n", encoding="utf-8")
    webmaster.types(agree)
    signed(world, 4)
    server.types(merge)
    webmaster.types(clean)
    assert sorted(each.name for each in clone.iterdir()) == [".git", "README.md", "content", "office.yml"]

    (opt / "prakat.txt").write_text(f"{NEXT}\n", encoding="utf-8")
    assert NEXT in server.types(compare)
    assert {each.name for each in (world.place / "upgrade").iterdir()} == {"before", "after"}
    webmaster.types(ask)
    signed(world, 5)
    assert "#5 เผยแพร่แล้ว" in server.types(merge)
    assert f"ตกลงใช้ Prakat รุ่น {AFTER} แต่รุ่นที่กำลังทำงานคือ {BEFORE}" in server.types(merge)
    assert world.git("show", "main:office.yml").endswith(f"\nprakat: {NEXT}")
    assert "ที่ยังไม่แก้ 0 แถว" in server.types(audit)
    assert "/opt/prakat-next/bin/pip" in install
    assert "/opt/prakat/bin/pip" in switch
