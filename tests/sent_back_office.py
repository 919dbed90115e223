"""A World's people who send requests back, ask and answer, as pushes that the door judges, in this very process."""

from typing import Any

from prakat.audit_log.record import Reason
from prakat.audit_log.signed_refusal import refusal_words
from prakat.hosting.reception import PushAnswer, RefUpdate, receive
from prakat.repository import objects
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import request_ref, sign_off_ref, sign_off_tag, talk_ref
from prakat.request.policy.step import REFUSAL
from prakat.request.talk import TalkKind, talk_tag
from prakat.rules.finding import Finding
from prakat.rules.message import Message
from prakat.rules.violation import Violation
from sign_off_office import World, document, who

NEWS = "content/public-relations/2569/news/index.md"
FILES: dict[str, bytes | None] = {NEWS: document("ข่าวประชาสัมพันธ์")}
WHY = "ตัวเลขในตารางไม่ตรงกับเอกสารแนบ"
REF = sign_off_ref(2, REFUSAL)


def refusal_tag(world: World, name: str, number: int = 2, target: str = "", said: str = "", key: str = "") -> str:
    """The tag as an object; it is nowhere pushed."""
    world.staff.public_key(key or name)
    head = target or world.repository.ref(request_ref(number)) or ""
    words = said or refusal_words(number, Reason.INCORRECT, WHY)
    tag = sign_off_tag(number, REFUSAL)
    return objects.tag(world.repository, tag, head, words, who(name), world.later(), world.staff.keys / (key or name))


def talk_object(
    world: World, name: str, kind: TalkKind, place: int = 1, number: int = 2, text: str = WHY, target: str = ""
) -> str:
    head = target or world.repository.ref(request_ref(number)) or ""
    return objects.write(world.repository, "tag", talk_tag(number, place, kind, head, text, who(name), world.later()))


def pushes(world: World, pusher: str, *updates: tuple[str, str]) -> PushAnswer:
    """Each ref with its new object; what the door takes is then in place."""
    given = [RefUpdate(world.repository.ref(ref) or NOTHING, oid, ref) for ref, oid in updates]
    answer = receive(world.repository, given, world.later(), pusher)
    for each in given if not answer.refused else ():
        lease = ["-d", each.ref] if each.new == NOTHING else [each.ref, each.new]
        world.git("update-ref", *lease)
    return answer


def sends_back(world: World, name: str, **how: Any) -> PushAnswer:
    return pushes(world, name, (sign_off_ref(how.get("number", 2), REFUSAL), refusal_tag(world, name, **how)))


def says(world: World, name: str, kind: TalkKind, place: int = 1, pusher: str = "", **how: Any) -> PushAnswer:
    ref = talk_ref(how.get("number", 2), place)
    return pushes(world, pusher or name, (ref, talk_object(world, name, kind, place, **how)))


def reasons(answer: PushAnswer) -> list[str]:
    """Ids of why it is refused, the innermost."""
    return [_innermost(each) for each in answer.refused]


def _innermost(found: object) -> str:
    assert isinstance(found, Message | Violation | Finding), found
    inner = found.values.get("reason") if isinstance(found, Message) else None
    if isinstance(inner, Message | Violation | Finding):
        return _innermost(inner)
    return found.rule if isinstance(found, Finding) else found.id
