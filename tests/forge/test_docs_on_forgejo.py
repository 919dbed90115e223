"""The pages of docs/ as Forgejo shows them: a finding's link leads to its rule there as well.

Its script leads #name to the element user-content-name, as GitHub's does."""

import base64
import re

import urllib3
from forgejo_server import ADMIN, Forgejo

from chapters import CHECKOUT


def test_every_anchor_of_every_page_is_there(forgejo: Forgejo) -> None:
    forgejo.do(ADMIN, "POST", "orgs", username="read")
    forgejo.do(ADMIN, "POST", "orgs/read/repos", name="docs", default_branch="main")
    for page in sorted((CHECKOUT / "docs").glob("*.md")):
        raw = page.read_bytes()
        content = base64.b64encode(raw).decode()
        forgejo.do(
            ADMIN, "POST", f"repos/read/docs/contents/{page.name}", content=content, message="Docs", branch="main"
        )
        shown = urllib3.request("GET", f"{forgejo.url}/read/docs/src/branch/main/{page.name}").data.decode()
        there = set(re.findall(r'id="user-content-([^"]+)"', shown))
        assert set(re.findall(r'<a id="([^"]+)"></a>', raw.decode())) <= there, page.name
