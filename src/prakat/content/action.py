"""a commit on main -> what it did, in one word (DESIGN: Actions)"""

import enum


class Action(enum.StrEnum):
    """What a commit on main did (DESIGN: Actions), or what the audit-log records besides."""

    PUBLISHED = "published"
    AMENDED = "amended"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    RATIFIED = "ratified"
    OFFICE = "office"
    TOOLING = "tooling"
    REPOSITORY = "repository"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    HANDED_OVER = "handed-over"
    TAKEN_DOWN = "taken-down"
