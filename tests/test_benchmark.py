"""The benchmark measures what it says, on an office that an office could have written."""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from benchmark.amendment import NOTE, SENTENCE, merge_amendment
from benchmark.bare_check import VALIDATORS, faults
from benchmark.bounds import bounds
from benchmark.comparison import Job, compare, size
from benchmark.fate import DAY, ENDING_ITEMS, Fate
from benchmark.generate import BANGKOK, GeneratedItem, Life, generate, lives, requests
from benchmark.hugo_site import hugo_command, write_hugo_site
from benchmark.jobs import LARGE, Ground, amended_of, prepared
from benchmark.measure import CommandFailed, measure
from benchmark.office import CATEGORIES
from benchmark.peers import ZENSICAL_SITE, write_plain_site, zensical_command
from benchmark.queries import MOST_PAGES, draw_queries
from benchmark.report import BEGIN, END, quoted, report
from benchmark.results import NAMES, OURS, PEERS, collected, searches, spread
from benchmark.search import NOTHING, Finding, FirstQuery, SearchOutcome
from lxml import html

import bench
from prakat.content import register
from prakat.item.item import Item, parse_item
from prakat.item.item_path import parse_path
from prakat.item.state import State, state_on
from prakat.office.settings import Settings

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "schemas" / "item.schema.json"
MEANT = {
    Fate.STANDING: State.LIVE,
    Fate.RUNNING: State.LIVE,
    Fate.NEWS: State.LIVE,
    Fate.REVIEW_DUE: State.REVIEW_DUE,
    Fate.EXPIRING: State.EXPIRING,
    Fate.ENDING: State.EXPIRING,
    Fate.EXPIRED: State.EXPIRED,
    Fate.WITHDRAWN: State.WITHDRAWN,
    Fate.SCHEDULED: State.SCHEDULED,
}


@pytest.fixture(scope="module")
def known() -> list[Life]:
    return list(lives(600, seed=7))


@pytest.fixture(scope="module")
def items(known: list[Life]) -> list[GeneratedItem]:
    return [life.item for life in known]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repository = tmp_path_factory.mktemp("bench") / "office"
    generate(repository, 40, seed=7)
    return repository


