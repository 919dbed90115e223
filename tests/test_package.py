"""The wheel: every part of Prakat and nothing else, in an environment of run-time packages, far from any checkout."""

import hashlib
import json
import os
import re
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.markers import Marker

import packages
from loopback import free_port
from packages import CHECKOUT, Environment
from prakat import __main__ as start
from prakat import product

MOST_MB = 150
"""Of the run-time packages and Prakat together, as files, without what Python compiles (issue 9)."""
MOST_MB_OF_THE_WHEEL = 3
LEFT_OUT = {"scripts/bench.py", "scripts/derive.py"}
"""Commands that work on a checkout."""
BESIDE = {"pip", "setuptools"}
"""What a new environment brings itself."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packages.wheel(tmp_path_factory)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return packages.installed(tmp_path_factory, wheel)


def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as packed:
        return set(packed.namelist())


def tracked(*folders: str) -> set[str]:
    asked = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders)
    told = subprocess.run(asked, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    return {each for each in told.split("\0")[:-1] if (CHECKOUT / each).is_file()}


def test_the_wheel_holds_every_part_and_nothing_else(wheel: Path) -> None:
    parts = tracked("schemas", "theme", "hooks", "scripts") - LEFT_OUT
    parts |= {"mkdocs.yml", "requirements.lock", "requirements-desk.lock", "COMMIT"}
    manuals = {
        Path(each).parent.name.removesuffix("-manual")
        for each in tracked(":(glob)content/work-manuals/*-manual/index.md")
    }
    wanted = {f"prakat/{each}" for each in parts} | {each.removeprefix("src/") for each in tracked("src")}
    wanted |= {f"prakat/manuals/{role}.md" for role in manuals}
    attached = {Path(each).name for each in tracked(":(glob)content/work-manuals/*-manual/*")} - {"index.md"}
    wanted |= {f"prakat/manuals/{each}" for each in attached}
    wanted |= {f"prakat/{each}" for each in tracked(":(glob)docs/manual/*.webp")}
    assert {each for each in names(wheel) if ".dist-info/" not in each} == wanted
    assert {"staff", "director", "webmaster", "auditor"} <= manuals
    assert wheel.stat().st_size < MOST_MB_OF_THE_WHEEL * 1_000_000


def test_its_metadata_name_the_run_time_packages_the_licence_and_one_command(wheel: Path) -> None:
    folder = f"prakat-{product.version()}.dist-info"
    with ZipFile(wheel) as packed:
        told = Parser().parsestr(packed.read(f"{folder}/METADATA").decode())
        assert packed.read(f"{folder}/entry_points.txt").decode().split("\n")[:2] == [
            "[console_scripts]",
            f"prakat = {start.__name__}:{start.main.__name__}",
        ]
        assert f"{folder}/licenses/LICENSE" in packed.namelist()
    assert told["License-Expression"] == "Apache-2.0"
    needed = {
        re.split("[ <>=;]", each)[0].lower() for each in told.get_all("Requires-Dist", []) if "extra ==" not in each
    }
    assert needed <= set(pinned())


def test_only_what_git_tracks_gets_in(tmp_path: Path) -> None:
    source = packages.source(tmp_path / "source")
    for name in ("theme/secret.txt", "schemas/x.yml~", "src/prakat/new.py", "scripts/__pycache__/x.pyc", "LICENSE.bak"):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text("x", encoding="utf-8")
    (source / "theme" / "link").symlink_to("/etc/passwd")
    (source / ".env").write_text("x", encoding="utf-8")
    found = names(packages.build(source, tmp_path / "to", "sdist", "wheel"))
    assert not {each for each in found if re.search(r"secret|~|new\.py|pyc|\.bak|link$", each)}
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    subprocess.run(("tar", "xzf", next((tmp_path / "to").glob("*.tar.gz")), "-C", unpacked), check=True)
    listed = packages.git(source, "ls-files", "-z").split("\0")[:-1]
    inside = next(unpacked.iterdir())
    there = {path.relative_to(inside).as_posix() for path in inside.rglob("*") if not path.is_dir()}
    assert there == {*listed, "PKG-INFO", "COMMIT"}
    assert (inside / "COMMIT").read_text().strip() == packages.git(source, "rev-parse", "HEAD").strip()


def test_no_package_is_built_of_a_link_or_without_a_commit(tmp_path: Path) -> None:
    source = packages.source(tmp_path / "source")
    (source / "theme" / "link").symlink_to("/etc/passwd")
    packages.git(source, "add", "-A")
    with pytest.raises(AssertionError, match="theme/link must be a file, and is a link"):
        packages.build(source, tmp_path / "to")
    (source / "theme" / "link").unlink()
    (source / ".git").rename(tmp_path / "elsewhere")
    with pytest.raises(AssertionError, match="must be a git checkout of Prakat or its sdist"):
        packages.build(source, tmp_path / "to")


def pinned() -> dict[str, str]:
    """Name of a run-time package of requirements.lock -> its versions; without those that are for other systems."""
    lines = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    found: dict[str, str] = {}
    for line in lines:
        told = re.match(r"([\w.-]+)==(\S+)(?: ; (.+?))? \\", line)
        if told and (told[3] is None or Marker(told[3]).evaluate()):
            found[_plain(told[1])] = f"{found.get(_plain(told[1]), '')} {told[2]}"
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_it_stands_among_run_time_packages_alone(installed: Environment) -> None:
    told = json.loads(installed.pip("list", "--format", "json"))
    found = {_plain(each["name"]): each["version"] for each in told}
    assert found.pop("prakat") == product.version()
    for name, version in found.items():
        assert name in BESIDE or version in pinned()[name].split()
    assert set(found) | BESIDE == set(pinned()) | BESIDE
    assert "No broken requirements" in installed.pip("check")


def test_it_takes_less_than_150_megabytes(installed: Environment) -> None:
    own = {"pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils-precedence.pth", "__pycache__"}
    tops = [path for path in installed.packages.iterdir() if path.name.split("-")[0] not in own]
    files = [each for top in tops for each in (top, *top.rglob("*")) if each.is_file() and each.suffix != ".pyc"]
    told = [each.stat() for each in files]
    by_size, by_blocks = sum(each.st_size for each in told), sum(-(-each.st_size // 4096) * 4096 for each in told)
    print(f"{len(files):,} files, {by_size / 1e6:.1f} MB of bytes, {by_blocks / 1e6:.1f} MB in blocks of 4 KiB")
    assert by_size < MOST_MB * 1_000_000


def test_it_knows_its_wheel_and_its_commit(installed: Environment, wheel: Path, tmp_path: Path) -> None:
    asked = "from prakat import product as it; print(it.requirement(), it.built_from(), it.checkout(), sep='\\n')"
    told = installed.run(str(installed.folder / "bin" / "python"), "-P", "-c", asked, cwd=tmp_path).splitlines()
    assert told[0] == product.requirement(wheel)
    assert re.fullmatch("[0-9a-f]{40}", told[1])
    assert told[2] == "None"


def test_every_command_tells_how_it_is_used(installed: Environment, tmp_path: Path) -> None:
    listed = installed.run("prakat", cwd=tmp_path).splitlines()
    commands = [line.split()[1] for line in listed if line.startswith("  prakat ")]
    assert {"check", "publish", "audit", "preview", "verify_kit", "due", "demo", "init", "merge"} <= set(commands)
    assert not {"bench", "derive"} & set(commands)
    with ThreadPoolExecutor(2) as pool:
        told = pool.map(lambda each: installed.run("prakat", each, "--help", cwd=tmp_path), commands)
    assert all(f"วิธีใช้: prakat {name}" in each for name, each in zip(commands, told, strict=True))
    assert installed.run("prakat", "--version", cwd=tmp_path) == f"{product.version()}\n"


# What an office's people do with it


@pytest.fixture(scope="module")
def played(installed: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's office, played, audited and released by the installed Prakat."""
    place = tmp_path_factory.mktemp("played")
    installed.run("prakat", "demo", "--to", "demo", "--no-serve", cwd=place)
    return place


