"""The sample office's desk, its publisher and its site, each a process of its own, on loopback alone."""

import argparse
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from prakat import product
from prakat.founding.sample_office import MARK, SampleOffice, begin_sample, sample_of, sign_chain
from prakat.network.loopback_port import LOOPBACK, check_port
from prakat.repository.receipt import moment_of_receipt
from prakat.rules.message import message
from prakat.rules.wording import Listed
from prakat.thai.buddhist_era import chosen_moment

Part = subprocess.Popen[bytes]


def run(options: argparse.Namespace, server: Any) -> int:
    """Opens everything, until Ctrl-C or until a part of it ends; or, with --sign, signs a request for everybody."""
    if options.sign:
        sample = sample_of(options.to)
        signers = sign_chain(sample, options.sign, moment_of_receipt(sample.repository.git_dir))
        names = Listed.of(each.introduced for each in signers)
        print(message("scripts.desk-signed", number=options.sign, names=names).text(options.lang))
        return 0
    site_port = options.port + 1
    for port in (options.port, site_port):
        check_port(port)
    sample, site = the_sample(options), f"http://{LOOPBACK}:{site_port}/"
    origin = f"http://localhost:{options.port}"
    desk = server.sample_desk(sample, origin, options.to / "state", site, options.to / "site")
    told = (
        message("scripts.desk-opens", url=origin),
        message("scripts.desk-site", url=site),
        message("scripts.desk-folder", place=options.to),
    )
    print(*(each.text(options.lang) for each in told), sep="\n", flush=True)
    with parts(options, sample, site_port) as running:
        return serve_beside(server.server(desk, LOOPBACK, options.port), running, options.lang)


def the_sample(options: argparse.Namespace) -> SampleOffice:
    """As it was left, or begun anew."""
    if (options.to / MARK).is_file():
        return sample_of(options.to)
    return begin_sample(options.repo, options.to, chosen_moment(options.date, os.environ))


@contextmanager
def parts(options: argparse.Namespace, sample: SampleOffice, port: int) -> Iterator[Mapping[str, Part]]:
    """The publisher, and the web server of its site. Ctrl-C is for the desk, which ends the others."""
    site, script = options.to / "site", product.part("scripts") / "attend.py"
    commands: Mapping[str, Sequence[Any]] = {
        "attend": [script, "--repo", sample.repository.folder, "--to", site, "--lang", options.lang],
        "http.server": ["-m", "http.server", str(port), "--bind", LOOPBACK, "--directory", site / "current"],
    }
    own = {name: value for name, value in os.environ.items() if name != "PRAKAT_DATE"}
    own["XDG_CACHE_HOME"] = str((options.to / "memory").resolve())  # nothing of another sample that stood here
    running: dict[str, Part] = {}
    try:
        for name, words in commands.items():
            to = subprocess.DEVNULL if name == "http.server" else None
            begun = [sys.executable, *map(str, words)]
            running[name] = subprocess.Popen(begun, env=own, start_new_session=True, stdout=to, stderr=to)
        yield running
    finally:
        for each in running.values():
            each.terminate()
        for each in running.values():
            each.wait()


def serve_beside(server: Any, running: Mapping[str, Part], language: str) -> int:
    """Serves the desk for as long as the others run."""
    ended, broken = threading.Event(), list[str]()

    def watch() -> None:
        while not ended.wait(0.5):
            broken.extend(name for name, each in running.items() if each.poll() is not None)
            if broken:
                server.should_exit = True
                return

    (watching := threading.Thread(target=watch, daemon=True)).start()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the others are ended as well
    with suppress(KeyboardInterrupt):
        server.run()
    ended.set()
    watching.join()
    for each in broken:
        print(message("scripts.desk-part-ended", part=each).text(language), file=sys.stderr)
    return int(bool(broken))