def git(repository: Path, *arguments: str) -> list[str]:
    command = ("git", "-C", str(repository), *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def parsed(item: GeneratedItem) -> Item:
    path = parse_path(item.folder.removeprefix("content/"))
    assert path, item.folder
    found = parse_item(path, item.source.encode("utf-8"))
    assert isinstance(found, Item), found
    return found


def test_every_category_and_every_fate_occurs_and_most_items_are_live(items: list[GeneratedItem]) -> None:
    assert {item.folder.split("/")[1] for item in items} == set(CATEGORIES)
    fates = Counter(item.fate for item in items)
    assert set(fates) == set(Fate)
    assert sum(count for fate, count in fates.items() if MEANT[fate] is State.LIVE) > 0.7 * len(items)


def test_every_item_is_accepted_and_in_the_state_that_the_generator_meant(items: list[GeneratedItem]) -> None:
    wrong = [item for item in items if state_on(parsed(item), DAY, Settings()) is not MEANT[item.fate]]
    assert not wrong


@pytest.mark.parametrize(("count", "ending"), [(12, 0), (40, 2), (600, ENDING_ITEMS), (2_000, ENDING_ITEMS)])
def test_next_day_takes_down_twenty_items_and_changes_nothing_else(count: int, ending: int) -> None:
    known = [parsed(life.item) for life in lives(count, seed=7)]
    today, tomorrow = ([state_on(item, day, Settings()) for item in known] for day in (DAY, DAY + timedelta(days=1)))
    changed = [(old, new) for old, new in zip(today, tomorrow, strict=True) if old is not new]
    assert changed == [(State.EXPIRING, State.EXPIRED)] * ending


def test_every_version_in_history_is_accepted(known: list[Life]) -> None:
    earlier = [(life.item, life.source(0)) for life in known if len(life.merged) > 1]
    assert len(earlier) > 100
    for item, source in earlier:
        path = parse_path(item.folder.removeprefix("content/"))
        assert path
        found = parse_item(path, source.encode("utf-8"))
        assert isinstance(found, Item)
        assert found.withdrawn is None
        assert source != item.source


def test_bodies_are_as_long_as_announcements_and_unspaced(items: list[GeneratedItem]) -> None:
    lengths = sorted(len(item.body) for item in items)
    assert lengths[0] > 1_100
    assert 1_200 < lengths[len(lengths) // 2] < 2_000
    assert lengths[-1] < 2_300
    clauses = [clause for item in items for clause in re.findall(r"[\u0e01-\u0e4e]+", item.body)]
    assert sum(map(len, clauses)) / len(clauses) > 25


def test_words_are_as_rare_as_in_life(items: list[GeneratedItem]) -> None:
    counts = Counter(word for item in items for run in item.runs for word in run)
    by_rank = [count for _, count in counts.most_common()]
    assert 5 < by_rank[9] / by_rank[99] < 12
    assert sum(count == 1 for count in by_rank) > len(by_rank) / 4


def test_the_checker_finds_nothing_wrong_with_a_generated_office(office: Path) -> None:
    found = register.read(office, DAY)
    assert len(found.entries) == 40
    assert not found.findings


def test_same_seed_same_commit_and_another_seed_another(tmp_path: Path, office: Path) -> None:
    generate(tmp_path / "again", 40, seed=7)
    generate(tmp_path / "other", 40, seed=8)
    tips = [git(place, "rev-parse", "main") for place in (office, tmp_path / "again", tmp_path / "other")]
    assert tips[0] == tips[1] != tips[2]


def test_history_is_requests_merged_to_main_in_order(office: Path) -> None:
    merges = git(office, "log", "--first-parent", "--reverse", "--format=%ct %cd %P", "--date=format-local:%z", "main")
    assert all(len(line.split()) == 4 for line in merges[1:])
    times = [int(line.split()[0]) for line in merges]
    assert times == sorted(times)
    messages = git(office, "log", "--first-parent", "--format=%(trailers:key=Reviewed-head,valueonly,separator=)%x20%P")
    assert all(line.split()[0] == line.split()[2] for line in messages[:-1])
    assert git(office, "status", "--porcelain") == []
    assert git(office, "branch", "--format=%(refname)") == ["refs/heads/main"]


def test_an_item_has_about_three_commits_and_none_before_its_parent(known: list[Life], office: Path) -> None:
    commits = sum(len(request.steps) + 1 for request in requests(known, seed=7))
    assert 2.7 < commits / len(known) < 3.3
    born = {line.split()[0]: int(line.split()[1]) for line in git(office, "log", "--format=%H %ct")}
    lineage = [line.split() for line in git(office, "log", "--format=%H %P")]
    assert all(born[parent] <= born[child] for child, *parents in lineage for parent in parents)


def test_plain_site_has_every_item_at_the_same_path_with_its_files(tmp_path: Path, items: list[GeneratedItem]) -> None:
    chosen = items[:30]
    write_plain_site(tmp_path / "plain", chosen)
    for item in chosen:
        folder = tmp_path / "plain" / "docs" / item.folder.removeprefix("content/")
        text = (folder / "index.md").read_text(encoding="utf-8")
        assert item.fields.title in text
        assert item.body in text
        assert all((folder / name).read_bytes() == content for name, content in item.companions.items())
        assert all(f"]({each.file})" in text for each in item.fields.attachments)


def test_peers_get_what_is_public_and_nothing_else(tmp_path: Path) -> None:
    """As ours do: of the others readers get a tombstone at most."""
    items = Ground(tmp_path, 60).prepare(seed=7)
    public = {item.folder.removeprefix("content/") for item in items if item.fate.has_page}
    assert 30 < len(public) < 60
    for docs in (tmp_path / "plain" / "docs", tmp_path / "hugo" / "content"):
        pages = {path.parent.relative_to(docs).as_posix() for path in docs.rglob("index.md")} - {"."}
        assert pages == public
    entries = [entry.item for entry in register.read(tmp_path / "office", DAY).entries.values()]
    shown = {item.path.folder for item in entries if state_on(item, DAY, Settings()).is_public}
    assert {folder.removeprefix("content/") for folder in shown} == public


def test_peers_build_every_page_with_its_text_and_files(tmp_path: Path, items: list[GeneratedItem]) -> None:
    chosen = [item for item in items if item.fate.has_page][:12]
    write_plain_site(tmp_path / "plain", chosen)
    write_hugo_site(tmp_path / "hugo", chosen)
    subprocess.run(zensical_command(), cwd=tmp_path / "plain", check=True, capture_output=True)
    subprocess.run(hugo_command(tmp_path / "hugo", tmp_path / "built"), check=True)
    for site in (tmp_path / "plain" / ZENSICAL_SITE, tmp_path / "built"):
        for item in chosen:
            folder = site / item.folder.removeprefix("content/")
            page = html.parse(folder / "index.html").getroot()
            shown = page.text_content()
            assert item.fields.title in shown
            assert item.fields.summary in shown
            assert all(line in shown for line in re.findall(r"(?m)^[\u0e01-\u0e5b ]{30,}$", item.body))
            links = {link.rpartition("/")[2] for link in page.xpath("//a/@href")}
            assert {each.file for each in item.fields.attachments} <= links
            assert all((folder / name).read_bytes() == content for name, content in item.companions.items())


def test_hugo_lists_every_item_by_category_and_by_year(tmp_path: Path, items: list[GeneratedItem]) -> None:
    chosen = {item.folder.removeprefix("content/") for item in items if item.fate.has_page}
    write_hugo_site(tmp_path / "hugo", [item for item in items if item.fate.has_page])
    subprocess.run(hugo_command(tmp_path / "hugo", tmp_path / "built"), check=True)
    for depth in (1, 2):
        for place in {"/".join(folder.split("/")[:depth]) for folder in chosen}:
            pages = [tmp_path / "built" / place / "index.html", *(tmp_path / "built" / place).glob("page/*/index.html")]
            links = [link.strip("/") for page in pages for link in html.parse(page).xpath("//a/@href")]
            assert sorted(link for link in links if link in chosen) == sorted(
                folder for folder in chosen if folder.startswith(f"{place}/")
            )


@pytest.mark.parametrize("validator", VALIDATORS)
def test_bare_peer_accepts_the_generated_items_and_sees_a_planted_fault(tmp_path: Path, validator: str) -> None:
    generate(tmp_path / "office", 5, seed=7)
    assert faults(tmp_path / "office", SCHEMA, validator) == 0
    page = next((tmp_path / "office" / "content").rglob("index.md"))
    page.write_text(page.read_text(encoding="utf-8").replace("summary:", "sumary:"), encoding="utf-8")
    assert faults(tmp_path / "office", SCHEMA, validator) == 2


def test_amendment_is_a_merged_request_that_changes_one_accepted_item(office: Path, tmp_path: Path) -> None:
    ground = Ground(tmp_path, 40)
    git(tmp_path, "clone", "--quiet", str(office), str(ground.office))
    item = amended_of([life.item for life in lives(40, seed=7)])
    ground.clone_anew()
    merge_amendment(ground.clone, item)
    assert git(ground.clone, "diff", "--name-only", "main^", "main") == [f"{item.folder}/index.md"]
    added = [line[1:] for line in git(ground.clone, "diff", "main^", "main") if re.match(r"[+-](?![+-])", line)]
    assert added == [f"change_note: {NOTE}", "", SENTENCE]
    assert len(git(ground.clone, "log", "-1", "--format=%P")[0].split()) == 2
    assert not register.read(ground.clone, DAY).findings
    assert git(ground.clone, "status", "--porcelain") == []
    ground.clone_anew()
    assert git(ground.clone, "rev-parse", "main") == git(ground.office, "rev-parse", "main")


def test_jobs_of_a_size_are_all_named_and_a_large_one_has_no_peers(tmp_path: Path) -> None:
    assert {job.name for job in prepared(tmp_path, 3, seed=7)} == set(NAMES)
    large, items = Ground(tmp_path, LARGE), [life.item for life in lives(3, seed=7)]
    assert large.peer_jobs() == ()
    assert {job.name for job in large.own_jobs(items[0])} == set(OURS)


def test_queries_are_answered_by_exactly_the_pages_that_contain_them(items: list[GeneratedItem]) -> None:
    pages = {item.folder: item.body for item in items if item.fate.has_page}
    queries = draw_queries(items, pages, words=40, phrases=20, seed=3)
    assert [query.words == 1 for query in queries] == [True] * 40 + [False] * 20
    assert all(1 <= len(query.answers) <= MOST_PAGES for query in queries if query.words == 1)
    assert all(query.words in (2, 3) for query in queries[40:])
    for query in queries:
        assert query.answers == {folder for folder, text in pages.items() if query.text in text}
        assert not re.search(r"\s", query.text)
    assert len({query.text for query in queries}) == 60


def test_queries_are_those_of_their_seed(items: list[GeneratedItem]) -> None:
    pages = {item.folder: item.body for item in items}
    first, again, other = (draw_queries(items, pages, 10, 5, seed) for seed in (1, 1, 2))
    assert first == again != other


def test_cost_counts_processor_time_and_memory_of_children(tmp_path: Path) -> None:
    child = "x = bytearray(b'x') * 150_000_000\nfor _ in range(6_000_000): pass\nimport time; time.sleep(0.3)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    cost = measure((sys.executable, "-c", parent), tmp_path, {})
    assert cost.cpu > 0.1
    assert cost.wall > 0.3
    assert 150_000_000 < cost.memory < 250_000_000


def test_memory_of_the_measuring_process_does_not_count(tmp_path: Path) -> None:
    own = bytearray(b"x") * 200_000_000
    cost = measure((sys.executable, "-c", "import time; time.sleep(0.3)"), tmp_path, {})
    assert cost.memory < len(own) / 2


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="ended with 3:\nno such office"):
        measure((sys.executable, "-c", "import sys; print('no such office'); sys.exit(3)"), tmp_path, {})


def test_jobs_take_turns_and_every_run_counts(tmp_path: Path) -> None:
    output = tmp_path / "site"
    command = (
        sys.executable,
        "-c",
        f"import os; os.makedirs({str(output)!r}); open({str(output / 'a')!r}, 'w').write('abc')",
    )
    jobs = (
        Job("first", 5, command, tmp_path, output=output, site=output),
        Job("second", 5, (sys.executable, "-c", ""), tmp_path),
    )
    begun: list[str] = []
    outcomes = compare(jobs, 3, lambda job: begun.append(job.name))[5]
    assert begun == ["first", "second"] * 3
    assert outcomes["first"].site_bytes == 3
    assert outcomes["second"].site_bytes is None
    assert [len(outcome.costs) for outcome in outcomes.values()] == [3, 3]


def test_each_run_begins_with_the_state_that_is_made_before_it(tmp_path: Path) -> None:
    state, output = tmp_path / "state", tmp_path / "output"

    def before() -> None:
        assert not output.exists()
        state.mkdir()

    command = (sys.executable, "-c", "import os; os.rename('state', 'output')")
    costs = compare([Job("job", 5, command, tmp_path, output=output, before=before)], 2, lambda _: None)[5]["job"].costs
    assert len(costs) == 2
    assert output.is_dir()


def test_size_is_that_of_the_release_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "releases" / "1").mkdir(parents=True)
    (tmp_path / "releases" / "1" / "index.html").write_bytes(b"12345")
    (tmp_path / "current").symlink_to("releases/1")
    assert size(tmp_path / "current") == 5