def test_the_demo_plays_and_its_office_is_checked(installed: Environment, played: Path) -> None:
    office = played / "demo" / "office.git"
    installed.run("prakat", "check", "--repo", str(office), "--date", "2027-01-31", cwd=played)
    told = json.loads(
        installed.run(
            "prakat",
            "due",
            "--repo",
            str(office),
            "--within",
            "60",
            "--format",
            "json",
            "--date",
            "2027-01-31",
            cwd=played,
        )
    )
    assert told
    subprocess.run(("git", "clone", "-q", str(office), str(played / "clone")), check=True)
    inside = played / "clone" / "content"
    assert (
        json.loads(installed.run("prakat", "check", "--format", "json", "--date", "2027-01-31", cwd=inside)) is not None
    )


def test_its_site_is_published_and_looks_as_designed(installed: Environment, played: Path) -> None:
    office = str(played / "demo" / "office.git")
    asked = ("--repo", office, "--to", "site", "--approved", "--date", "2027-01-31")
    installed.run("prakat", "publish", *asked, cwd=played)
    page = (played / "site" / "current" / "index.html").read_text(encoding="utf-8")
    styles = set(re.findall(r'href="([^"]+\.css)"', page))
    assert styles
    assert all((played / "site" / "current" / each).is_file() for each in styles)


def test_its_history_is_audited_and_sealed_into_a_kit(installed: Environment, played: Path) -> None:
    office = str(played / "demo" / "office.git")
    told = installed.run("prakat", "audit", "--repo", office, "--format", "json", "--bundle", "kit.zip", cwd=played)
    assert {each["verdict"] for each in json.loads(told)} == {"clean"}
    digest = hashlib.sha256((played / "kit.zip").read_bytes()).hexdigest()
    installed.run("prakat", "verify_kit", "kit.zip", "--sha256", digest, cwd=played)


@pytest.fixture
def previewed(installed: Environment, played: Path) -> Iterator[str]:
    port = free_port()
    asked = ("prakat", "preview", "--repo", str(played / "demo" / "office.git"), "--port", str(port))
    settings = installed.settings(PRAKAT_DATE="2027-01-31", PYTHONWARNINGS="error,ignore::ResourceWarning")
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True}
    with subprocess.Popen(asked, cwd=played, env=settings, **streams) as process:
        yield f"http://127.0.0.1:{port}/"
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C at a terminal
        assert b"Traceback" not in process.communicate()[1]


def test_a_preview_shows_the_office_on_this_machine(previewed: str) -> None:
    with urllib.request.urlopen(packages.answers(previewed)) as answer:
        assert 'lang="th"' in answer.read().decode("utf-8")
