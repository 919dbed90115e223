"""forge x Prakat's commit -> the workflow of an office's repository that shows people what is wrong with a request"""

from collections.abc import Mapping

from prakat.founding.pinned_product import PinnedProduct

_GITHUB = """\
# ตรวจไฟล์ของคำขอให้คนดู ไม่มีความลับ ไม่มีสิทธิ์เขียน และระบบเผยแพร่ไม่ใช้ผลของงานนี้
# (shows people what is wrong with a request; the publisher judges by itself and reads nothing of this)
name: check
on:
  pull_request:
    branches: [main]
permissions: {}
concurrency:
  group: check-${{ github.event.pull_request.number }}
  cancel-in-progress: true
jobs:
  check:
    permissions:
      contents: read
    uses: @uses@
"""
_FORGEJO = """\
# ตรวจไฟล์ของคำขอให้คนดู ไม่มีความลับ ไม่มีสิทธิ์เขียน และระบบเผยแพร่ไม่ใช้ผลของงานนี้
# (shows people what is wrong with a request; the publisher judges by itself and reads nothing of this)
name: check
on:
  pull_request:
    branches: [main]
jobs:
  check:
    runs-on: docker
    container:
      image: docker.io/library/python:3.11-bookworm
    env:
      NO_MKDOCS_2_WARNING: "1"
      PYTHONSAFEPATH: "1"
      TZ: Asia/Bangkok
    steps:
      - name: packages
        env:
          PRAKAT: @source@
          COMMIT: @commit@ # v@version@
        run: |
          git init -q "$RUNNER_TEMP/product"
          git -C "$RUNNER_TEMP/product" fetch -q --depth 1 "$PRAKAT" "$COMMIT"
          git -C "$RUNNER_TEMP/product" -c advice.detachedHead=false checkout -q FETCH_HEAD
          cd "$RUNNER_TEMP/product"
          python -P -m pip install --quiet --require-hashes -r requirements.lock -r requirements-build.lock
          python -P -m pip install --quiet --no-deps --no-build-isolation .
      - name: the request, only read
        env:
          HEAD: ${{ github.event.pull_request.head.sha }}
          TOKEN: ${{ github.token }}
        run: |
          basic=$(printf 'x:%s' "$TOKEN" | base64 -w 0)
          git init -q "$RUNNER_TEMP/request"
          git -C "$RUNNER_TEMP/request" -c http.extraHeader="Authorization: Basic $basic" \\
            fetch -q "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" "$HEAD"
          git -C "$RUNNER_TEMP/request" -c advice.detachedHead=false checkout -q FETCH_HEAD
      - name: every finding, at its line
        run: prakat check --repo "$RUNNER_TEMP/request"
      - name: a strict build
        if: always()
        run: prakat publish --repo "$RUNNER_TEMP/request" --to "$RUNNER_TEMP/site"
"""
_PATHS = {"github": ".github/workflows/check.yml", "forgejo": ".forgejo/workflows/check.yml"}


def texts(forge: str, pin: PinnedProduct) -> Mapping[str, bytes]:
    """Path -> text; none for an office on a bare repository."""
    if forge not in _PATHS:
        return {}
    told = {"uses": pin.uses("check"), "source": pin.source, "commit": pin.commit, "version": pin.version}
    text = _GITHUB if forge == "github" else _FORGEJO
    for name, value in told.items():
        text = text.replace(f"@{name}@", value)
    return {_PATHS[forge]: text.encode()}