Figures = dict[str, list[float] | list[int] | int | None]


def figures(*cpu: float, wall: float | None = None, memory: int = 100_000_000) -> Figures:
    walls = list(cpu) if wall is None else [wall]
    return {"cpu": list(cpu), "wall": walls, "memory": [memory], "site_bytes": None}


def results(**sizes: dict[str, Figures]) -> dict[str, object]:
    """Of which each job took a second, other than said. Those that go on from another are as fast as they must be."""
    usual = {job: figures(1.0) for job in NAMES} | {
        "plain": figures(1.0, wall=2.0),
        "hugo": figures(1.0, wall=4.0),
        "publish-one": figures(0.02, wall=0.5),
        "publish-same": figures(0.1),
        "check-same": figures(0.2),
    }
    return {
        "day": "2026-11-20",
        "seed": 1,
        "machine": {"processors": 2, "memory": 2**33, "system": "Linux", "python": "3.11", "load": 0.25},
        "versions": {"mkdocs": "1.6.1"},
        "sizes": {count.removeprefix("of"): usual | said for count, said in sizes.items()},
        "searches": {},
    }


OF_10000 = [1.2, 40, 0.6, 3, 8, 0.25, 1.1, 0.7, 1.5, 350]


def test_each_bound_needs_the_sizes_that_it_speaks_of() -> None:
    assert [bound.limit for bound in bounds(results(of2000={}))] == [1.25]
    assert [bound.limit for bound in bounds(results(of10000={}))] == OF_10000
    assert [bound.limit for bound in bounds(results(of2000={}, of10000={}))] == [1.25, *OF_10000, 5.5]
    assert [bound.limit for bound in bounds(results(of100000={}))] == [3]
    assert [bound.limit for bound in bounds(results(of10000={}, of100000={}))] == [*OF_10000, 3, 12, 12, 12]
    assert not list(bounds(results(of300={})))


