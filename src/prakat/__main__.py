"""`prakat NAME ...` -> the command of that name; nothing is looked for in the folder in which it is typed"""

import runpy
import sys

from prakat import product


def main() -> None:
    """Never returns: ends with the command's exit code."""
    sys.path.insert(0, str(product.part("scripts")))
    runpy.run_module("by_name", run_name="__main__")


if __name__ == "__main__":
    main()
