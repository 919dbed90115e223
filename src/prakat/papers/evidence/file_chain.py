"""files of a commit x the audit -> which commit of main brought each as it is, by which request, and who signed it"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from prakat.audit.account import Accounts, Signer
from prakat.audit.audit_row import Audit, AuditRow, Outcome
from prakat.repository.commit import Commit, PathChange
from prakat.repository.repository import Repository
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.rules.wording import BriefMoment


@dataclass(frozen=True, slots=True)
class FileChain:
    path: str
    """In the repository."""
    blob: str
    commit: str
    at: datetime.datetime
    request: int | None = None
    signers: tuple[Signer, ...] = ()
    verdict: Outcome | None = None
    """None for what came before the audit begins, and is taken on trust."""

    def signed(self, language: str = "th") -> tuple[str, ...]:
        return tuple(" ".join(each.words.text(language).split()).removeprefix("• ") for each in self.signers)

    def told(self, language: str = "th") -> str:
        """By which request it was published, when, and what the audit says of that."""
        if self.verdict is None:
            return message("papers_evidence.on-trust", at=BriefMoment(self.at)).text(language)
        number, verdict = self.request or "—", label("verdict", self.verdict, language)
        return message("papers_evidence.by-request", number=number, at=BriefMoment(self.at), verdict=verdict).text(
            language
        )


def file_chains(
    repository: Repository, commit: str, paths: Collection[str], audited: Audit, accounts: Accounts
) -> Mapping[str, FileChain]:
    """Of each path that the commit has. History is read once, from the newest commit back, and no further than it takes
    to find them all."""
    wanted = set(paths)
    found: dict[str, FileChain] = {}
    rows = {each.commit: each for each in audited.rows if each.commit}
    if not wanted:
        return found
    for each in repository.log(commit, first_parent=True):
        changed = [change for change in each.changes if change.path in wanted]
        found |= {change.path: _chain(each, change, rows.get(each.id), accounts) for change in changed}
        wanted -= found.keys()
        if not wanted:
            break
    return found


def _chain(commit: Commit, change: PathChange, row: AuditRow | None, accounts: Accounts) -> FileChain:
    made = FileChain(change.path, change.new, commit.id, commit.moment)
    if row is None:
        return made
    return replace(made, request=row.request, signers=accounts.of(row).signers, verdict=row.outcome)
