"""what a person asks, answers or refuses -> the text of its tag in git, which the door takes from the person alone"""

import datetime

from prakat.audit_log.record import Reason
from prakat.audit_log.signed_refusal import refusal_words
from prakat.office.person import Person
from prakat.request.policy.step import REFUSAL
from prakat.request.talk import talk_tag
from prakat_desk.sending.outlet import HandedRefusal, Utterance
from prakat_desk.sending.sign_off_text import sign_off_text
from prakat_desk.sending.workshop import name_of


def spoken_tag(said: Utterance, place: int, person: Person) -> bytes:
    """Nobody signs it."""
    return talk_tag(said.number, place, said.kind, said.head, said.text, name_of(person), said.moment)


def refusal_text(refused: HandedRefusal, person: Person, moment: datetime.datetime) -> bytes:
    """What the person's device or key is asked to sign."""
    words = refusal_words(refused.number, Reason(refused.reason), refused.text)
    return sign_off_text(refused.number, REFUSAL, refused.head, words, person, moment)
