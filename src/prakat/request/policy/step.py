"""step of a chain -> the role that signs it"""

from typing import NamedTuple


class Step(NamedTuple):
    name: str
    """As in the tag sign-off/<n>/<name>."""
    role: str


ANY_ROLE = ""
"""The role of a step that whoever holds any appointment may sign."""
WITNESS = Step("witness", ANY_ROLE)
"""Of a request that closes a broken glass: one more person, who neither broke it nor was appointed by it."""
OFFICE_CHAIN = (Step("approver", "approver"), Step("webmaster", "webmaster"))
TWO_WEBMASTERS = (Step("webmaster", "webmaster"), Step("second-webmaster", "webmaster"))
STEP_NAMES = ("reviewer", "approver", "webmaster", "second-webmaster", WITNESS.name)
REQUESTER = "requester"
"""No step: who asks may sign what they ask for, the first of the paper form's three signatures."""
REFUSAL = "refusal"
"""No step: by it somebody who could sign sends the request back."""
