"""main's own commits, each with what it brought and where that began: real histories of a few commits (R01)."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prakat.repository.branch_copies import newest_tip
from prakat.repository.commit import Commit, PathChange
from prakat.repository.file_tree import FileTree, TreeEntry
from prakat.repository.mainline import (
    Landing,
    composed,
    differences,
    landing_of,
    landings,
    merge_base,
    net_changes,
    read_mainline,
)
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository, open_repository
from small_history import Step, grown, made

ROOT = Step("root", files={"a": b"1", "b": b"1"})


class World:
    """A history, and names for its ids."""

    def __init__(self, place: Path, *steps: Step, **refs: str) -> None:
        self.repository, self.ids = made(place / "office.git", *steps, **refs)
        self.names = {oid: name for name, oid in self.ids.items()}

    def landings(self, since: str = "root") -> list[Landing]:
        return list(landings(read_mainline(self.repository, self.ids[self.last]), self.ids[since]))

    @property
    def last(self) -> str:
        main = newest_tip(self.repository, MAIN)
        assert main
        return self.names[main]

    def told(self, since: str = "root") -> list[tuple[str, list[str], list[str], bool]]:
        """Each landing: its name, what it brought, where that left main, whether it has a root of its own."""
        return [
            (
                self.names[each.commit.id],
                [self.names[one.id] for one in each.brought],
                [self.names[oid] for oid in each.bases],
                each.has_own_root,
            )
            for each in self.landings(since)
        ]

    def base(self) -> str | None:
        """Of the last landing."""
        found = merge_base(self.repository, self.landings()[-1])
        return self.names[found] if found else None

    def net(self) -> dict[str, tuple[str, str]]:
        """What the request of the last landing changes."""
        landing = self.landings()[-1]
        base = merge_base(self.repository, landing)
        assert base
        found = net_changes(self.repository, landing, base)
        assert found == differences(self.repository, base, landing.head)
        return {each.path: (each.old_mode, each.mode) for each in found}


# What each commit of main brought


def test_a_push_brings_nothing_but_itself(tmp_path: Path) -> None:
    world = World(tmp_path, ROOT, Step("push", ["root"], {"a": b"2"}))
    assert world.told() == [("push", [], [], False)]
    assert world.landings()[0].head == world.ids["push"]


def test_a_merge_brings_its_request_the_head_first(tmp_path: Path) -> None:
    steps = Step("one", ["root"], {"a": b"2"}), Step("two", ["one"], {"a": b"3"})
    world = World(tmp_path, ROOT, *steps, Step("merge", ["root", "two"], {"a": b"3"}))
    assert world.told() == [("merge", ["two", "one"], ["root"], False)]
    assert world.landings()[0].head == world.ids["two"]
    assert world.landings()[0].is_straight
    assert world.base() == "root"
    assert world.net() == {"a": ("100644", "100644")}


def test_a_request_that_began_earlier_keeps_its_base(tmp_path: Path) -> None:
    steps = Step("one", ["root"], {"a": b"2"}), Step("push", ["root"], {"b": b"2"})
    world = World(tmp_path, ROOT, *steps, Step("merge", ["push", "one"], {"a": b"2"}))
    assert world.told() == [("push", [], [], False), ("merge", ["one"], ["root"], False)]


def test_what_one_merge_brought_is_not_brought_by_the_next(tmp_path: Path) -> None:
    steps = (
        *(Step("one", ["root"], {"a": b"2"}), Step("two", ["one"], {"b": b"2"})),
        *(Step("first", ["root", "one"], {"a": b"2"}), Step("second", ["first", "two"], {"b": b"2"})),
    )
    world = World(tmp_path, ROOT, *steps)
    assert world.told() == [("first", ["one"], ["root"], False), ("second", ["two"], ["one"], False)]
    assert world.base() == "one"


def test_nothing_before_the_epoch_is_judged(tmp_path: Path) -> None:
    steps = (
        *(Step("one", ["root"], {"a": b"2"}), Step("first", ["root", "one"], {"a": b"2"})),
        *(Step("two", ["one"], {"b": b"2"}), Step("second", ["first", "two"], {"b": b"2"})),
    )
    world = World(tmp_path, ROOT, *steps)
    assert world.told(since="first") == [("second", ["two"], ["one"], False)]


def test_main_merged_into_a_request_is_not_brought_again(tmp_path: Path) -> None:
    steps = (
        *(Step("one", ["root"], {"a": b"2"}), Step("push", ["root"], {"b": b"2"})),
        *(Step("joined", ["one", "push"], {"b": b"2"}), Step("merge", ["push", "joined"], {"a": b"2"})),
    )
    world = World(tmp_path, ROOT, *steps)
    name, brought, bases, _ = world.told()[-1]
    assert (name, brought, sorted(bases)) == ("merge", ["joined", "one"], ["push", "root"])
    assert not world.landings()[-1].is_straight
    assert world.base() == "push"
    assert world.net() == {"a": ("100644", "100644")}


def test_the_head_comes_first_also_where_others_are_younger(tmp_path: Path) -> None:
    """git's order is by date; what a request regularises, its head says."""
    steps = (
        *(Step("push", ["root"], {"b": b"2"}), Step("one", ["root"], {"a": b"2"})),
        *(Step("joined", ["one", "push"], {"b": b"2"}), Step("two", ["one"], {"c": b"2"})),
        *(Step("head", ["joined", "two"], {"c": b"2"}), Step("merge", ["push", "head"], {"a": b"2", "c": b"2"})),
    )
    world = World(tmp_path, ROOT, *steps)
    brought = world.told()[-1][1]
    assert brought[0] == "head"
    assert sorted(brought[1:]) == ["joined", "one", "two"]


