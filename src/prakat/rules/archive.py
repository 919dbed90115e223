"""archive that anybody may have made -> the exceptions that reading it may raise, and what each means in words"""

import zipfile
import zlib

from prakat.rules.message import message, said

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError, TypeError)
"""Raised for a zip or for JSON in it; RuntimeError is for an encrypted zip and for JSON that is nested too deeply."""


def damage(error: Exception) -> object:
    """What is wrong with the archive, for one of those exceptions."""
    match error:
        case OSError():
            return said(error)
        case zipfile.BadZipFile() | zlib.error() | EOFError():
            return message("rules.archive-damaged")
        case RuntimeError() if not isinstance(error, RecursionError):
            return message("rules.archive-locked")
    return message("rules.archive-of-other-form")
