"""item -> findings that its schema cannot express: one function for each rule or family, its docstring the rule"""

from collections.abc import Callable, Iterator

from prakat.item import body
from prakat.item.file_type import type_of
from prakat.item.item import Item, Relation
from prakat.item.item_text import ItemText
from prakat.item.particular_rules import check_particulars
from prakat.item.rendered import Picture
from prakat.rules.data import load
from prakat.rules.finding import Finding, rules
from prakat.rules.nearest import nearest
from prakat.rules.web_url import names_somebody
from prakat.rules.wording import Explained, Label, TypedDay

ItemRule = Callable[[Item], Iterator[Finding]]


def check_item(item: Item) -> Iterator[Finding]:
    for rule in ITEM_RULES:
        yield from rule(item)
    yield from check_particulars(item)


def _finding(item: Item, rule: str, *pointer: str | int, **values: object) -> Finding:
    return Finding(item.path.file, item.line(*pointer), rule, values)


def _timing(item: Item) -> Explained:
    return Explained(item.timing, Label("timing", item.timing))


def _validate_period(item: Item) -> Iterator[Finding]:
    """The information's period ends after it begins. Its end may be open if its timing is on_change, or if that is
    immediate and a review day says when to look again (R12)."""
    if item.period_end and item.period_end < item.period_start:
        yield _finding(
            item, "date.order", *_end(item), start=TypedDay(item.period_start), found=TypedDay(item.period_end)
        )
    is_reviewed = item.timing == "immediate" and (item.review_by is not None or item.expires_on is None)
    if item.period_end is None and item.timing != "on_change" and not is_reviewed:
        yield _finding(item, "period.end", *_end(item), timing=_timing(item))


def _end(item: Item) -> tuple[str, ...]:
    """Where it says until when the information is."""
    return ("period", "end") if "period" in item.source_lines.data else ("expires_on",)


def _validate_expiry(item: Item) -> Iterator[Finding]:
    """An item ends on a day, unless its timing is on_change or immediate, and then it has a review day (R19, R20)."""
    if item.expires_on is None:
        if item.timing == "fixed_period":
            yield _finding(item, "expiry.never", "expires_on", timing=_timing(item))
        if item.review_by is None:
            yield _finding(item, "expiry.review-by", "expires_on")
    elif item.expires_on < item.publish_on:
        yield _finding(
            item,
            "expiry.before-publication",
            "expires_on",
            start=TypedDay(item.publish_on),
            found=TypedDay(item.expires_on),
        )
    elif item.timing == "fixed_period" and item.period_end and item.expires_on < item.period_end:
        yield _finding(
            item, "expiry.before-end", "expires_on", end=TypedDay(item.period_end), found=TypedDay(item.expires_on)
        )


def _validate_review(item: Item) -> Iterator[Finding]:
    """A review comes after publication (R17)."""
    if item.review_by and item.review_by < item.publish_on:
        yield _finding(
            item,
            "review.before-publication",
            "review_by",
            start=TypedDay(item.publish_on),
            found=TypedDay(item.review_by),
        )


def _validate_deadline(item: Item) -> Iterator[Finding]:
    """Readers can read of a deadline before it is over, and until then (R12, R19)."""
    if item.closes is None:
        return
    found = TypedDay(item.closes.on)
    if item.closes.on < item.publish_on:
        yield _finding(item, "closes.before-publication", "closes", "on", start=TypedDay(item.publish_on), found=found)
    elif item.expires_on and item.expires_on < item.closes.on:
        yield _finding(item, "closes.after-expiry", "closes", "on", end=TypedDay(item.expires_on), found=found)


def _validate_relations(item: Item) -> Iterator[Finding]:
    """An item names another one, and once for each relation."""
    seen: set[Relation] = set()
    own = item.path.url.rstrip("/")
    for index, each in enumerate(item.relates):
        if each.to in (own, *item.former_paths):
            yield _finding(item, "relates.itself", "relates", index, "to", found=each.to)
        elif each in seen:
            yield _finding(item, "relates.repeated", "relates", index, found=each.to)
        seen.add(each)


def _validate_withdrawal(item: Item) -> Iterator[Finding]:
    """An item is withdrawn only after it was published (R37)."""
    if item.withdrawn and item.withdrawn.on < item.publish_on:
        yield _finding(
            item,
            "withdrawn.before-publication",
            "withdrawn",
            "on",
            start=TypedDay(item.publish_on),
            found=TypedDay(item.withdrawn.on),
        )


