"""rule, line and values -> the exception for the first thing that makes a text unreadable"""


class Unreadable(Exception):
    def __init__(self, rule: str, line: int, **values: object) -> None:
        super().__init__(rule)
        self.rule, self.line, self.values = rule, line, values
