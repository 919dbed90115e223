"""Pictures lose position, author and device before they are published, and nothing else (R35, R51)."""

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageSequence

import pictures
from pictures import LADEN, SECRET, drawn, laden_jpeg, laden_png, laden_webp, segment
from prakat.item.picture_file import is_picture, read_picture
from prakat.item.picture_parts import MOST_BLOCKS
from prakat.item.picture_trace import PictureTrace, picture_traces


def published(raw: bytes) -> bytes:
    found = read_picture(raw)
    assert found is not None
    return found.published


def frames(raw: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(raw)) as opened:
        return [each.convert("RGBA").tobytes() for each in ImageSequence.Iterator(opened)]


@pytest.mark.parametrize("kind", LADEN)
def test_nothing_but_the_picture_is_published(kind: str) -> None:
    raw = LADEN[kind]
    found = read_picture(raw)
    assert found is not None and found.is_whole
    assert SECRET not in found.published and b"Exif" not in found.published and b"eXIf" not in found.published
    with Image.open(io.BytesIO(found.published)) as opened:
        assert not opened.getexif() and not {"exif", "xmp", "comment", "photoshop", "mp", "Author"} & opened.info.keys()


@pytest.mark.parametrize("kind", LADEN)
def test_the_pixels_colours_and_frames_stay_the_same(kind: str) -> None:
    raw = LADEN[kind]
    assert frames(published(raw)) == frames(raw)
    with Image.open(io.BytesIO(raw)) as before, Image.open(io.BytesIO(published(raw))) as after:
        for each in ("icc_profile", "duration", "loop", "adobe", "progressive"):
            assert before.info.get(each) == after.info.get(each)


@pytest.mark.parametrize("kind", LADEN)
def test_cleaning_twice_equals_cleaning_once(kind: str) -> None:
    assert published(published(LADEN[kind])) == published(LADEN[kind])
    found = read_picture(published(LADEN[kind]))
    assert found is not None and picture_traces(found.embedded) == []


@pytest.mark.parametrize("kind", LADEN)
def test_what_it_told_is_named(kind: str) -> None:
    found = read_picture(LADEN[kind])
    assert found is not None
    assert picture_traces(found.embedded) == list(PictureTrace)


TOLD = {
    "exif": (drawn("JPEG", exif=pictures.exif()), "position author device"),
    "xmp": (drawn("WEBP", xmp=pictures.XMP), "position author device"),
    "packed xmp": (drawn("PNG", pnginfo=pictures.texts()), "position author device"),
    "iptc": (
        drawn("JPEG")[:2]
        + segment(0xED, b"Photoshop 3.0\x008BIM\4\4\0\0\0\x06\x1c\x02\x5a\0\x01x")
        + drawn("JPEG")[2:],
        "position",
    ),
    "a film behind it": (drawn("JPEG") + pictures.FILM, "appended"),
    "blanks behind it": (drawn("JPEG") + bytes(40) + b"\r\n", ""),
    "a program's name": (drawn("JPEG", comment=b"CREATOR: gd-jpeg v1.0"), ""),
    "nothing": (drawn("PNG"), ""),
}


@pytest.mark.parametrize("kind", TOLD)
def test_only_what_tells_of_people_is_named(kind: str) -> None:
    raw, told = TOLD[kind]
    found = read_picture(raw)
    assert found is not None and picture_traces(found.embedded) == told.split()


def test_the_second_picture_of_a_camera_is_not_published() -> None:
    raw = drawn("MPO", exif=pictures.exif(), save_all=True, append_images=[Image.new("RGB", (640, 300), "green")])
    found = read_picture(raw)
    assert found is not None and found.is_whole and SECRET not in found.published
    assert picture_traces(found.embedded) == list(PictureTrace)
    assert frames(found.published) == frames(raw)[:1]
    with Image.open(io.BytesIO(found.published)) as opened:
        assert opened.format == "JPEG"


