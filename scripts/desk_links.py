"""Links to the desk of an office that is just being begun, by which its people make passkeys."""

from prakat.cannot_work import CannotWork
from prakat.founding.answers import Answers
from prakat.founding.foundation import Inviting


def inviting(answers: Answers) -> Inviting | None:
    """Makes those of whoever has no key. Raises CannotWork, before anything is made, without the packages of a desk."""
    if not answers.invited:
        return None
    try:
        from prakat_desk import server
    except ModuleNotFoundError as problem:
        raise CannotWork("scripts.desk-not-installed", missing=problem.name) from None
    return lambda repository, state, people: server.invitations(repository, answers.desk_url, state, people)
