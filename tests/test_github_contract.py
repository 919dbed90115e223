"""GitHub as its own OpenAPI description tells it: a contract check of every request we send, not a run on GitHub."""

import dataclasses
import datetime
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import graphql
import jsonschema
import pytest

import office_builder
import protect
from prakat.cannot_work import CannotWork
from prakat.forge import code_owners
from prakat.forge.client import Client
from prakat.forge.comment_keeper import CommentKeeper
from prakat.forge.forge import ForgeFailed, Moved
from prakat.forge.github import GitHub
from prakat.forge.people_pulls import PeoplePulls
from prakat.forge.push import Push
from prakat.hosting import forge_protection, publisher_protection
from prakat.hosting.forge_setting import ForgeList, ForgeSetting
from prakat.hosting.rulesets import rulesets
from prakat.office.forge_terms import ForgeTerms
from prakat.office.office import Office, parse_office
from prakat.repository.object_id import NOTHING
from prakat.request.review import ReviewState
from prakat.request.spoken_words import CHECKED_TH, states_check
from prakat.rules.message import why

CHECKOUT = Path(__file__).resolve().parents[1]
DESCRIPTION = CHECKOUT / "node_modules" / "@octokit" / "openapi" / "generated" / "api.github.com.json"
GRAPH = CHECKOUT / "node_modules" / "@octokit" / "graphql-schema" / "schema.graphql"
DAY = datetime.date(2026, 11, 20)
HEAD, MERGE, OLD = "a" * 40, "b" * 40, "c" * 40


@cache
def described() -> Any:
    if not DESCRIPTION.is_file():
        pytest.skip("contract tests need the npm package @octokit/openapi: make tiers")
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))


def resolved(found: Any) -> Any:
    while "$ref" in found:
        place = described()
        for part in found["$ref"].split("/")[1:]:
            place = place[part]
        found = place
    return found


def operation(method: str, path: str) -> Any:
    for template, methods in described()["paths"].items():
        pattern = re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(template))
        if method.lower() in methods and re.fullmatch(pattern, path):
            return methods[method.lower()]
    raise AssertionError(f"GitHub has no {method} {path}")


@cache
def graph() -> graphql.GraphQLSchema:
    if not GRAPH.is_file():
        pytest.skip("contract tests need the npm package @octokit/graphql-schema: make tiers")
    text = GRAPH.read_text(encoding="utf-8")
    return graphql.build_schema(text, assume_valid=True, assume_valid_sdl=True)  # GitHub bends its rules


def check(method: str, target: str, body: Any) -> None:
    """Path, query and body are what GitHub describes; a GraphQL query is one of its schema."""
    if target == "/graphql":
        assert graphql.validate(graph(), graphql.parse(body["query"])) == []
        return
    parts = urlsplit(target)
    found = operation(method, parts.path)
    known = {resolved(each)["name"] for each in found.get("parameters", ()) if resolved(each)["in"] == "query"}
    asked = {name for name, _ in parse_qsl(parts.query)}
    assert asked <= known | {"page"}, (target, asked - known)
    if body is not None:
        schema = found["requestBody"]["content"]["application/json"]["schema"]
        jsonschema.Draft4Validator({**schema, "components": described()["components"]}).validate(body)


@dataclass
class Described:
    """A server that takes nothing but what GitHub describes, and answers what a test puts there."""

    url: str
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def bodies(self, method: str) -> list[Any]:
        return [body for each, _, body in self.asked if each == method]


@contextmanager
def serving() -> Iterator[Described]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = json.loads(raw) if raw else None
            server.asked.append((self.command, self.path, body))
            try:
                check(self.command, self.path, body)
            except (AssertionError, jsonschema.ValidationError) as problem:
                server.wrong.append(f"{self.command} {self.path}: {problem}")
            found = server.answers.get(f"{self.command} {urlsplit(self.path).path}", (404, {"message": "Not Found"}))
            if isinstance(found, list):
                found = found.pop(0) if len(found) > 1 else found[0]
            data = json.dumps(found[1]).encode()
            self.send_response(found[0])
            self.send_header("Content-Type", "application/json")
            self.send_header("Link", found[2] if len(found) > 2 else "")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def log_message(self, *arguments: Any) -> None: ...

    described(), graph()  # here, since a thread of the server cannot skip a test
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Described(f"http://127.0.0.1:{http.server_port}")
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


