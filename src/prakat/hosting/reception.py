"""what is pushed to the bare repository -> noted as received, or why it is refused (R34). The hook's rules"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prakat.audit_log import audit_log
from prakat.audit_log.record import RecordKind
from prakat.office import office
from prakat.office.authority import Authority
from prakat.repository import refs
from prakat.repository.file_tree import entries_of
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import note
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST, SIGN_OFF, TAGS
from prakat.repository.repository import Repository
from prakat.repository.signature import is_genuine, parse_tag, signed_commit
from prakat.request.fact_reader import FactReader
from prakat.request.policy.step import STEP_NAMES

_REQUEST = re.compile(re.escape(REQUEST) + r"(?P<number>[1-9][0-9]{0,8})")
_SIGN_OFF = re.compile(re.escape(SIGN_OFF) + r"(?P<number>[1-9][0-9]{0,8})/(?P<step>[a-z-]+)")


@dataclass(frozen=True, slots=True)
class RefUpdate:
    old: str
    new: str
    ref: str


def receive(repository: Repository, pushed: Sequence[RefUpdate], moment: datetime.datetime, pusher: str) -> list[str]:
    """Why the push is refused, in Thai and English; nothing if it is taken, and then it is noted, in its order."""
    reception = Reception(repository)
    refused = [f"{push.ref}: {reason}" for push in pushed for reason in reception.reasons(push)]
    if sum(push.ref.startswith(SIGN_OFF) for push in pushed) > 1:
        refused.append("ส่งการลงนามครั้งละหนึ่งขั้น (push one sign-off at a time: their order counts)")
    if not refused:
        noted = [(push.ref, push.new) for push in pushed if push.ref.startswith((REQUEST, SIGN_OFF))]
        note(repository.git_dir, noted, moment, pusher)
    return refused


@dataclass(slots=True)
class Reception:
    repository: Repository

    def reasons(self, push: RefUpdate) -> Iterator[str]:
        if match := _REQUEST.fullmatch(push.ref):
            yield from self._request(push, int(match["number"]))
        elif match := _SIGN_OFF.fullmatch(push.ref):
            yield from self._sign_off(push, int(match["number"]), match["step"])
        elif push.ref in (MAIN, AUDIT_LOG):
            yield from self._publishers(push)
        else:
            yield "รับเฉพาะ request/<n> และ sign-off/<n>/<step> (only requests and sign-offs are taken)"

    def _request(self, push: RefUpdate, number: int) -> Iterator[str]:
        if push.new == NOTHING:
            yield "ปิดคำขอด้วย scripts/merge.py reject (a request is closed with a reason)"
        elif self.repository.object(push.new)[0] != "commit":
            yield "ต้องเป็น commit (must be a commit)"
        if self._is_closed(number):
            yield "คำขอนี้ปิดแล้ว ให้ใช้เลขใหม่ (the request is closed: use a new number)"

    def _is_closed(self, number: int) -> bool:
        log = audit_log.read(self.repository)
        return any(each.facts.get("request") == number for each in log.of(RecordKind.MERGE, RecordKind.REJECTION))

    def _sign_off(self, push: RefUpdate, number: int, step: str) -> Iterator[str]:
        if push.new == NOTHING:
            yield "ลบการลงนามไม่ได้ (a sign-off is not deleted)"
            return
        tag = parse_tag(self.repository.object(push.new)[1])
        known = self._authority()
        if step not in STEP_NAMES or tag is None or tag.name != push.ref.removeprefix(TAGS):
            yield "ต้องเป็น tag ที่ลงนามด้วย SSH และชื่อตรงกัน (must be an SSH-signed tag of that name)"
        elif known is None or known.person_of_key(tag.signed.key) is None or not is_genuine(tag.signed):
            yield "ลายมือชื่อไม่ใช่ของบุคคลใน office.yml (signed by nobody in office.yml)"
        elif self._is_closed(number):
            yield "คำขอนี้ปิดแล้ว (the request is closed)"
        elif tag.target != self.repository.ref(refs.request_ref(number)):
            yield "ต้องลงนามบนรุ่นล่าสุดของคำขอ (must be on the newest head of the request)"

    def _authority(self) -> Authority | None:
        main = self.repository.ref(MAIN)
        blob = entries_of(self.repository, main, office.FILE).get(office.FILE) if main else None
        return FactReader(self.repository).office(blob[1]) if blob else None

    def _publishers(self, push: RefUpdate) -> Iterator[str]:
        """main grows by merges and the audit-log by single commits, each signed by the publisher; neither runs back."""
        known = self._authority()
        if NOTHING in (push.old, push.new) or known is None:
            yield "สร้างหรือลบไม่ได้ (neither made nor deleted by a push)"
            return
        new = self.repository.line("rev-list", "--first-parent", push.new, f"^{push.old}").split()
        if not new or self.repository.line("rev-parse", f"{new[-1]}^1") != push.old:
            yield "เดินหน้าได้อย่างเดียว (it only grows)"
            return
        parents = 2 if push.ref == MAIN else 1
        for oid, _, raw in self.repository.objects(new):
            signed = signed_commit(raw)
            is_own = signed is not None and signed.key in known.publisher_keys and is_genuine(signed)
            if not is_own or len(self.repository.line("rev-parse", f"{oid}^@").split()) != parents:
                yield "เฉพาะผู้รวมคำขอเท่านั้น (only by the publisher)"
                return
