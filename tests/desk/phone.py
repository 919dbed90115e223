"""A browser without a screen: it asks for the desk's pages as browsers do."""

from starlette.testclient import TestClient

from prakat_desk.application import application
from prakat_desk.desk import Desk


class Phone(TestClient):
    """A browser: names the page from which a form is sent, keeps cookies, and follows where it is led."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(application(desk), base_url=desk.origin)
        self.headers["Origin"] = desk.origin

    def come_in(self, person: str) -> None:
        """Signed in; the page that then opens is not asked for."""
        entered = self.post("/sign-in/sample", data={"person": person}, follow_redirects=False)
        assert entered.status_code == 303
