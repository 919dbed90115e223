"""step of a chain -> the role that signs it"""

from typing import NamedTuple


class Step(NamedTuple):
    name: str
    """As in the tag sign-off/<n>/<name>."""
    role: str


OFFICE_CHAIN = (Step("approver", "approver"), Step("webmaster", "webmaster"))
TWO_WEBMASTERS = (Step("webmaster", "webmaster"), Step("second-webmaster", "webmaster"))
STEP_NAMES = ("reviewer", "approver", "webmaster", "second-webmaster")