# Where there is no base


def test_a_history_of_its_own_has_no_base(tmp_path: Path) -> None:
    world = World(tmp_path, ROOT, Step("alien", [], {"c": b"1"}), Step("merge", ["root", "alien"], {"c": b"1"}))
    assert world.told() == [("merge", ["alien"], [], True)]
    assert world.base() is None


def test_a_root_of_its_own_beside_an_honest_base_is_no_base(tmp_path: Path) -> None:
    """Who merges another history into a request brings what nobody can compare with main."""
    steps = (
        *(Step("alien", [], {"c": b"1"}), Step("one", ["root"], {"a": b"2"})),
        *(Step("joined", ["one", "alien"], {"c": b"1"}), Step("merge", ["root", "joined"], {"a": b"2", "c": b"1"})),
    )
    world = World(tmp_path, ROOT, *steps)
    (landing,) = world.landings()
    assert (world.told()[0][2], landing.has_own_root) == (["root"], True)
    assert world.base() is None


def test_a_root_of_its_own_beside_two_honest_bases_is_no_base(tmp_path: Path) -> None:
    steps = (
        *(Step("push", ["root"], {"b": b"2"}), Step("alien", [], {"c": b"1"}), Step("one", ["root"], {"a": b"2"})),
        *(Step("joined", ["one", "push"], {"b": b"2"}), Step("more", ["joined", "alien"], {"c": b"1"})),
        Step("merge", ["push", "more"], {"a": b"2", "c": b"1"}),
    )
    world = World(tmp_path, ROOT, *steps)
    assert world.landings()[-1].has_own_root
    assert world.base() is None


def test_two_bases_of_which_none_is_the_better_are_none(tmp_path: Path) -> None:
    """Each of two lines took the other's first commit: git itself would make up a base of both."""
    steps = (
        *(Step("one", ["root"], {"a": b"2"}), Step("two", ["root"], {"b": b"2"})),
        *(Step("main-1", ["one", "two"], {"b": b"2"}), Step("branch-1", ["two", "one"], {"a": b"2"})),
        Step("merge", ["main-1", "branch-1"]),
    )
    world = World(tmp_path, ROOT, *steps)
    assert len(world.landings()[-1].bases) == 2
    assert world.base() is None


