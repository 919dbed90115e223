"""archive that anybody may have made -> what reading it may end with"""

import zipfile
import zlib

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError, TypeError)
"""Of a zip, or of JSON in it; an encrypted one is a RuntimeError, and so is JSON that is nested too deeply."""
