"""Why nothing can be released, in words for whoever typed make release."""


class NotReady(Exception):
    pass
