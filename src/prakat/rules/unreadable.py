"""rule, line and values -> the first thing for which a text cannot be read"""


class Unreadable(Exception):
    def __init__(self, rule: str, line: int, **values: object) -> None:
        super().__init__(rule)
        self.rule, self.line, self.values = rule, line, values
