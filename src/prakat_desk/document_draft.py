"""a document as a phone sends it x draft -> the draft begun with what it says, to be read over, and what is doubtful"""

from dataclasses import replace

from prakat_desk.desk import Desk
from prakat_desk.fitted_picture import fitted_picture
from prakat_desk.form.entries import entries_of
from prakat_desk.intake.intake import take_in
from prakat_desk.keeping.draft import Draft
from prakat_desk.manuscript import Manuscript
from prakat_desk.uploaded_file import with_pictures_owned, with_upload


def with_document(desk: Desk, draft: Draft, name: str, content: bytes, language: str) -> Draft:
    """What the document says takes the place of what was typed; its text comes behind a text that is there. It is
    attached itself, where it may be. Raises CannotWork where it cannot be kept."""
    found = take_in(name, content)
    doubts = [each.text(language) for each in found.doubts]
    if found.attachment:
        draft, wrong = with_upload(desk, draft, name, content)
        doubts += [each.message(language) for each in wrong if each.is_error]
    for picture in found.pictures:
        if picture.name not in draft.files:
            draft = desk.drafts.add_file(draft, picture.name, "", fitted_picture(picture.raw))
    own = {key: value for key, value in found.values.items() if key != "attachments"}
    typed = {**draft.typed, **entries_of(own, Manuscript(desk, draft).fields)}
    if found.pictures:
        typed = with_pictures_owned(typed, desk.authority.office.name)
    body = "\n\n".join(each for each in (draft.body.strip("\n"), found.body.strip("\n")) if each)
    return desk.drafts.save(replace(draft, typed=typed, body=body, doubts=tuple(doubts), is_from_document=True))
