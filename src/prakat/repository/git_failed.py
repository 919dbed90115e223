"""a git command that ended with an error, or an answer that cannot be used -> the exception that says so"""

from prakat.cannot_work import CannotWork


class GitFailed(CannotWork):
    """Holds git's message, or what is wrong with its answer."""