def test_each_bound_is_one_of_what_it_says() -> None:
    assert all(bound.holds for bound in bounds(results(of2000={}, of10000={})))
    missed: dict[int, dict[str, Figures]] = {
        0: {"publish-one": figures(0.02, wall=1.3), "hugo": figures(1.0, wall=11)},
        1: {"publish-one": figures(0.026, wall=0.5)},
        2: {"publish-same": figures(0.1, wall=0.61)},
        3: {"publish-day": figures(0.1, wall=3.1)},
        4: {"hugo": figures(1.0, wall=3.9)},
        5: {"check-same": figures(0.1, wall=0.26)},
        6: {"publish": figures(1.0, wall=2.3)},
        7: {"build": figures(1.0, wall=1.5)},
        8: {"check": figures(1.6)},
        9: {"check-one": figures(0.1, memory=351_000_000)},
    }
    assert len(missed) == len(OF_10000)
    for position, said in missed.items():
        found = list(bounds(results(of10000=said)))
        assert [at for at, bound in enumerate(found) if not bound.holds] == [position]


def test_growth_to_a_hundred_thousand_items_is_bound() -> None:
    grown = {job: figures(12.1) for job in ("check", "build", "publish")}
    found = list(bounds(results(of10000={}, of100000=grown | {"publish-one": figures(0.1, wall=3.1)})))
    assert [bound.holds for bound in found[len(OF_10000) :]] == [False] * 4


