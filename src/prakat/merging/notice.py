"""merge x office -> who is told of it and of which pages; a wrong notice is told anew (R07)"""

from collections.abc import Iterable, Iterator

from prakat.audit_log.audit_log import Fact
from prakat.audit_log.merge_record import MergeRecord
from prakat.audit_log.record import RecordKind
from prakat.item.item_path import is_item_folder, url_of
from prakat.merging.merging import Merging
from prakat.merging.work import Work
from prakat.request.policy.request import Mode
from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import bangkok_day


def notice_of(work: Work, merge: MergeRecord, folders: Iterable[str]) -> Fact:
    """Tells the owner and the webmasters what was published and where, for the owner to look at (R07); of a broken
    glass everybody in office.yml."""
    people = work.known.office.people.keys()
    webmasters = {person.id for person in work.known.holders("webmaster", frozenset(), bangkok_day(work.moment))}
    everybody = people if merge.mode == Mode.BREAK_GLASS else ()
    told = sorted({merge.requested_by, *webmasters, *everybody} & people)
    urls = [work.known.office.site_url + url_of(folder) for folder in folders]
    return RecordKind.NOTICE, {"request": merge.request, "commit": merge.commit, "to": told, "urls": urls}


def renew(merging: Merging) -> Iterator[Message]:
    """Records a right notice of each merge that has a wrong one (audit: `record.notice`); yields what was told anew."""
    work = merging.work
    for number, things in work.standing.untold.items():
        if done := work.merged(number):
            merging.record([notice_of(work, done, filter(is_item_folder, things))])
            yield message("merging.told-anew", number=number)