def test_a_commit_without_a_request_has_no_base(tmp_path: Path) -> None:
    world = World(tmp_path, ROOT, Step("push", ["root"], {"a": b"2"}))
    assert world.base() is None


def test_a_root_on_main_is_a_history_of_its_own(tmp_path: Path) -> None:
    world = World(tmp_path, ROOT)
    other = World(tmp_path / "other", Step("another", files={"c": b"1"}))
    known = read_mainline(world.repository, world.ids["root"])
    assert [(each.has_own_root, each.bases) for each in landings(known, other.ids["another"])] == [(True, ())]


# A request as it would land


def test_a_request_lands_in_thought_as_it_does_in_truth(tmp_path: Path) -> None:
    steps = Step("one", ["root"], {"a": b"2"}), Step("two", ["one"], {"b": b"2"})
    world = World(tmp_path, ROOT, *steps, main="root")
    tip, head = world.ids["root"], world.ids["two"]
    thought = landing_of(world.repository.log(head, f"^{tip}"), tip, head)
    grown(world.repository, Step("merge", [tip, head], {"a": b"2", "b": b"2"}))
    truth = next(landings(read_mainline(world.repository, str(newest_tip(world.repository, MAIN))), tip))
    assert thought[1:] == truth[1:]
    assert thought.head == truth.head == head
    assert thought.with_changes(truth.commit.changes).commit.changes == truth.commit.changes


# Which main