def test_a_missed_bound_is_said_in_the_table() -> None:
    missed = results(of2000={"build": figures(1.3)}, of10000={"build": figures(5.0, wall=1.0)})
    assert [str(bound) for bound in bounds(missed) if not bound.holds] == [
        "CPU, build of 2,000 items / plain mkdocs-material: 1.30 (at most 1.25)"
    ]
    assert "1.30 (at most 1.25): does not hold" in report(missed)


def test_cpu_and_wall_have_medians_of_their_own_and_the_table_says_how_far_runs_lie_apart() -> None:
    job = figures(1.0, 3.0, 2.0) | {"wall": [40.0, 10.0, 20.0], "memory": [1_000_000, 3_000_000, 2_000_000]}
    shown = report(results(of300={"build": job, "plain": figures(4.0)}))
    assert "| 300 | mkdocs build | 2.00 (100%) | 20.0 (150%) | 3 |  |" in shown
    assert "| 300 | mkdocs build | plain mkdocs-material | 0.50 | 5.00 |" in shown
    assert "| 300 | Zensical | 1.00 | 1.00 | 100 |  |" in shown
    assert spread([2.0, 2.0, 3.0]) == 0.5


def test_the_table_says_on_which_day_it_was_measured_and_no_result_is_without_it() -> None:
    measured = results(of300={})
    assert "Measured on 2026-11-20." in report(measured)
    del measured["day"]
    with pytest.raises(KeyError, match="day"):
        report(measured)


