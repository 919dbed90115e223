"""what was read of a document -> HTML of all that a reader sees, and doubts as message ids with their values; JSON"""

from dataclasses import dataclass, field

import orjson

from prakat.rules.message import Message


@dataclass(slots=True)
class ReadDocument:
    html: str = ""
    doubts: list[tuple[str, dict[str, str | int]]] = field(default_factory=list)

    def doubt(self, said: Message) -> None:
        values = {name: value if isinstance(value, int) else str(value) for name, value in said.values.items()}
        if (said.id, values) not in self.doubts:
            self.doubts.append((said.id, values))

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(Message(id_, values) for id_, values in self.doubts)

    def as_json(self) -> bytes:
        return orjson.dumps(self)


def unread(said: Message) -> ReadDocument:
    document = ReadDocument()
    document.doubt(said)
    return document


def document_of(raw: bytes) -> ReadDocument:
    return ReadDocument(**orjson.loads(raw))