@pytest.fixture
def github() -> Iterator[tuple[Described, GitHub]]:
    with serving() as server:
        client = Client(server.url, {"Authorization": "Bearer t"}, sleep=lambda seconds: None)
        yield server, GitHub(client, "repos/office/site", f"{server.url}/office/site.git", "prakat[bot]")
        assert server.wrong == []


def edits(*nodes: dict[str, Any], after: str = "") -> tuple[int, Any]:
    """What GraphQL says of the reviews of a request that have these nodes."""
    found = {"nodes": list(nodes), "pageInfo": {"hasNextPage": bool(after), "endCursor": after or None}}
    return 200, {"data": {"repository": {"pullRequest": {"reviews": found}}}}


def pull(**changed: Any) -> dict[str, Any]:
    """With the fields that the adapter reads, as GitHub's schema has them."""
    base = {"number": 7, "title": "ขอเผยแพร่", "state": "open", "merged": False, "merge_commit_sha": None}
    sides = {
        "user": {"id": 7, "login": "nok"},
        "head": {"sha": HEAD, "ref": "news", "repo": {"id": 1, "full_name": "office/site"}},
        "base": {"ref": "main", "repo": {"id": 1, "full_name": "office/site"}},
    }
    found = {**base, **sides, **changed}
    schema = described()["components"]["schemas"]["pull-request"]
    assert found.keys() <= schema["properties"].keys()
    return found


def activity(kind: str, login: str | None, before: str, after: str) -> dict[str, Any]:
    found = {
        "activity_type": kind,
        "actor": {"id": 8, "login": login} if login else None,
        "before": before,
        "after": after,
    }
    assert found.keys() <= described()["components"]["schemas"]["activity"]["properties"].keys()
    return found


