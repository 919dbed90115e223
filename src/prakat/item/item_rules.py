"""item -> findings that its schema cannot express: one function for each rule or family, its docstring the rule"""

from collections.abc import Callable, Iterator

from prakat.item import body, complexity
from prakat.item.file_type import type_of
from prakat.item.item import Item
from prakat.item.item_text import ItemText
from prakat.rules.data import load
from prakat.rules.finding import Finding, rules
from prakat.rules.nearest import nearest
from prakat.rules.web_url import names_somebody
from prakat.rules.wording import Explained, Label, TypedDay

ItemRule = Callable[[Item], Iterator[Finding]]


def check_item(item: Item) -> Iterator[Finding]:
    for rule in ITEM_RULES:
        yield from rule(item)


def _finding(item: Item, rule: str, *pointer: str | int, **values: object) -> Finding:
    return Finding(item.path.file, item.line(*pointer), rule, values)


def _timing(item: Item) -> Explained:
    return Explained(item.timing, Label("timing", item.timing))


def _validate_period(item: Item) -> Iterator[Finding]:
    """The information's period ends after it begins, and has an end unless its timing is on_change (R12)."""
    if item.period_end and item.period_end < item.period_start:
        yield _finding(
            item, "date.order", "period", "end", start=TypedDay(item.period_start), found=TypedDay(item.period_end)
        )
    if item.period_end is None and item.timing != "on_change":
        yield _finding(item, "period.end", "period", timing=_timing(item))


def _validate_expiry(item: Item) -> Iterator[Finding]:
    """An item ends on a day; only one whose timing is on_change may say never, and it has a review day (R19, R20)."""
    if item.expires_on is None:
        if item.timing != "on_change":
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
        if credit.is_file and credit.subject in seen:
            yield _finding(item, "credit.repeated", "credits", index, file=credit.subject)
        seen.add(credit.subject)


def _validate_attachments(item: Item) -> Iterator[Finding]:
    """A file is listed once (R05)."""
    seen: set[str] = set()
    for index, each in enumerate(item.attachments):
        if each.file in seen:
            yield _finding(item, "attachment.repeated", "attachments", index, file=each.file)
        seen.add(each.file)


def _validate_substance(item: Item) -> Iterator[Finding]:
    """A page gives its reader something: a text, a file or a link."""
    if not item.body.strip() and not item.attachments and not item.external_link:
        yield Finding(item.path.file, item.body_line, "body.empty", {})


def _validate_addresses(item: Item) -> Iterator[Finding]:
    """An address shows where it leads (R34)."""
    for address, pointer in ((item.external_link, ("external_link",)), (item.source.url, ("source", "url"))):
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
    _validate_withdrawal,
    _validate_credits,
    _validate_attachments,
    _validate_substance,
    _validate_addresses,
    _validate_fulfils,
    _validate_exceptions,
)


def check_body(item: Item) -> tuple[list[Finding], ItemText]:
    """Findings about the text, and the text itself, rendered only if it may hold links or pictures (R15, R16)."""
    unrendered = ItemText(item, body.UNRENDERED)
    line = complexity.too_complex(item.body)
    if line is not None:
        return [Finding(item.path.file, item.body_line + line, "body.too-complex", {})], unrendered
    if not body.has_markup(item.body):
        return [], unrendered
    try:
        text = ItemText(item, body.render_markdown(item.body))
    except RecursionError:
        return [Finding(item.path.file, item.body_line, "body.too-complex", {})], unrendered
    return list(_markup_findings(text)), text


def _markup_findings(text: ItemText) -> Iterator[Finding]:
    item, rendered = text.item, text.rendered
    tagged = {text.line_of_tag(index): tag for index, tag in reversed(list(enumerate(rendered.raw_html)))}
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


def _picture_findings(text: ItemText, index: int, picture: body.Picture) -> Iterator[Finding]:
    def finding(rule: str, **values: object) -> Finding:
        return Finding(text.item.path.file, text.line_of_picture(index), rule, values)

    if body.is_remote(picture.target):
        yield finding("picture.remote", found=picture.target)
    elif not ((kind := type_of(picture.target)) and kind.is_picture):
        yield finding("picture.type", file=picture.target)
    if not picture.alt.strip():
        yield finding("picture.alt", file=picture.target)
