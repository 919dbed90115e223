"""Print every finding of every item and of office.yml: where, what must be, what was found, how to mend it."""

# What is needed only where an answer must be found is imported there: an answer that was kept takes no time to load.
import sys
from collections.abc import Sequence

from prakat.content.kept_answer import kept_answer
from terminal_run import run

TYPE_CHECKING = False  # as `typing` has it
if TYPE_CHECKING:
    from terminal_parser import Parser


def main(argv: Sequence[str] | None = None) -> int:
    """0 without errors, even if there are warnings; 1 with errors, after --fix with those that are left."""
    words = sys.argv[1:] if argv is None else [*argv]
    answer = kept_answer(words)
    if answer is None:
        import checking

        known = parser()
        answer = checking.checked(known.parse_args(words), words, known.get_default("repo"))
    code, out, err = answer
    sys.stdout.write(out)
    sys.stderr.write(err)
    return code


def parser() -> "Parser":
    import terminal

    made = terminal.parser(__file__)
    made.add_argument("paths", nargs="*", metavar="PATH")
    made.add_argument("--fix", action="store_true")
    made.add_argument("--diff", action="store_true")
    made.add_argument("--format", choices=("text", "json", "github"), default="text")
    return made


if __name__ == "__main__":
    sys.exit(run(main))
