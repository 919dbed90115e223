"""something needed is missing, as a repository or a valid schema -> the exception that ends a command"""


class CannotWork(Exception):
    """Nothing can be done here: no repository, a shallow clone, a broken schema. Bad content is never this."""

    def __init__(self, message: str, **values: object) -> None:
        """`message` is an id of schemas/messages/; `rules.message` has its words."""
        super().__init__(message)
        self.message, self.values = message, values

    def __str__(self) -> str:
        """For developers; what people read comes from `rules.message`."""
        return " ".join([self.message, *(f"{name}={value}" for name, value in self.values.items())])


class Halted(CannotWork):
    """The publisher cannot go on with anything until somebody mends what it says; a command then exits with 1."""
