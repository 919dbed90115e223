"""question to a command -> the answer it gave before, as long as nothing that it rests on has changed since"""

# Only what Python itself has loaded when it starts, and hashlib: an answer that was kept takes no time to load.
import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterable, Mapping, Sequence

from prakat.repository.own_file import is_only_ours

BEGUN = time.time_ns()
"""When this program had not yet read much of itself; in ns since 1970, as the times of files."""
SaidAnswer = tuple[int, str, str]
"""Exit code, what was said on stdout and on stderr."""
_FORMAT = "1"
_MOST = 8
"""Answers that are kept of one state of an office: texts, JSON, in either language."""
_TELLING = ("PATH", "HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES")
_ERRORS = "surrogateescape"
_END, _MARK = "\0", 32
_DAY, _BANGKOK = 86_400 * 10**9, 7 * 3600 * 10**9
_AT_ONCE = 256
_COARSE, _TICK = 2 * 10**9, 10**8
"""For how long two changes of a file may bear the same time: where times are whole seconds, and elsewhere."""


def cache_folder() -> str:
    """Beside what an audit keeps, in this user's own; empty where files do not tell that they were changed."""
    if sys.platform in ("win32", "cygwin") or not hasattr(os, "geteuid"):
        return ""
    usual = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
    chosen = os.environ.get("XDG_CACHE_HOME", "").strip()
    return os.path.join(os.path.expanduser(chosen or usual), "prakat", "checked")


def kept_place(repo: str, what: str) -> str:
    """Of an office, by where it really lies; empty where nothing may be kept: never in what is judged."""
    folder, lies = os.path.realpath(cache_folder()), os.path.realpath(repo)
    if not cache_folder() or f"{folder}/".startswith(f"{lies}/"):
        return ""
    return f"{folder}/{_digest(lies)[:_MARK]}.{what}"


def question_of(words: Sequence[str]) -> str:
    """All by which the same words may be meant otherwise another time: folder, day, settings, user, program."""
    told = {name: value for name, value in os.environ.items() if name.startswith("PRAKAT_") or name in _TELLING}
    day = (time.time_ns() + _BANGKOK) // _DAY
    about = (_FORMAT, day, os.getcwd(), list(words), sorted(told.items()), user_number())
    return _digest(repr((*about, sys.version, sys.executable, sys.path)))


def user_number() -> str:
    """Empty where nobody has one."""
    if sys.platform == "win32":
        return ""
    return f"{os.geteuid()} {os.getegid()}"


def nearby(words: Sequence[str]) -> str:
    """Where the office of that question probably lies; what is kept there says of which question it is."""
    for place, word in enumerate(words):
        if word == "--repo":
            return "".join(words[place + 1 : place + 2])
        if word.startswith("--repo="):
            return word.removeprefix("--repo=")
    here = around = os.getcwd()
    while not is_ours(kept_place(around, "answers")) and around != "/":
        around = os.path.dirname(around)
    return here if around == "/" else around


def kept_answer(words: Sequence[str]) -> SaidAnswer | None:
    """None where it must be found anew."""
    if not cache_folder():
        return None
    state, answers, places = _kept(kept_place(nearby(words), "answers"))
    answer = answers.get(question_of(words)) if answers else None
    return answer if answer and state == grounds_digest(identities(places)) else None


def keep_answer(repo: str, words: Sequence[str], answer: SaidAnswer, found: Mapping[str, str]) -> None:
    """`found`: by place, what everything that the answer rests on was, before as well as after it was found. Keeps
    nothing where the disk refuses, or where a text could not be read back."""
    if not (place := kept_place(repo, "answers")):
        return
    state, answers, _ = _kept(place)
    now = grounds_digest(found.values())
    known = dict(list(answers.items())[1 - _MOST :]) if state == now else {}
    known.pop(question_of(words), None)
    known[question_of(words)] = answer
    fields = [part for asked, (code, *said) in known.items() for part in (asked, str(code), *said)]
    parts = [now, str(len(known)), *fields, *found]
    if not any(_END in each for each in parts):
        text = _END.join(parts)
        _write(place, f"{_digest(text)}{_END}{text}".encode("utf-8", _ERRORS))


def identities(places: Sequence[str]) -> list[str]:
    """Of each what tells it from what it was: kind, device, number, size and when anything of it was last changed, to
    the nanosecond; `-` for what is not there. Whoever changes a file changes that, unless within a tick (`is_settled`),
    and nobody can set that time."""
    found: list[str] = []
    for start in range(0, len(places), _AT_ONCE):
        some = places[start : start + _AT_ONCE]
        try:
            found += [_identity(each) for each in map(os.lstat, some)]
        except (OSError, ValueError):
            found += map(identity, some)
    return found


def identity(place: str) -> str:
    try:
        return _identity(os.lstat(place))
    except (OSError, ValueError):
        return "-"


def _identity(found: os.stat_result) -> str:
    return f"{found.st_mode} {found.st_dev} {found.st_ino} {found.st_size} {found.st_ctime_ns}"


def grounds_digest(found: Iterable[str]) -> str:
    return _digest("\n".join(found))


def is_settled(found: str, read: int) -> bool:
    """Whether what was read at that time cannot have been changed since without another identity."""
    changed = int(found.rpartition(" ")[2]) if found != "-" else 0
    return changed + (_TICK if changed % 10**9 else _COARSE) < read


def is_ours(place: str) -> bool:
    """Whether nobody but this user can have written it."""
    try:
        about = [os.lstat(place), os.stat(os.path.dirname(place))]
    except OSError:
        return False
    is_file = stat.S_ISREG(about[0].st_mode)
    return is_file and is_only_ours(*about)


def _kept(place: str) -> tuple[str, dict[str, SaidAnswer], list[str]]:
    """The state, what was answered of it, and on what that rests; nothing where there is none, or it is damaged."""
    try:
        with open(place if is_ours(place) else "", "rb") as stream:
            proof, _, text = stream.read().decode("utf-8", _ERRORS).partition(_END)
    except (OSError, ValueError):
        return "", {}, []
    if proof != _digest(text):
        return "", {}, []
    state, count, *parts = text.split(_END)
    end = 4 * int(count)
    rows = (parts[start : start + 4] for start in range(0, end, 4))
    return state, {asked: (int(code), out, err) for asked, code, out, err in rows}, parts[end:]


def _write(place: str, content: bytes) -> None:
    new = f"{place}.{os.urandom(8).hex()}"
    try:
        os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
        os.replace(new, place)
    except OSError:
        if os.path.lexists(new):
            os.unlink(new)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", _ERRORS), digest_size=32).hexdigest()