def test_a_request_its_reviews_and_pushers_are_read(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    repository = "/repos/office/site"
    server.answers[f"GET {repository}/pulls"] = (200, [pull()])
    server.answers[f"GET {repository}/pulls/7"] = (200, pull())
    review = {"id": 3, "user": {"id": 8, "login": "dao"}, "state": "APPROVED", "body": "", "commit_id": HEAD}
    server.answers[f"GET {repository}/pulls/7/reviews"] = (200, [{**review, "submitted_at": "2026-11-20T02:00:00Z"}])
    server.answers["POST /graphql"] = edits()
    pushed = [
        activity("push", "dao", OLD, HEAD),
        activity("branch_creation", None, NOTHING, OLD),
    ]
    server.answers[f"GET {repository}/activity"] = (200, pushed)
    assert forge.open_pulls() == {7: HEAD}
    found = forge.pull(7)
    assert (found.opener, found.head, found.is_open, found.head_repository) == ("nok", HEAD, True, "office/site")
    (approved,) = forge.reviews(7)
    assert (approved.state, approved.login, approved.at.hour) == (ReviewState.APPROVED, "dao", 9)
    assert (found.opener_account, found.base, approved.account) == (7, "main", 8)
    assert forge.pushes(found) == (Push("dao", OLD, HEAD, 8), Push("ghost", NOTHING, OLD, 0))


def test_a_person_sends_a_request_and_follows_it(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    pulls, at = PeoplePulls(forge), {"updated_at": "2026-11-20T02:00:00Z", "closed_at": None}
    mine = pull(head={"sha": HEAD, "ref": "desk/1", "repo": None}, **at)
    server.answers["POST /repos/office/site/pulls"] = [(422, {"message": "not yet"}), (201, mine)]
    server.answers["GET /repos/office/site/pulls"] = (200, [])
    assert pulls.open_one("desk/1", "ขอเผยแพร่", "แบบคำขอ") == 7
    assert server.bodies("POST")[0] == {"head": "desk/1", "base": "main", "title": "ขอเผยแพร่", "body": "แบบคำขอ"}
    assert pulls.number_of("desk/1") == 0
    server.answers["GET /repos/office/site/pulls"] = (200, [mine, pull(number=9, **at)])
    assert pulls.number_of("desk/1") == 7
    assert [(each.number, each.login, each.account, each.sent.hour) for each in pulls.open()] == [
        (7, "nok", 7, 9),
        (9, "nok", 7, 9),
    ]
    server.answers["GET /repos/office/site/pulls"] = (200, [{**mine, "closed_at": "2026-11-20T03:00:00Z"}])
    assert [each.closed and each.closed.hour for each in pulls.closed()] == [10]
    server.answers["POST /repos/office/site/pulls"] = (403, {"message": "no"})
    with pytest.raises(ForgeFailed):
        pulls.open_one("desk/2", "x", "")


def test_a_review_that_somebody_else_has_edited_is_not_the_signers_word(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    given = [
        {"id": place, "user": {"id": 8, "login": "wit"}, "state": "APPROVED", "body": CHECKED_TH, "commit_id": HEAD}
        for place in (1, 2, 3, 4)
    ]
    told = [{**each, "submitted_at": "2026-11-20T02:00:00Z"} for each in given]
    server.answers["GET /repos/office/site/pulls/7/reviews"] = (200, told)

    def node(place: int, editor: str | None, at: str | None = "2026-11-20T03:00:00Z") -> dict[str, Any]:
        by = {"login": editor} if editor else None
        return {"fullDatabaseId": str(place), "lastEditedAt": at, "editor": by, "author": {"login": "wit"}}

    first = edits(node(1, None, None), node(2, "wit"), after="x")
    server.answers["POST /graphql"] = [first, edits(node(3, "nok"), node(4, None))]
    found = forge.reviews(7)
    assert [states_check(each.body) for each in found] == [True, True, False, False]
    assert [each.at.hour for each in found] == [9, 10, 10, 10]
    assert "nok" in found[2].body
    assert [each["variables"]["after"] for each in server.bodies("POST")] == [None, "x"]
    server.answers["POST /graphql"] = (200, {"errors": [{"message": "no"}]})
    with pytest.raises(ForgeFailed):
        forge.reviews(7)


def event(kind: str, at: str) -> dict[str, Any]:
    found = {"id": 1, "event": kind, "created_at": at}
    assert found.keys() <= described()["components"]["schemas"]["issue-event"]["properties"].keys()
    return found


def test_when_a_request_was_last_pointed_at_another_branch_is_read_or_nothing_is_decided(
    github: tuple[Described, GitHub],
) -> None:
    server, forge = github
    place = "GET /repos/office/site/issues/7/events"
    server.answers[place] = (200, [event("labeled", "2026-11-20T05:00:00Z")])
    assert forge.targeted(7) is None
    moved = [event("base_ref_changed", "2026-11-20T02:00:00Z"), event("closed", "2026-11-20T04:00:00Z")]
    by_github = event("automatic_base_change_succeeded", "2026-11-20T03:00:00Z")
    server.answers[place] = (200, [by_github, *moved])
    found = forge.targeted(7)
    assert found is not None and found.isoformat() == "2026-11-20T10:00:00+07:00"
    del server.answers[place]
    with pytest.raises(ForgeFailed) as problem:
        forge.targeted(7)
    assert problem.value.message == "forge.no-timeline"


def test_a_merge_is_pinned_to_the_head_and_asked_again_when_the_base_moved(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    repository = "/repos/office/site"
    server.answers[f"GET {repository}/pulls/7"] = (200, pull())
    modified = (405, {"message": "Base branch was modified. Review and try the merge again."})
    server.answers[f"PUT {repository}/pulls/7/merge"] = [modified, (200, {"sha": MERGE, "merged": True})]
    forge.merge(forge.pull(7), "Publish: ข่าว (#7)", "Request: #7")
    assert [each["sha"] for each in server.bodies("PUT")] == [HEAD, HEAD]
    assert {each["merge_method"] for each in server.bodies("PUT")} == {"merge"}
    server.answers[f"PUT {repository}/pulls/7/merge"] = (409, {"message": "Head branch was modified."})
    with pytest.raises(Moved):
        forge.merge(forge.pull(7), "Publish: ข่าว (#7)", "Request: #7")


def test_one_comment_is_kept_and_a_request_closed(github: tuple[Described, GitHub], tmp_path: Path) -> None:
    server, forge = github
    comments = "/repos/office/site/issues/7/comments"
    keeper = CommentKeeper(forge, tmp_path)
    server.answers |= {f"GET {comments}": (200, []), f"POST {comments}": (201, {"id": 5})}
    assert keeper.one(7, "<!-- m -->", "หนึ่ง")
    old = {
        "id": 5,
        "user": {"id": 9, "login": "prakat[bot]"},
        "body": "<!-- m -->\nหนึ่ง",
        "created_at": "2026-07-01T02:00:00Z",
    }
    server.answers[f"GET {comments}"] = (200, [{**old, "id": 4, "user": {"id": 7, "login": "nok"}}, old])
    server.answers["PATCH /repos/office/site/issues/comments/5"] = (200, {})
    assert not keeper.one(7, "<!-- m -->", "หนึ่ง")
    assert not keeper.one(7, "<!-- m -->", "สอง")
    assert server.asked[-1][0] == "PATCH"
    assert keeper.said == []
    server.answers["PATCH /repos/office/site/pulls/7"] = (200, pull(state="closed"))
    forge.close(7)


def test_a_review_is_asked_for(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    server.answers["POST /repos/office/site/pulls/7/requested_reviewers"] = (201, pull())
    forge.ask_for_review(7, ["dao", "wit"])
    assert server.bodies("POST") == [{"reviewers": ["dao", "wit"]}]
    server.answers["POST /repos/office/site/pulls/7/requested_reviewers"] = (422, {"message": "not a collaborator"})
    with pytest.raises(ForgeFailed):
        forge.ask_for_review(7, ["stranger"])


def test_a_status_is_set_once_for_each_verdict(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    status = f"GET /repos/office/site/commits/{HEAD}/status"
    server.answers |= {status: (200, {"statuses": []}), f"POST /repos/office/site/statuses/{HEAD}": (201, {})}
    forge.mark(HEAD, "check", False, "พบข้อผิด 1 แห่ง")
    (told,) = server.bodies("POST")
    assert told["state"] == "failure"
    server.answers[status] = (200, {"statuses": [told]})
    forge.mark(HEAD, "check", False, "พบข้อผิด 1 แห่ง")
    assert len(server.bodies("POST")) == 1


def office() -> Office:
    text = office_builder.OFFICE
    for person in office_builder.PEOPLE:
        mails = f"    emails: [{person}@office.example]\n"
        text = text.replace(mails, f"    accounts: {{github: {person}}}\n{mails}")
    found = parse_office((text + "publisher: {accounts: {github: 'prakat[bot]'}}\n").encode())
    assert isinstance(found, Office), found
    return found


TOKEN = "actions/permissions/workflow"


REPOSITORY = "/repos/office/site"
FORKS = "actions/permissions/fork-pr-workflows-private-repos"
STRICT = {
    "run_workflows_from_fork_pull_requests": False,
    "send_write_tokens_to_workflows": False,
    "send_secrets_and_variables": False,
    "require_approval_for_fork_pr_workflows": True,
}


def as_it_should_be(server: Described) -> None:
    """Whatever is watched beside rulesets and settings: nothing that is wrong."""
    people = [collaborator("owner", push=True, admin=True), collaborator("Web1", push=True), collaborator("auditor")]
    server.answers |= {
        "GET /apps/prakat": (200, {"id": 99}),
        f"GET {REPOSITORY}/rulesets": (200, []),
        f"GET {REPOSITORY}/actions/runners": (200, {"total_count": 0, "runners": []}),
        f"GET {REPOSITORY}/collaborators": (200, people),
        "GET /orgs/office": (200, {"login": "office"}),
        "GET /orgs/office/hooks": (200, []),
        f"GET {REPOSITORY}/git/matching-refs/heads": (200, [{"ref": "refs/heads/main"}, {"ref": "refs/heads/news"}]),
        f"GET {REPOSITORY}/git/matching-refs/tags": (200, [{"ref": "refs/tags/v1"}]),
        **{f"GET {REPOSITORY}/{place}": (200, []) for place in ("keys", "invitations", "hooks", "forks")},
    }


def terms(**changed: Any) -> Office:
    known = office()
    return dataclasses.replace(known, forge=ForgeTerms(administrators=frozenset({"owner"}), **changed))


def test_the_whole_protection_is_put_there_and_read_back(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    as_it_should_be(server)
    server.answers |= {
        f"POST {REPOSITORY}/rulesets": (201, {"id": 1}),
        f"PATCH {REPOSITORY}": (200, {}),
        f"PUT {REPOSITORY}/{TOKEN}": (204, None),
        f"PUT {REPOSITORY}/{FORKS}": (204, None),
        f"GET {REPOSITORY}/{TOKEN}": (
            200,
            {"default_workflow_permissions": "write", "can_approve_pull_request_reviews": True},
        ),
        f"GET {REPOSITORY}/{FORKS}": (200, {**STRICT, "send_write_tokens_to_workflows": True}),
        f"GET {REPOSITORY}": (200, {}),
    }
    guarded = forge_protection.guarded(forge, terms(), DAY)
    settings = [each for each in guarded if isinstance(each, ForgeSetting)]
    assert all(each.drifts() for each in settings)
    for each in guarded:
        each.apply()
    rulesets = [each for each in server.bodies("POST") if "rules" in each]
    assert [each["name"][:8] for each in rulesets] == [f"Prakat {each}" for each in "ABCDE"]
    assert [each["bypass_actors"] != [] for each in rulesets] == [False, True, False, False, True]
    assert [each["target"] for each in rulesets] == ["branch"] * 4 + ["tag"]
    (checks,) = [each for each in rulesets[0]["rules"] if each["type"] == "required_status_checks"]
    assert checks["parameters"]["required_status_checks"] == [{"context": "check", "integration_id": 99}]
    put = [each for each in server.bodies("PUT") if each]
    (patched,) = server.bodies("PATCH")
    assert "visibility" not in patched  # a private repository without a paid plan enforces nothing: people decide
    server.answers[f"GET {REPOSITORY}/rulesets"] = (200, [{"id": n, **each} for n, each in enumerate(rulesets)])
    for number, each in enumerate(rulesets):
        server.answers[f"GET {REPOSITORY}/rulesets/{number}"] = (200, {**each, "id": number})
    known = {"visibility": "private", "has_pages": False, "has_discussions": False}
    server.answers[f"GET {REPOSITORY}"] = (200, {**patched, **known})
    server.answers[f"GET {REPOSITORY}/{TOKEN}"], server.answers[f"GET {REPOSITORY}/{FORKS}"] = (
        (200, each) for each in put[:2]
    )
    assert [*forge_protection.all_drifts(guarded)] == []
    weakened = {**rulesets[1], "bypass_actors": [*rulesets[1]["bypass_actors"], {"actor_type": "OrganizationAdmin"}]}
    server.answers[f"GET {REPOSITORY}/rulesets/1"] = (200, {**weakened, "enforcement": "disabled", "id": 1})
    server.answers[f"GET {REPOSITORY}"] = (200, {**patched, **known, "visibility": "public", "has_pages": True})
    found = [*forge_protection.all_drifts(guarded)]
    assert {each.field: each.by_hand is None for each in found} == {
        "visibility": False,
        "has_pages": False,
        "enforcement": True,
        "bypass_actors[OrganizationAdmin None]": True,
    }
    server.answers |= {f"PUT {REPOSITORY}/rulesets/{number}": (200, {}) for number in range(5)}
    for each in guarded:
        each.apply()
    assert {"enforcement": "active", "bypass_actors": rulesets[1]["bypass_actors"]}.items() <= next(
        body.items() for method, path, body in server.asked if method == "PUT" and path.endswith("/rulesets/1")
    )


def test_who_and_what_else_reaches_the_repository_is_named_and_taken_away(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    as_it_should_be(server)
    strangers = [
        collaborator("second-owner", push=True, admin=True),
        collaborator("web2", push=True, admin=True),
        collaborator("gone", push=True),
        collaborator("kept", push=True, maintain=True),
    ]
    hook = {"id": 6, "active": True, "config": {"url": "https://elsewhere.example/?k=1", "insecure_ssl": "0"}}
    own = {"id": 7, "active": True, "config": {"url": "https://wake.office.example/", "insecure_ssl": "0"}}
    bare = {"id": 8, "active": True, "config": {"url": "https://wake.office.example/", "insecure_ssl": "1"}}
    invitation = {"id": 4, "invitee": {"login": "friend"}, "permissions": "write"}
    server.answers |= {
        f"GET {REPOSITORY}": (200, {}),
        f"GET {REPOSITORY}/collaborators": (200, strangers),
        f"GET {REPOSITORY}/keys": (200, [deploy_key(3, False), deploy_key(2, True)]),
        f"GET {REPOSITORY}/invitations": (200, [invitation, {**invitation, "invitee": {"login": "web1"}}]),
        f"GET {REPOSITORY}/hooks": (200, [hook, own, bare, {**hook, "active": False}]),
        f"GET {REPOSITORY}/actions/runners": (200, {"total_count": 1, "runners": [{"id": 1, "name": "pc"}]}),
        f"GET {REPOSITORY}/git/matching-refs/tags": (200, [{"ref": "refs/tags/main"}, {"ref": "refs/tags/v1"}]),
        **{
            f"PUT {REPOSITORY}/collaborators/{login}": (204, None) for login in ("web2", "gone", "kept", "second-owner")
        },
        f"DELETE {REPOSITORY}/keys/3": (204, None),
        f"DELETE {REPOSITORY}/invitations/4": (204, None),
        f"PATCH {REPOSITORY}/hooks/6": (200, hook),
        f"PATCH {REPOSITORY}/hooks/8": (200, hook),
    }
    known = terms(machines=frozenset({"kept"}), addresses=frozenset({"https://wake.office.example/"}))
    guarded = [each for each in forge_protection.guarded(forge, known, DAY) if isinstance(each, ForgeList)]
    found = {f"{each.setting} {each.field}": each for each in forge_protection.all_drifts(guarded)}
    assert [*found] == [
        "runners pc",
        "collaborators second-owner",
        "collaborators web2",
        "collaborators gone",
        "deploy keys 3",
        "invitations friend",
        "webhooks elsewhere.example",
        "webhooks wake.office.example",
        "refs refs/tags/main",
    ]
    assert [name for name, each in found.items() if each.by_hand] == ["runners pc", "refs refs/tags/main"]
    for each in guarded:
        each.apply()
    assert [path.rsplit("/", 2)[-2:] for method, path, _ in server.asked if method == "DELETE"] == [
        ["keys", "3"],
        ["invitations", "4"],
    ]
    reduced = {path.rsplit("/", 1)[1]: body for method, path, body in server.asked if method == "PUT"}
    assert reduced == {
        "second-owner": {"permission": "pull"},
        "web2": {"permission": "push"},
        "gone": {"permission": "pull"},
    }


def test_what_the_token_may_not_list_is_not_taken_for_good_on_the_offices_repository(
    github: tuple[Described, GitHub],
) -> None:
    server, forge = github
    as_it_should_be(server)
    server.answers[f"GET {REPOSITORY}"] = (200, {})
    for place in ("keys", "invitations", "hooks", "collaborators", "actions/runners"):
        server.answers[f"GET {REPOSITORY}/{place}"] = (403, {"message": "Resource not accessible"})
    guarded = [each for each in forge_protection.guarded(forge, terms(), DAY) if isinstance(each, ForgeList)]
    drifts = [*forge_protection.all_drifts(guarded)]
    assert all(each.by_hand and "PRAKAT_FORGE_TOKEN" in each.text() and not each.field for each in drifts)
    found = [each.setting for each in drifts]
    assert found == ["runners", "collaborators", "deploy keys", "invitations", "webhooks"]


def test_a_plan_that_enforces_no_rulesets_is_said_with_what_that_means(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    as_it_should_be(server)
    server.answers[f"GET {REPOSITORY}"] = (200, {})
    no = "Upgrade to GitHub Pro or make this repository public to enable this feature."
    server.answers[f"GET {REPOSITORY}/rulesets"] = (403, {"message": no})
    guarded = [each for each in forge_protection.guarded(forge, terms(), DAY) if isinstance(each, ForgeList)]
    (found,) = forge_protection.all_drifts(guarded)
    assert no in found.text("en") and "forge.visibility: public" in found.text("en") and not found.is_note
    for each in guarded:
        each.apply()
    notes = [*forge_protection.by_people_only(forge, terms(), DAY)]
    assert [each.setting for each in notes if each.is_note] == ["apps", "comments", "branches"]


def test_a_public_repository_asks_whether_strangers_workflows_run(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    as_it_should_be(server)
    place = f"{REPOSITORY}/actions/permissions/fork-pr-contributor-approval"
    server.answers |= {
        f"GET {REPOSITORY}": (200, {"visibility": "private"}),
        f"GET {place}": (200, {"approval_policy": "first_time_contributors"}),
        f"PUT {place}": (204, None),
    }
    guarded = forge_protection.guarded(forge, terms(is_public=True), DAY)
    (asked,) = [each for each in guarded if each.setting.name == "workflows of forks"]
    (drift,) = asked.drifts()
    assert (drift.wanted, drift.found) == ("all_external_contributors", "first_time_contributors")
    asked.apply()
    assert server.bodies("PUT") == [{"approval_policy": "all_external_contributors"}]
    (opened,) = [each for each in guarded[0].drifts() if each.field == "visibility"]
    assert opened.by_hand is not None  # never opened to anybody by a program


def deploy_key(number: int, read_only: bool) -> dict[str, Any]:
    found = {"id": number, "title": str(number), "read_only": read_only}
    assert found.keys() <= described()["components"]["schemas"]["deploy-key"]["properties"].keys()
    return found


def test_a_check_that_anybody_else_has_set_is_not_what_the_ruleset_asks_for(github: tuple[Described, GitHub]) -> None:
    """GitHub names who set a check only of an app; a machine account's is told by its name alone."""
    rules = rulesets(office(), {"actor_type": "Integration", "actor_id": 99})
    (anybodys,) = [each for each in rules[0].wanted["rules"] if each["type"] == "required_status_checks"]
    found = json.loads(json.dumps(rules[0].wanted))
    for each in found["rules"]:
        if each["type"] == "required_status_checks":
            each["parameters"]["required_status_checks"] = [{"context": "check", "integration_id": 15368}]
    (drift,) = rules[0].drifts(found)
    assert drift.field.endswith("integration_id") and (drift.wanted, drift.found) == ("99", "15368")
    assert anybodys["parameters"]["required_status_checks"][0]["integration_id"] == 99
    user = rulesets(office(), {"actor_type": "User", "actor_id": 7})
    assert "integration_id" not in json.dumps(user[0].wanted)


def collaborator(login: str, **may: bool) -> dict[str, Any]:
    found = {"id": 1, "login": login, "permissions": {"pull": True, "push": False, "admin": False, **may}}
    assert found.keys() <= described()["components"]["schemas"]["collaborator"]["properties"].keys()
    return found


@pytest.fixture
def publisher(github: tuple[Described, GitHub]) -> tuple[Described, GitHub, GitHub]:
    """The second repository as it should be, beside the office's."""
    server, forge = github
    second, place = GitHub(forge.client, "repos/office/publisher", ""), "/repos/office/publisher"
    server.answers |= {
        "GET /repos/office/site": (200, {"private": True}),
        "GET /user": (200, {"login": "owner"}),
        f"GET {place}": (200, {"private": True, "default_branch": "trunk", "archived": False}),
        f"PATCH {place}": (200, {}),
        f"GET {place}/keys": (200, [deploy_key(1, True), deploy_key(2, False)]),
        f"DELETE {place}/keys/2": (204, None),
        f"GET {place}/{TOKEN}": (200, {}),
        f"PUT {place}/{TOKEN}": (204, None),
        f"GET {place}/rulesets": (200, []),
        f"POST {place}/rulesets": (201, {"id": 1}),
        f"GET {place}/collaborators": (200, [collaborator("owner", push=True, admin=True), collaborator("web1")]),
        f"GET {place}/actions/secrets": (200, secrets("PRAKAT_KEY", "PRAKAT_APP_KEY")),
        f"GET {place}/actions/organization-secrets": (200, secrets()),
        f"GET {place}/actions/workflows/publisher.yml": (200, {"state": "active"}),
        "GET /repos/office/site/actions/secrets": (200, secrets()),
        "GET /repos/office/site/actions/organization-secrets": (200, secrets()),
    }
    return server, second, forge


def secrets(*names: str) -> dict[str, Any]:
    return {"total_count": len(names), "secrets": [{"name": name} for name in names]}


def weaknesses(publisher: tuple[Described, GitHub, GitHub]) -> list[str]:
    _, second, forge = publisher
    found = [*publisher_protection.weaknesses(second, forge, office())]
    assert all(each.by_hand for each in found)
    return [each.text("en").split(". ")[0] for each in found]


def test_the_publishers_repository_is_protected_too(publisher: tuple[Described, GitHub, GitHub]) -> None:
    server, second, _ = publisher
    guarded = publisher_protection.publisher_settings(second, office(), DAY)
    assert all(each.drifts() for each in guarded)
    for each in guarded:
        each.apply()
    (ruleset,) = server.bodies("POST")
    assert [each["type"] for each in ruleset["rules"]] == ["deletion", "non_fast_forward"]
    assert weaknesses(publisher) == []


def test_what_only_people_can_mend_at_the_publishers_repository_is_said(
    publisher: tuple[Described, GitHub, GitHub],
) -> None:
    server, place = publisher[0], "/repos/office/publisher"
    people = [collaborator("Head", push=True, admin=True), collaborator("machine", push=True)]
    server.answers |= {
        f"GET {place}": (200, {"private": False}),
        f"GET {place}/collaborators": (200, people),
        f"GET {place}/actions/secrets": (200, secrets("OTHER")),
        f"GET {place}/actions/workflows/publisher.yml": (200, {"state": "disabled_inactivity"}),
        "GET /repos/office/site/actions/organization-secrets": (200, secrets("PRAKAT_KEY")),
    }
    assert weaknesses(publisher) == [
        "publisher collaborators Head: must be read; found admin",
        "publisher collaborators machine: must be read; found write",
        "publisher repository private: must be on; found off",
        "publisher secrets PRAKAT_KEY: must be there; found missing",
        "publisher secrets PRAKAT_APP_KEY / PRAKAT_FORGE_TOKEN: must be there; found missing",
        "publisher workflow publisher.yml: must be active; found disabled_inactivity",
        "office secrets PRAKAT_KEY: must be missing; found there",
    ]


def test_what_the_token_may_not_read_is_said_and_is_not_taken_for_good(
    publisher: tuple[Described, GitHub, GitHub],
) -> None:
    server = publisher[0]
    refused = (403, {"message": "Resource not accessible by personal access token"})
    server.answers |= {f"GET /repos/office/{name}/actions/secrets": refused for name in ("site", "publisher")}
    del server.answers["GET /repos/office/publisher/actions/workflows/publisher.yml"]
    assert weaknesses(publisher) == [
        "publisher secrets: must be there; found this token may not read it",
        "publisher workflow publisher.yml: must be active; found missing",
        "office secrets: must be missing; found this token may not read it",
    ]


def test_the_schedule_is_switched_on_again_by_a_request_that_github_describes() -> None:
    text = (CHECKOUT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    method, path = re.findall(r'gh api --method (\w+) "([^"]+)"', text)[0]
    check(method, "/" + path.replace("$GITHUB_REPOSITORY", "office/publisher"), None)


def test_the_publishers_repository_is_looked_at_on_github_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "office.yml").write_text(office_builder.OFFICE, encoding="utf-8")
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", "t")
    where = ["--repo", str(tmp_path), "--dry-run", "--publisher"]
    elsewhere = ["https://forge.example/o/p", "--forge", "https://forge.example/o/s"]
    for words in (["https://github.com/office/publisher"], elsewhere):
        with pytest.raises(CannotWork) as problem:
            protect.main([*where, *words])
        assert "--publisher" in why(problem.value)


def test_code_owners_follow_the_day() -> None:
    found = code_owners.code_owners(office(), DAY)
    assert "/content/    @head @web1 @web2\n" in found and "*            @head @web1 @web2\n" in found
    before = code_owners.code_owners(office(), datetime.date(2025, 9, 30))
    assert "@" not in before


def test_a_fork_that_is_gone_or_hidden_tells_of_no_push(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    for repository in (None, {"id": 2, "full_name": "nok/hidden"}):
        head = {"sha": HEAD, "ref": "x", "repo": repository}
        server.answers["GET /repos/office/site/pulls/7"] = (200, pull(head=head))
        assert forge.pushes(forge.pull(7)) == ()


def test_pushes_are_read_to_the_last_page_and_only_on_this_host(github: tuple[Described, GitHub]) -> None:
    server, forge = github
    server.answers["GET /repos/office/site/pulls/7"] = (200, pull())
    elsewhere = '<https://elsewhere.example/x?per_page=100&after=Y3Vy%3D>; rel="next", <x?after=1>; rel="first"'
    pages = [(200, [activity("push", "dao", OLD, HEAD)], elsewhere), (200, [activity("push", "nok", MERGE, OLD)])]
    server.answers["GET /repos/office/site/activity"] = pages
    assert [each.login for each in forge.pushes(forge.pull(7))] == ["dao", "nok"]
    assert server.asked[-1][1].endswith("&after=Y3Vy%3D")
