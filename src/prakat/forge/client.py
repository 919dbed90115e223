"""a request to a forge's API -> its answer, tried again a bounded number of times; opens connections"""

import datetime
import email.utils
import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3

from prakat.forge.forge import ForgeFailed, ForgeRefused, ForgeUnavailable
from prakat.network.passing_fault import PASSING, told_to_wait, why_it_failed
from prakat.repository.retry import Retry, Sleep
from prakat.thai.buddhist_era import BANGKOK

_LOG = logging.getLogger(__name__)
MAX_BYTES = 32 * 1024 * 1024
MAX_PAGES = 400
_TIMEOUT = urllib3.Timeout(connect=10, read=60)
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 20.0
_NEXT = re.compile(r'<[^<>]*[?&]after=(?P<after>[A-Za-z0-9_.~%=-]+)[^<>]*>; *rel="next"')
_HINTS = {
    401: "forge.token-refused",
    403: "forge.not-allowed",
    404: "forge.not-found",
    422: "forge.value-refused",
}
_GARBLED = object()
"""Stands for an answer that is not JSON."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    data: Any
    headers: Mapping[str, str]

    @property
    def message(self) -> str:
        """The forge's own message, cut to one line."""
        found = self.data.get("message") if isinstance(self.data, dict) else None
        return " ".join(str(found or "").split())[:300]

    @property
    def asks_to_wait(self) -> bool:
        """Whether to try again: a temporary fault, a rate limit, or an answer by a proxy in between."""
        is_limited = "retry-after" in self.headers or self.headers.get("x-ratelimit-remaining") == "0"
        is_garbled = 200 <= self.status < 300 and self.data is _GARBLED
        is_limited |= "secondary rate limit" in self.message  # GitHub's, which may have no header
        return self.status in PASSING or (self.status == 403 and is_limited) or is_garbled


@dataclass(frozen=True)
class Client:
    base: str
    headers: Mapping[str, str] = field(repr=False)
    """They hold the token."""
    tries: int = 6
    sleep: Sleep = time.sleep
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(maxsize=4), repr=False)

    def ask(self, method: str, path: str, body: Any = None, repeat: bool = True) -> Answer:
        """The answer, of any status except a temporary fault. Raises ForgeUnavailable once the tries are used up.

        `repeat`: whether to ask again even when the forge may already have acted."""
        problem: object = None
        status = ""
        for attempt in Retry(self.tries, _FIRST_WAIT, _LONGEST_WAIT).attempts(self.sleep):
            if status:
                _LOG.info("%s %s again, after %s", method, path, status)
            try:
                answer = self._once(method, path, body)
            except urllib3.exceptions.HTTPError as error:
                problem, status = why_it_failed(error), type(error).__name__
                if not repeat:
                    break
                continue
            if not answer.asks_to_wait:
                return answer
            problem, status = f"{answer.status} {answer.message}".strip(), str(answer.status)
            if not repeat and answer.status not in (403, 429, 503):
                break
            attempt.wait = max(attempt.wait, told_to_wait(answer.headers))
            if attempt.wait > _LONGEST_WAIT:
                break
        raise ForgeUnavailable("forge.unavailable", asked=f"{method} {path}", problem=problem)

    def _once(self, method: str, path: str, body: Any) -> Answer:
        """One request. Redirects are not followed: the token is for this host only."""
        sent = None if body is None else json.dumps(body, ensure_ascii=True).encode()
        kind = {"Content-Type": "application/json"} if sent is not None else {}
        response = self._pool.request(
            method,
            f"{self.base}/{path}",
            body=sent,
            headers={**self.headers, **kind},
            timeout=_TIMEOUT,
            retries=False,
            preload_content=False,
            redirect=False,
        )
        try:
            raw = response.read(MAX_BYTES + 1, decode_content=True)
        finally:
            response.release_conn()
        if len(raw) > MAX_BYTES:
            raise ForgeFailed("forge.too-large", asked=f"{method} {path}", must=MAX_BYTES)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, _parsed(raw), headers)

    def get(self, path: str) -> Any:
        """The data at that path. Raises ForgeFailed where there is none."""
        return self._good("GET", path, self.ask("GET", path)).data

    def clock(self, path: str) -> datetime.datetime:
        """The time by the forge's clock, to the second, in Bangkok."""
        told = self._good("GET", path, self.ask("GET", path)).headers.get("date", "")
        try:
            return email.utils.parsedate_to_datetime(told).astimezone(BANGKOK)
        except ValueError:
            raise ForgeFailed("forge.no-clock", asked=f"GET {path}") from None

    def find(self, path: str) -> Any | None:
        """The data at that path; None where there is none."""
        answer = self.ask("GET", path)
        return None if answer.status == 404 else self._good("GET", path, answer).data

    def do(self, method: str, path: str, body: Any = None, repeat: bool = True) -> Any:
        """Asks the forge to do something. Raises ForgeFailed unless it did."""
        return self._good(method, path, self.ask(method, path, body, repeat)).data

    def _good(self, method: str, path: str, answer: Answer) -> Answer:
        if not 200 <= answer.status < 300:
            raise _failed(method, path, answer)
        return answer

    def pages(self, path: str, size: str, is_counted: bool = True) -> Iterator[Any]:
        """Every entry of a list that comes in pages; `size` is the parameter that asks for large ones, `is_counted`
        whether the forge's number of entries is that of all pages.

        A page that is shorter than asked counts as the last only if the forge says so, since a review that is missed
        could be a refusal."""
        mark, count = "&" if "?" in path else "?", 0
        for number in range(1, MAX_PAGES + 1):
            answer = self._good("GET", path, self.ask("GET", f"{path}{mark}{size}&page={number}"))
            found = answer.data if answer.data is not None else []  # Forgejo says null for an empty page
            if not isinstance(found, list):
                raise ForgeFailed("forge.no-list", asked=f"GET {path}")
            yield from found
            count += len(found)
            is_whole = is_counted and answer.headers.get("x-total-count") == str(count)
            if not found or is_whole or ("link" in answer.headers and 'rel="next"' not in answer.headers["link"]):
                return
        raise ForgeFailed("forge.too-long", asked=f"GET {path}", must=MAX_PAGES)

    def chain(self, path: str, size: str) -> Iterator[Any]:
        """Every entry of a list whose pages have no numbers: each answer's Link header names the next page's cursor.

        Only the cursor is taken from the header, never its address: the token is for this host only."""
        after = ""
        for _ in range(MAX_PAGES):
            answer = self._good("GET", path, self.ask("GET", f"{path}&{size}{after}"))
            if not isinstance(answer.data, list):
                raise ForgeFailed("forge.no-list", asked=f"GET {path}")
            yield from answer.data
            mark = _NEXT.search(answer.headers.get("link", ""))
            if mark is None:
                return
            after = f"&after={mark['after']}"
        raise ForgeFailed("forge.too-long", asked=f"GET {path}", must=MAX_PAGES)


def _failed(method: str, path: str, answer: Answer) -> ForgeFailed:
    kind = ForgeRefused if answer.status in (403, 404) else ForgeFailed
    told = f"{answer.status} {answer.message}".strip()
    return kind(_HINTS.get(answer.status, "forge.failed"), asked=f"{method} {path}", answer=told)


def _parsed(raw: bytes) -> Any:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return _GARBLED
