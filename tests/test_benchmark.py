"""The benchmark measures what it says, on an office that an office could have written."""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from benchmark.comparison import Job, compare, size
from benchmark.fate import DAY, Fate
from benchmark.generate import GeneratedItem, Life, generate, lives, requests
from benchmark.measure import CommandFailed, measure
from benchmark.office import CATEGORIES
from benchmark.peers import faults, write_plain_site
from benchmark.queries import MOST_PAGES, draw_queries
from benchmark.report import BEGIN, END, quoted, report
from benchmark.results import bounds, collected, searches
from benchmark.search import NOTHING, Finding, FirstQuery, SearchOutcome

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


def test_bare_peer_accepts_the_generated_items_and_sees_a_planted_fault(tmp_path: Path) -> None:
    generate(tmp_path / "office", 5, seed=7)
    assert faults(tmp_path / "office", SCHEMA) == 0
    page = next((tmp_path / "office" / "content").rglob("index.md"))
    page.write_text(page.read_text(encoding="utf-8").replace("summary:", "sumary:"), encoding="utf-8")
    assert faults(tmp_path / "office", SCHEMA) == 2


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


def test_jobs_take_turns_and_the_median_run_counts(tmp_path: Path) -> None:
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


def test_size_is_that_of_the_release_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "releases" / "1").mkdir(parents=True)
    (tmp_path / "releases" / "1" / "index.html").write_bytes(b"12345")
    (tmp_path / "current").symlink_to("releases/1")
    assert size(tmp_path / "current") == 5


def figures(cpu: float, memory: int = 100_000_000) -> dict[str, float | int | None]:
    return {"cpu": cpu, "wall": cpu, "memory": memory, "site_bytes": None}


def results(**build: float) -> dict[str, object]:
    jobs = {job: figures(1.0) for job in ("check", "bare", "plain", "publish")}
    sizes = {count.removeprefix("of"): {**jobs, "build": figures(cpu)} for count, cpu in build.items()}
    machine = {"processors": 2, "memory": 2**33, "system": "Linux", "python": "3.11"}
    return {
        "seed": 1,
        "repeats": 3,
        "machine": machine,
        "versions": {"mkdocs": "1.6.1"},
        "sizes": sizes,
        "searches": {},
    }


def test_each_bound_needs_the_sizes_that_it_speaks_of() -> None:
    assert [bound.limit for bound in bounds(results(of2000=1.0))] == [1.25]
    assert [bound.limit for bound in bounds(results(of10000=1.0))] == [1.5, 500]
    assert [bound.limit for bound in bounds(results(of2000=1.0, of10000=5.0))] == [1.25, 1.5, 500, 5.5]
    assert not list(bounds(results(of300=1.0)))


def test_a_missed_bound_is_said_in_the_table() -> None:
    missed = results(of2000=1.3, of10000=5.0)
    assert [bound.holds for bound in bounds(missed)] == [False, True, True, True]
    assert "1.30 (at most 1.25): does not hold" in report(missed)


def test_searches_are_reported_and_bound_as_they_were_measured() -> None:
    found = Finding(0.97, 0.85, 1.0)
    ours = SearchOutcome("Prakat", found, Finding(1.0, 0.95, 1.0), FirstQuery((30_000, 44_000), (0.2, 1.25)))
    silent = SearchOutcome("Material, as shipped", NOTHING, NOTHING, None)
    measured = json.loads(json.dumps(collected(1, 3, {}, {2000: [ours], 10000: [ours, silent]})))
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
    assert bench.main(["--items", "12", "--repeats", "1", "--no-search", "--keep", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "| 12 | mkdocs build |" in shown
    assert (tmp_path / "12-1" / "released" / "current" / "index.html").is_file()