def _validate_credits(item: Item) -> Iterator[Finding]:
    """No two credits name the same file."""
    seen: set[str] = set()
    for index, credit in enumerate(item.credits):
        for file in credit.files:
            if file in seen:
                yield _finding(item, "credit.repeated", "credits", index, file=file)
        seen.update(credit.files)


def _validate_attachments(item: Item) -> Iterator[Finding]:
    """A file is listed once (R05)."""
    seen: set[str] = set()
    for index, each in enumerate(item.attachments):
        if each.file in seen:
            yield _finding(item, "attachment.repeated", "attachments", index, file=each.file)
        seen.add(each.file)


def _validate_substance(item: Item) -> Iterator[Finding]:
    """A page gives its reader something: a text, a file or a link."""
    if not (item.body.strip() or item.attachments or item.external_link or item.particulars.names):
        yield Finding(item.path.file, item.body_line, "body.empty", {})


def _validate_addresses(item: Item) -> Iterator[Finding]:
    """An address shows where it leads (R34)."""
    source = item.source.url if item.source else ""
    for address, pointer in ((item.external_link, ("external_link",)), (source, ("source", "url"))):
        if names_somebody(address):
            yield _finding(item, "link.user-name", *pointer, found=address)


def _validate_fulfils(item: Item) -> Iterator[Finding]:
    """An item fulfils what is known to be demanded; a wrong id would be counted for nothing."""
    known = {each["id"] for each in load("fulfils.yml")}
    for index, found in enumerate(item.fulfils):
        if found not in known:
            near = nearest(found, known) or sorted(known)
            yield _finding(item, "fulfils.unknown", "fulfils", index, found=found, near=", ".join(near))


def _validate_exceptions(item: Item) -> Iterator[Finding]:
    """An exception names a rule that only warns: errors have none."""
    for index, entry in enumerate(item.source_lines.data.get("ignore", ())):
        rule_id = entry["rule"]
        if rule_id not in rules():
            yield _finding(item, "ignore.unknown", "ignore", index, found=rule_id)
        elif rules()[rule_id].severity == "error":
            yield _finding(item, "ignore.error", "ignore", index, found=rule_id)


ITEM_RULES: tuple[ItemRule, ...] = (
    _validate_period,
    _validate_expiry,
    _validate_review,
    _validate_deadline,
    _validate_relations,
    _validate_withdrawal,
    _validate_credits,
    _validate_attachments,
    _validate_substance,
    _validate_addresses,
    _validate_fulfils,
    _validate_exceptions,
)


def check_body(item: Item) -> tuple[list[Finding], ItemText]:
    """Findings about the text, and the text itself (R15, R16)."""
    text = ItemText(item, body.render_markdown(item.body))
    return [*check_reading(text), *_markup_findings(text)], text


def check_reading(text: ItemText) -> Iterator[Finding]:
    """What is typed is what is read: the page says every visible character, in its order, once (DESIGN: The item)."""
    from prakat.item.misreading import misreading_in  # here: only for a text that is not known to be right

    item = text.item
    if found := misreading_in(item.body, text.rendered.html):
        line = item.body_line + found.line
        yield Finding(item.path.file, line, "body.unread", {"found": found.typed, "shown": found.shown})


def _markup_findings(text: ItemText) -> Iterator[Finding]:
    item, rendered = text.item, text.rendered
    tagged = {text.line_of_tag(index): tag.text for index, tag in reversed(list(enumerate(rendered.tags)))}
    for line, tag in tagged.items():
        yield Finding(item.path.file, line, "body.html", {"found": tag})
    for index, link in enumerate(rendered.links):
        if not link.target.strip() or not link.text:
            values = {"found": f"[{link.text}]({link.target})"}
            yield Finding(item.path.file, text.line_of_link(index), "link.empty", values)
        elif body.is_remote(link.target) and not body.is_safe(link.target):
            yield Finding(item.path.file, text.line_of_link(index), "link.scheme", {"found": link.target})
        elif body.scheme(link.target) in ("https:", "http:") and names_somebody(link.target):
            yield Finding(item.path.file, text.line_of_link(index), "link.user-name", {"found": link.target})
    for index, picture in enumerate(rendered.pictures):
        yield from _picture_findings(text, index, picture)


def _picture_findings(text: ItemText, index: int, picture: Picture) -> Iterator[Finding]:
    def finding(rule: str, **values: object) -> Finding:
        return Finding(text.item.path.file, text.line_of_picture(index), rule, values)

    if body.is_remote(picture.target):
        yield finding("picture.remote", found=picture.target)
    elif not ((kind := type_of(picture.target)) and kind.is_picture):
        yield finding("picture.type", file=picture.target)
    if not picture.alt.strip():
        yield finding("picture.alt", file=picture.target)
