"""`make trail`: keep the demo of this version, sealed and judged by it, for every later version to judge again."""

import contextlib
import hashlib
import io
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import audit
import demo
from prakat import product
from prakat.rules import data

KEPT = Path(__file__).resolve().parent
KIT, ROWS, SCHEMAS = "kit.zip", "audit.json", "schemas.json"


def main() -> int:
    """0 once the trail of this version is kept in the place of an earlier one; 1 where its audit found a violation."""
    place = KEPT / product.version()
    place.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="prakat-") as folder:
        if judged := demo.main(["--to", folder, "--no-serve", "--lang", "en"]):
            return judged
        repo, rows = str(Path(folder) / "office.git"), io.StringIO()
        with contextlib.redirect_stdout(rows):
            judged = audit.main(
                ["--repo", repo, "--no-cache", "--format", "json", "--lang", "en", "--bundle", str(place / KIT)]
            )
    (place / ROWS).write_text(rows.getvalue(), encoding="utf-8")
    (place / SCHEMAS).write_text(json.dumps(digests(), indent=1) + "\n", encoding="utf-8")
    return judged


def digests() -> dict[str, str]:
    """The SHA-256 of each schema that decides whether an item or an office is accepted."""
    folder = data.folder()
    paths = [*folder.glob("*.schema.json"), *folder.glob("categories/*.schema.json")]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)
    }


if __name__ == "__main__":
    sys.exit(main())
