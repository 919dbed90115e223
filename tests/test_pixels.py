"""A picture says how large it is before it is loaded; whatever is no picture says nothing."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from prakat.item.pixels import pixels


def picture(form: str, **options: object) -> bytes:
    with io.BytesIO() as stream:
        Image.new("RGB", (640, 300)).save(stream, form, **options)
        return stream.getvalue()


def on_its_side() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture("JPEG", exif=exif)


PICTURES = {
    "png": picture("PNG"),
    "jpeg": picture("JPEG"),
    "progressive jpeg": picture("JPEG", progressive=True),
    "webp": picture("WEBP"),
    "lossless webp": picture("WEBP", lossless=True),
    "webp with a profile": picture("WEBP", icc_profile=b"profile"),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_every_kind_of_picture_says_its_size(tmp_path: Path, kind: str) -> None:
    (tmp_path / "picture").write_bytes(PICTURES[kind])
    assert pixels(tmp_path / "picture") == (640, 300)


def test_a_picture_taken_on_its_side_says_the_size_at_which_it_is_shown(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(on_its_side())
    assert pixels(tmp_path / "picture") == (300, 640)


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_cut_off_says_nothing(tmp_path: Path, kind: str) -> None:
    for length in range(12):
        (tmp_path / "picture").write_bytes(PICTURES[kind][:length])
        assert pixels(tmp_path / "picture") is None


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"%PDF-1.4", b"\xff\xd8" + b"\xff" * 50, b"\xff\xd8\xff\xe0\x00\x00"),
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 22,
        b"<svg xmlns='http://www.w3.org/2000/svg' width='640' height='300'/>",
        picture("GIF"),
        picture("TIFF"),
    ],
)
def test_what_is_no_picture_of_ours_says_nothing(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "picture").write_bytes(raw)
    assert pixels(tmp_path / "picture") is None


@given(st.sampled_from(sorted(PICTURES)), st.integers(0, 200), st.binary(max_size=40))
@settings(max_examples=300, deadline=None)
def test_a_damaged_picture_says_a_size_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, kind: str, place: int, garbage: bytes
) -> None:
    whole = PICTURES[kind]
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(whole[:place] + garbage + whole[place + len(garbage) :])
    found = pixels(path)
    assert found is None or min(found) > 0


def test_a_picture_too_large_to_unpack_says_nothing(tmp_path: Path) -> None:
    """Its header alone claims 60,000 by 60,000."""
    header = bytearray(PICTURES["png"])
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    (tmp_path / "picture").write_bytes(header)
    assert pixels(tmp_path / "picture") is None


def test_what_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert pixels(tmp_path / "nothing.png") is None
