"""A picture says how large it is before it is loaded; whatever is no picture says nothing."""

from pathlib import Path

import pytest

from prakat.picture import pixels

JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
FRAME = b"\x00\x11\x08\x01\x2c\x02\x80\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
PICTURES = {
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\x2c\x08\x02\x00\x00\x00",
    "jpeg": JPEG_HEAD + b"\xff\xdb\x00\x04ab\xff\xc0" + FRAME,
    "progressive jpeg with filling": JPEG_HEAD + b"\xff\xff\xff\xc2" + FRAME,
    "jpeg after restart marks": b"\xff\xd8\xff\xd0\xff\x01\xff\xc1" + FRAME,
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x80\x02\x2c\x01",
    "lossless webp": b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f\x7f\xc2\x4a\x00\x00\x00\x00\x00\x00",
    "extended webp": b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x7f\x02\x00\x2b\x01\x00",
}


@pytest.mark.parametrize("kind", PICTURES)
def test_every_kind_of_picture_says_its_size(tmp_path: Path, kind: str) -> None:
    (tmp_path / "picture").write_bytes(PICTURES[kind])
    assert pixels(tmp_path / "picture") == (640, 300)


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_cut_off_says_nothing(tmp_path: Path, kind: str) -> None:
    for length in range(12):
        (tmp_path / "picture").write_bytes(PICTURES[kind][:length])
        assert pixels(tmp_path / "picture") is None


@pytest.mark.parametrize(
    "raw",
    [b"", b"%PDF-1.4", b"\xff\xd8" + b"\xff" * 50, b"\xff\xd8\xff\xe0\x00\x00", b"\x89PNG\r\n\x1a\n" + b"\x00" * 22],
)
def test_what_is_no_picture_says_nothing(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "picture").write_bytes(raw)
    assert pixels(tmp_path / "picture") is None


def test_what_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert pixels(tmp_path / "nothing.png") is None