def test_fields_that_hold_only_blanks_tell_nothing() -> None:
    empty = Image.Exif()
    empty[0x013B], empty[0x010F] = "   ", ""
    empty.get_ifd(0x8825)[0] = b"\2\3\0\0"
    found = read_picture(drawn("JPEG", exif=empty.tobytes()))
    assert found is not None and picture_traces(found.embedded) == []


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("make", [laden_jpeg, laden_png, laden_webp])
def test_a_picture_still_asks_to_be_turned(make: "type[bytes]", orientation: int) -> None:
    raw = make(orientation)
    found = read_picture(raw)
    assert found is not None and found.is_whole and SECRET not in found.published
    with Image.open(io.BytesIO(found.published)) as opened:
        assert dict(opened.getexif()) == ({0x0112: orientation} if orientation > 1 else {})
    is_turned = orientation >= 5 and make is not laden_webp
    assert found.pixels == ((300, 640) if is_turned else (640, 300))
    assert found.is_upright is (orientation == 1 or make is laden_jpeg)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_webp_header_promises_only_what_follows(orientation: int) -> None:
    clean = published(laden_webp(orientation, lossless=True))
    assert clean[12:16] == b"VP8X" and clean[20] & 0x0C == (0x08 if orientation == 6 else 0)
    assert int.from_bytes(clean[4:8], "little") + 8 == len(clean)


def test_the_bytes_are_the_same_on_any_machine() -> None:
    """No encoder takes part, so that a digest that was published can be computed years later."""
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
        "a5f645400000000049454e44ae426082"
    )
    text = b"Author\0SECRET"
    laden = pixel[:33] + len(text).to_bytes(4, "big") + b"tEXt" + text + zlib.crc32(b"tEXt" + text).to_bytes(4, "big")
    assert published(laden + pixel[33:]) == pixel


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.4", drawn("GIF"), drawn("TIFF"), b"\xff\xd8" + b"\xff" * 50, b"RIFF"])
def test_what_is_no_picture_of_ours_is_none(raw: bytes) -> None:
    assert read_picture(raw) is None


@pytest.mark.parametrize("kind", LADEN)
def test_a_picture_cut_anywhere_is_none_or_not_whole(kind: str) -> None:
    whole = published(LADEN[kind])
    assert is_picture(whole[:12])
    for length in range(0, len(whole) - 2, 7):
        found = read_picture(whole[:length])
        assert found is None or not found.is_whole


@given(st.sampled_from(sorted(LADEN)), st.floats(0, 1), st.binary(max_size=40))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_damaged_picture_is_none_or_clean(kind: str, place: float, garbage: bytes) -> None:
    whole = LADEN[kind]
    at = int(place * len(whole))
    found = read_picture(whole[:at] + garbage + whole[at + len(garbage) :])
    if found is not None:
        assert min(found.pixels) > 0
        assert read_picture(found.published) is not None
        assert len(found.published) <= len(whole) + 40


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_exif_at_all_is_read_or_passed_over(garbage: bytes) -> None:
    found = read_picture(drawn("JPEG")[:2] + segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + garbage) + drawn("JPEG")[2:])
    assert found is not None
    picture_traces(found.embedded)


def test_a_file_of_countless_blocks_is_no_picture() -> None:
    many = segment(0xFE, b"") * (MOST_BLOCKS + 1)
    assert read_picture(drawn("JPEG")[:2] + many + drawn("JPEG")[2:]) is None


def test_a_header_alone_says_how_large_it_is() -> None:
    """60,000 by 60,000 are never decoded."""
    header = bytearray(drawn("PNG"))
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    found = read_picture(bytes(header))
    assert found is not None and found.pixels.total == 3_600_000_000


def test_half_a_name_repeated_is_read_once() -> None:
    """8 MB of what begins as a place and never is one: a pattern that looks again from each letter takes minutes."""
    half = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"Iptc4xmp" * 8000)
    found = read_picture(drawn("JPEG")[:2] + half * 128 + segment(0xE1, pictures.exif()) * 4000 + drawn("JPEG")[2:])
    assert found is not None
    assert picture_traces(found.embedded) == [
        PictureTrace.POSITION,
        PictureTrace.AUTHOR,
        PictureTrace.DEVICE,
    ]
