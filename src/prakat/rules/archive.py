"""archive that anybody may have made -> the exceptions that reading it may raise"""

import zipfile
import zlib

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError, TypeError)
"""Raised for a zip or for JSON in it; RuntimeError is for an encrypted zip and for JSON that is nested too deeply."""
