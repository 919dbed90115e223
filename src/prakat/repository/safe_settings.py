"""a git command -> the settings and variables with which no configuration of a copy runs a program (R34)"""

import os
from collections.abc import Mapping, Sequence

SAFE_SETTINGS = (
    "safe.directory=*",
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.commitGraph=false",
    "core.quotePath=false",
    "core.bigFileThreshold=64m",
    *("gc.auto=0", "maintenance.auto=false"),
    "advice.graftFileDeprecated=false",
    *("diff.algorithm=default", f"diff.orderFile={os.devnull}", "log.date=default"),
    *("log.showSignature=false", "push.gpgSign=false", "credential.helper=", "core.alternateRefsCommand=exit 0"),
    *("merge.renormalize=false", "merge.default=text"),
    *("submodule.recurse=false", "fetch.recurseSubmodules=false", "push.recurseSubmodules=no"),
)
"""Given to git as -c, after which no file of the repository has a say. Python's name of the null device is one that git
knows, too: on Windows `nul`, where anybody could make a folder C:\\dev\\null."""
SAFE_ENVIRONMENT = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "LANGUAGE": "C",
    "LC_ALL": "C",
}
MERGE_DRIVERS = r"^merge\..*\.driver$"
"""Names of the settings that git takes a program from when it merges texts, whatever they are called."""


def failing(names: Sequence[str]) -> Mapping[str, str]:
    """Variables with which each of those programs is one that fails, so that git finds a conflict."""
    keys = {f"GIT_CONFIG_KEY_{place}": name for place, name in enumerate(names)}
    return {
        "GIT_CONFIG_COUNT": str(len(names)),
        **keys,
        **{f"GIT_CONFIG_VALUE_{n}": "false" for n in range(len(names))},
    }


def foreign_environment() -> dict[str, str]:
    """Our environment without what steers Prakat or git."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PRAKAT_", "GIT_"))}
