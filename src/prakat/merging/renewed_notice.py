"""merging x notices that told nobody, or of other pages -> the same merges told anew, and recorded (R07)"""

from collections.abc import Iterator

from prakat.audit_log.record import RecordKind
from prakat.item.item_path import index_of, item_folder, url_of
from prakat.merging.merging import Merging
from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import bangkok_day


def renew(merging: Merging) -> Iterator[Message]:
    """Records a right notice of each merge that has a wrong one (audit: `record.notice`); yields what was told anew."""
    work = merging.work
    webmasters = {person.id for person in work.known.holders("webmaster", frozenset(), bangkok_day(work.moment))}
    for number, things in work.standing.untold.items():
        if done := work.merged(number):
            folders = [each for each in things if item_folder(index_of(each)) == each]
            urls = [work.known.office.site_url + url_of(each) for each in folders]
            to = sorted(webmasters | ({done.requested_by} & work.known.office.people.keys()))
            merging.record([(RecordKind.NOTICE, {"request": number, "commit": done.commit, "to": to, "urls": urls})])
            yield message("merging.told-anew", number=number)
