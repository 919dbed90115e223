"""address x office x environment -> the forge that the commands speak to"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from prakat import forge_forgejo, forge_github, network
from prakat.finding import CannotWork
from prakat.forge_forgejo import Forgejo
from prakat.forge_github import GitHub
from prakat.office import Office


def chosen(url: str, kind: str | None, office: Office, environment: Mapping[str, str]) -> Forgejo | GitHub:
    """By the publisher's token in PRAKAT_FORGE_TOKEN. Raises CannotWork without it, or for an address that is none."""
    token = network.token(environment)
    is_github = kind == "github" or (kind is None and urlsplit(url).hostname == "github.com")
    login = office.publisher.get("accounts", {}).get("github" if is_github else "forgejo", "")
    if not login:
        raise CannotWork("office.yml: publisher.accounts ต้องมีบัญชีของผู้รวมคำขอ (must name the publisher's account)")
    return forge_github.connect(url, token, login) if is_github else forge_forgejo.connect(url, token)