def test_every_job_of_ours_that_has_peers_is_shown_beside_each() -> None:
    lines = report(results(of300={})).splitlines()
    for job, peers in PEERS.items():
        for peer in peers:
            assert sum(line.startswith(f"| 300 | {NAMES[job]} | {NAMES[peer]} |") for line in lines) == 1


def test_searches_are_reported_and_bound_as_they_were_measured() -> None:
    found = Finding(0.97, 0.85, 1.0)
    ours = SearchOutcome("Prakat", found, Finding(1.0, 0.95, 1.0), FirstQuery((30_000, 44_000), (0.2, 1.25)))
    silent = SearchOutcome("Material, as shipped", NOTHING, NOTHING, None)
    measured = json.loads(json.dumps(collected(DAY, 1, 0.5, {}, {2000: [ours], 10000: [ours, silent]})))
    assert searches(measured) == {2000: [ours], 10000: [ours, silent]}
    assert "| Material, as shipped | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 |  | no answer in 60 |" in report(measured)
    assert [bound.holds for bound in bounds(measured)] == [True, False, True, True, True, False]
    assert "| Prakat | 0.97 | 0.85 |" in report(measured)
    assert "0.85 (at least 0.9): does not hold" in report(measured)


def test_quoting_replaces_what_is_between_the_markers_only() -> None:
    assert quoted(f"a\n{BEGIN}\nold\n{END}\nb", "new") == f"a\n{BEGIN}\nnew\n{END}\nb"
    with pytest.raises(ValueError, match="benchmark:begin"):
        quoted("no markers", "new")


def test_docs_quote_the_measured_table() -> None:
    measured = json.loads((ROOT / "benchmark" / "results.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8")
    assert quoted(page, report(measured)) == page


def test_generator_writes_no_day_after_the_day_of_measurement(known: list[Life]) -> None:
    assert max(moment.date() for life in known for moment in life.merged) < DAY == date(2026, 11, 20)


def test_bench_measures_a_small_office_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each job begins in the state that its name says."""
    count = 20
    assert bench.main(["--items", str(count), "--repeats", "1", "--no-search", "--keep", str(tmp_path)]) == 0
    shown, place = capsys.readouterr().out, tmp_path / f"{count}-1"
    assert all(f"| {count} | {name} |" in shown for name in NAMES.values())
    assert f"Measured on {datetime.now(BANGKOK).date()}." in shown
    items = [life.item for life in lives(count, seed=1)]
    amended = amended_of(items).folder.removeprefix("content/")
    released = place / "released" / "current"
    assert SENTENCE in (released / amended / "index.html").read_text(encoding="utf-8")
    assert SENTENCE not in (place / "built" / amended / "index.html").read_text(encoding="utf-8")
    (ending,) = (item for item in items if item.fate is Fate.ENDING)
    ended = ending.folder.removeprefix("content/")
    assert ending.fields.summary in (place / "built" / ended / "index.html").read_text(encoding="utf-8")
    assert ending.fields.summary not in (released / ended / "index.html").read_text(encoding="utf-8")
