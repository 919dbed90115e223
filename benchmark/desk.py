"""A desk over a generated office x many people at once -> how long each kind of page takes them, and what failed."""

import argparse
import asyncio
import datetime
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2
import yaml

from benchmark.generate import generate
from benchmark.office import office_yaml
from prakat.founding.sample_office import MARK, begin_sample, sample_of
from prakat.network.loopback_port import LOOPBACK
from prakat.thai.buddhist_era import BANGKOK
from prakat_desk import server
from prakat_desk.form.entries import entries_of
from prakat_desk.form.form_field import form_fields

MOMENT = datetime.datetime(2026, 11, 20, 9, tzinfo=BANGKOK)
SAVES, PAUSE = 5, 3.0
"""Everybody's draft is kept so often, so many seconds apart, as the page's own script does while somebody types."""
SENDERS = 10
"""One in so many sends a request at the end; pushes are judged one after another."""
SHARES = (0.5, 0.95, 0.99)
Times = dict[str, list[float]]


def main(argv: Sequence[str] | None = None) -> int:
    """0 if nothing failed."""
    options = parser().parse_args(argv)
    if options.serve:
        serve(options.folder, options.port)
        return 0
    if not (options.folder / MARK).is_file():
        begin_sample(office_of(options.folder.with_name("tree"), options.items, options.people), options.folder, MOMENT)
    served = [sys.executable, "-m", "benchmark.desk", "--serve", "--folder", str(options.folder)]
    with subprocess.Popen([*served, "--port", str(options.port)]) as process:
        try:
            times, failed = asyncio.run(driven(f"http://{LOOPBACK}:{options.port}", options.people))
        finally:
            process.terminate()
    print(table(times))
    print(*(f"{count} times: {what}" for what, count in failed.items()), sep="\n")
    return int(bool(failed))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("--folder", type=Path, default=Path(".cache/desk-load/office"))
    made.add_argument("--items", type=int, default=10_000)
    made.add_argument("--people", type=int, default=200)
    made.add_argument("--port", type=int, default=8030)
    made.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    return made


def office_of(tree: Path, items: int, people: int) -> Path:
    """A generated office's files, with so many people more who ask for publications."""
    generate(tree, items, 1)
    office: dict[str, Any] = yaml.safe_load(office_yaml())
    order = {"no": "1/2561", "date": "2018-09-01"}
    appointments = [{"role": "provider", "units": "all", "order": order, "from": "2018-09-01"}]
    office["people"] += [
        {
            "id": f"asker-{number}",
            "name": f"ผู้ขอสมมุติ {number}",
            "position": "เจ้าหน้าที่",
            "emails": [f"asker-{number}@office.example"],
            "appointments": appointments,
        }
        for number in range(people)
    ]
    dumper = yaml.SafeDumper
    dumper.ignore_aliases = lambda *_: True  # type: ignore[method-assign]
    text = yaml.dump(office, Dumper=dumper, allow_unicode=True, sort_keys=False, default_flow_style=False)
    (tree / "office.yml").write_text(text, encoding="utf-8")
    return tree


def serve(folder: Path, port: int) -> None:
    desk = server.sample_desk(sample_of(folder), f"http://{LOOPBACK}:{port}", folder / "desk", "")
    server.server(desk, LOOPBACK, port).run()


async def driven(origin: str, people: int) -> tuple[Times, dict[str, int]]:
    """Everybody comes at the same moment."""
    times, failed = defaultdict[str, list[float]](list), defaultdict[str, int](int)
    limits = httpx2.Limits(max_connections=None)
    headers = {"Origin": origin}
    async with httpx2.AsyncClient(base_url=origin) as first:
        while not await answers(first):
            await asyncio.sleep(0.2)
    browsers = [httpx2.AsyncClient(base_url=origin, headers=headers, timeout=120, limits=limits) for _ in range(people)]
    await asyncio.gather(*(staff(each, f"asker-{n}", times, failed) for n, each in enumerate(browsers)))
    await asyncio.gather(*(each.aclose() for each in browsers))
    return times, failed


async def answers(browser: httpx2.AsyncClient) -> bool:
    try:
        return (await browser.get("/sign-in", timeout=60)).status_code == 200
    except httpx2.TransportError:
        return False


async def staff(browser: httpx2.AsyncClient, person: str, times: Times, failed: dict[str, int]) -> None:
    """One person's way from the sign-in to the request."""

    async def timed(kind: str, method: str, path: str, **more: Any) -> httpx2.Response | None:
        begun = time.monotonic()
        try:
            answer = await browser.request(method, path, **more)
        except httpx2.TransportError as problem:
            failed[f"{kind}: {type(problem).__name__}"] += 1
            return None
        times[kind].append(time.monotonic() - begun)
        if answer.status_code >= 400:
            failed[f"{kind}: {answer.status_code}"] += 1
            return None
        return answer

    await timed("sign in", "POST", "/sign-in/sample", data={"person": person})
    begun = await timed("begin", "POST", "/ask", data={"ask": "news"})
    if begun is None:
        return
    place = begun.headers["location"]
    await timed("form", "GET", place)
    entries = typed(person)
    for number in range(SAVES):
        await asyncio.sleep(PAUSE)
        await timed("save", "POST", f"{place}/save", data={**entries, "body": f"ข้อความ {number}\n" * 20})
    await timed("preview", "GET", f"{place}/page")
    if int(person.rpartition("-")[2]) % SENDERS == 0:
        await timed("sheet", "GET", f"{place}/send")
        await timed("send", "POST", f"{place}/send", data={"do": "send"})
    await timed("my requests", "GET", "/requests")


def typed(person: str) -> dict[str, Any]:
    values = {
        "title": f"ประกาศทดลองของ {person}",
        "summary": "ประกาศที่สร้างขึ้นเพื่อวัดความเร็วของโต๊ะงาน",
        "owner": {"unit": "administration", "provider": person},
        "kind": "news",
        "timing": "fixed_period",
        "publish_on": "2026-11-20",
        "expires_on": "2026-12-20",
    }
    return dict(entries_of(values, form_fields("public-relations")))


def table(times: Times) -> str:
    """Markdown, in milliseconds."""
    rows = ["| kind | asked | p50 ms | p95 ms | p99 ms | most ms |", "|---|---:|---:|---:|---:|---:|"]
    for kind, found in times.items():
        told = sorted(found)
        shown = [*(told[min(len(told) - 1, int(share * len(told)))] for share in SHARES), told[-1]]
        rows.append(f"| {kind} | {len(told)} | {' | '.join(f'{each * 1000:.0f}' for each in shown)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
