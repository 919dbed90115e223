"""A forge account is its number: whose it is stays known where an audit resumes, and what is unknown stays so."""

from pathlib import Path

from office_of_values import SHELF, SINCE, VERIFIED, Main, office
from prakat.audit.auditor import Auditor
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Epoch, Trust
from prakat.audit_log.audit_log import AuditLog
from prakat.office.account_pins import AccountPins
from prakat.office.authority import Authority, ForgeAccount, account_of, authority
from prakat.office.office import Office, parse_office
from small_history import Step, made
from test_verdict_on_sign_offs import OWN, by_accounts


def known(**numbers: int) -> Authority:
    found = parse_office(office(accounts="{github: prakat}", account_ids=numbers))
    assert isinstance(found, Office)
    return authority(found)


def test_an_audit_that_resumes_knows_whose_account_is_whose(tmp_path: Path) -> None:
    main = Main.begun({"office.yml": office(accounts="{github: prakat}")})
    by_accounts(main, 2, OWN)
    checkpoint = main.checkpoint()
    assert main.audit(checkpoint=checkpoint).open_rows == []
    repository, _ = made(tmp_path / "office.git", Step("root"))
    memory = AuditorMemory(tmp_path / "memory")
    memory.keep(repository, Trust(), checkpoint)
    resumed = memory.checkpoint(repository, Trust())
    assert resumed is not None
    by_accounts(main, 3, {**OWN, "wit": 99}, but="wit")
    auditor = Auditor(SHELF, Trust(), Epoch(SINCE), VERIFIED)  # type: ignore[arg-type]
    rest = AuditLog(main.audit_log.mark, main.audit_log.entries[1:], ())
    (row,) = auditor.audit(resumed, main.line, rest, main.tip, iter).open_rows
    assert [each.id for each in row.violations] == ["approval.account-changed"]


def test_a_login_is_written_in_any_case() -> None:
    pins = AccountPins()
    pins.learn(ForgeAccount("github", "Wit", 17), known())
    assert pins.owner(ForgeAccount("github", "WIT", 99), known()).pinned == 17
    assert pins.owner(ForgeAccount("forgejo", "wit", 99), known()).person is None


def test_what_office_yml_names_goes_before_what_was_seen() -> None:
    pins = AccountPins()
    pins.learn(ForgeAccount("github", "wit", 17), known())
    owner = pins.owner(ForgeAccount("github", "anything", 99), known(wit=99))
    assert owner.person is not None and owner.person.id == "wit"
    assert pins.owner(ForgeAccount("github", "wit", 17), known(wit=99)) == (None, 99)


def test_a_number_seen_as_one_persons_is_nobodys_once_office_yml_gives_it_to_another() -> None:
    """Unless it tells that the first has another number, or the first is there no more."""
    pins = AccountPins()
    account = ForgeAccount("github", "wit", 17)
    pins.learn(account, known())
    assert pins.owner(account, known(won=17)) == (None, 0)
    assert pins.owner(ForgeAccount("github", "won", 17), known(won=17)) == (None, 0)
    moved = pins.owner(account, known(wit=18, won=17)).person
    assert moved is not None and moved.id == "won"
    same = pins.owner(account, known(wit=17)).person
    assert same is not None and same.id == "wit"


def test_nobody_is_learned_who_is_unknown() -> None:
    pins = AccountPins()
    pins.learn(ForgeAccount("github", "mallory", 5), known())
    pins.learn(ForgeAccount("github", "wit", 0), known())
    assert pins == AccountPins()


def test_a_noreply_address_may_have_the_number() -> None:
    assert account_of("17+Wit@users.noreply.github.com") == ("github", "wit", 17)
    assert account_of("17+wit@noreply.forgejo") == ("forgejo", "wit", 17)
    assert account_of("wit@noreply.forgejo") == ("forgejo", "wit", 0)
    assert account_of("wit@office.example") is None
