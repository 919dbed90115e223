"""commit x verdict -> the status that people see beside the commit; nearly the same on both forges"""

from prakat.forge.client import Client


def mark(client: Client, repository: str, head: str, name: str, state: str, text: str) -> None:
    """Sets a status only if it says something new, since both forges keep every status ever set."""
    told = client.get(f"{repository}/commits/{head}/status").get("statuses") or []
    newest = next((each for each in told if each["context"] == name), None)
    if newest is None or (newest.get("state") or newest.get("status"), newest["description"]) != (state, text):
        body = {"state": state, "context": name, "description": text}
        client.do("POST", f"{repository}/statuses/{head}", body)
