"""something that is needed is not here -> the exception that ends a command: no repository, a broken schema"""


class CannotWork(Exception):
    """Nothing can be done here: no repository, a shallow clone, a broken schema. Bad content is never this."""
