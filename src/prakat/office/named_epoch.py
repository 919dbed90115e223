"""office.yml as bytes x commit -> the same bytes naming it as the last commit taken on trust, nothing else touched"""

from prakat.cannot_work import CannotWork
from prakat.office.office import Office, parse_office
from prakat.rules.wording import Listed


def with_epoch(raw: bytes, since: str) -> bytes:
    """Raises CannotWork for an office.yml that names one, or that cannot be changed so."""
    before = _read(raw)
    if before.audit_since:
        raise CannotWork("office.epoch-named", found=before.audit_since)
    end = b"" if raw.endswith(b"\n") else b"\n"
    changed = raw + end + f"\naudit:\n  since: {since}\n".encode()
    if _read(changed).source_lines.data != {**before.source_lines.data, "audit": {"since": since}}:
        raise CannotWork("office.epoch-unwritten")
    return changed


def _read(raw: bytes) -> Office:
    found = parse_office(raw)
    if isinstance(found, Office):
        return found
    raise CannotWork("office.keys-refused", found=Listed.of(found, "\n"))