def branches(place: Path, *names: str) -> str | None:
    """The name of the newest tip of main: `own` here, `theirs` where this was cloned from."""
    steps = [Step("root"), Step("one", ["root"], {"a": b"1"}), Step("two", ["one"], {"a": b"2"})]
    steps += [Step("aside", ["root"], {"a": b"3"}), Step("merge", ["aside", "two"], {"a": b"4"})]
    world = World(place, *steps)
    world.repository.run("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    world.repository.run("update-ref", "-d", MAIN)
    for ref, name in zip((MAIN, "refs/remotes/origin/main"), names, strict=False):
        if name:
            world.repository.run("update-ref", ref, world.ids[name])
    found = newest_tip(world.repository, MAIN)
    return world.names[found] if found else None


@pytest.mark.parametrize(
    ("own", "theirs", "newest"),
    [
        ("", "", None),
        ("one", "", "one"),
        ("", "one", "one"),
        ("one", "one", "one"),
        ("one", "two", "two"),
        ("root", "two", "two"),
        ("two", "one", "two"),
        ("two", "aside", "aside"),
        ("aside", "two", "two"),
        ("two", "merge", "merge"),
        ("aside", "merge", "merge"),
    ],
)
def test_the_main_that_is_judged_is_the_remotes_unless_a_bare_ones_has_grown_from_it(
    tmp_path: Path, own: str, theirs: str, newest: str | None
) -> None:
    """By first parents: what a merge took from a line did not grow from it."""
    assert branches(tmp_path, own, theirs) == newest


def test_a_mainline_tells_what_it_grew_from(tmp_path: Path) -> None:
    steps = Step("one", ["root"], {"a": b"2"}), Step("merge", ["root", "one"]), Step("push", ["merge"], {"b": b"2"})
    world = World(tmp_path, ROOT, *steps)
    ids, whole = world.ids, read_mainline(world.repository, world.ids["push"])
    assert [world.names[each.id] for each in whole.own] == ["root", "merge", "push"]
    assert (whole.after, len(whole.commits)) == ("", 4)
    later = read_mainline(world.repository, ids["push"], ids["merge"])
    assert ([world.names[each.id] for each in later.own], later.after) == (["push"], ids["merge"])
    aside = read_mainline(world.repository, ids["push"], ids["one"])
    assert aside.after != ids["one"]
    with pytest.raises(GitFailed):
        read_mainline(world.repository, ids["push"], "e" * 40)


def test_a_mainline_goes_up_to_a_commit_of_its_own_only(tmp_path: Path) -> None:
    steps = Step("one", ["root"], {"a": b"2"}), Step("merge", ["root", "one"]), Step("push", ["merge"], {"b": b"2"})
    world = World(tmp_path, ROOT, *steps)
    main = read_mainline(world.repository, world.ids["push"])
    assert main.up_to(world.ids["root"]) == [world.ids["root"]]
    assert main.up_to(world.ids["merge"]) == [world.ids["root"], world.ids["merge"]]
    assert main.up_to(world.ids["one"]) is None
    assert main.up_to("e" * 40) is None


# What changed


def test_differences_are_told_by_path_whatever_the_repository_is_set_to(tmp_path: Path) -> None:
    odd = 'ก/\udcff\t\n"é'
    steps = (
        Step("root", files={"b": b"moved away" * 20, "m": b"1", "same": b"1"}),
        Step("two", ["root"], {"b": None, "a": b"moved away" * 20, "m": ("100755", b"1"), odd: b"x"}),
    )
    world = World(tmp_path, *steps)
    world.repository.run("config", "diff.renames", "copies")
    found = differences(world.repository, world.ids["root"], world.ids["two"])
    assert [(each.path, each.old_mode, each.mode) for each in found] == sorted(
        [("a", "000000", "100644"), ("b", "100644", "000000"), ("m", "100644", "100755"), (odd, "000000", "100644")]
    )
    assert found[1].new == found[0].old == NOTHING
    assert found[0].new == found[1].old
    assert found == next(world.repository.log(world.ids["two"])).changes


def test_a_submodule_that_moves_is_a_change_whatever_the_repository_ignores(tmp_path: Path) -> None:
    modules = b'[submodule "sub"]\n\tpath = sub\n\turl = x\n\tignore = all\n'
    files = {".gitmodules": modules, "sub": ("160000", b"1" * 40)}
    world = World(tmp_path, Step("root", files=files), Step("two", ["root"], {"sub": ("160000", b"2" * 40)}))
    (change,) = differences(world.repository, world.ids["root"], world.ids["two"])
    assert (change.path, change.mode, change.old, change.new) == ("sub", "160000", "1" * 40, "2" * 40)


ENTRY = st.none() | st.tuples(st.sampled_from(["100644", "100755"]), st.sampled_from(["1" * 40, "2" * 40, "3" * 40]))
STATES = st.lists(st.dictionaries(st.sampled_from("abcd"), ENTRY), min_size=1, max_size=6)


def between(old: dict[str, TreeEntry], new: dict[str, TreeEntry]) -> tuple[PathChange, ...]:
    nothing = ("000000", NOTHING)
    paths = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    pairs = ((path, old.get(path, nothing), new.get(path, nothing)) for path in paths)
    return tuple(PathChange(path, before[0], after[0], before[1], after[1]) for path, before, after in pairs)


@given(STATES)
@settings(deadline=None)
def test_commits_one_after_another_change_together_what_differs_in_the_end(states: list[dict[str, TreeEntry]]) -> None:
    trees = [{path: entry for path, entry in state.items() if entry} for state in states]
    commits = [Commit("", "", (), 0, ("", ""), ("", ""), "", between(old, new)) for old, new in pairwise(trees)]
    assert composed(commits) == between(trees[0], trees[-1])
    tree = FileTree(dict(trees[0]))
    tree.apply(composed(commits))
    assert tree.entries == trees[-1]


def test_a_clone_knows_the_main_of_its_origin(tmp_path: Path) -> None:
    world = World(tmp_path, ROOT, Step("one", ["root"], {"a": b"2"}))
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--no-checkout", str(world.repository.folder), str(clone)], check=True)
    found: Repository = open_repository(clone)
    found.run("update-ref", MAIN, world.ids["root"])
    assert newest_tip(found, MAIN) == world.ids["one"]
