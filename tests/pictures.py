"""Pictures for tests, as phones, scanners and programs write them."""

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description dc:creator="SECRET-author" exif:GPSLatitude="17,12.15N" tiff:Model="SECRET-device"/>'
    b"</rdf:RDF></x:xmpmeta>"
)
SECRET = b"SECRET"
FILM = b"\0\0\0\x18ftypmp42SECRET-film" + bytes(range(256))


def drawn(form: str, **options: object) -> bytes:
    """A picture of 640 by 300, red at its left and blue at its right, with whatever Pillow is told to put into it."""
    made = Image.new("RGB", (640, 300), "red")
    made.paste("blue", (320, 0, 640, 300))
    with io.BytesIO() as stream:
        made.save(stream, form, **options)
        return stream.getvalue()


def exif(orientation: int = 1) -> bytes:
    """What a phone says: where, who, with what, and a note of its maker's."""
    told = Image.Exif()
    told[0x0112], told[0x010F], told[0x0110], told[0x013B] = orientation, "SECRET-make", "SECRET-model", "SECRET-artist"
    told.get_ifd(0x8825).update({1: "N", 2: (17.0, 12.0, 9.0), 3: "E", 4: (102.0, 26.0, 40.0)})
    told.get_ifd(0x8769).update({0x927C: b"SECRET-maker-note", 0xA430: "SECRET-owner", 0xA431: "SECRET-serial"})
    return told.tobytes()


def texts() -> PngInfo:
    """What a program writes into a PNG file, plain and packed."""
    made = PngInfo()
    made.add_text("Author", "SECRET-author")
    made.add_text("Copyright", "SECRET-holder", zip=True)
    made.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    return made


def segment(code: int, content: bytes) -> bytes:
    return b"\xff" + bytes([code]) + (len(content) + 2).to_bytes(2, "big") + content


def laden_jpeg(orientation: int = 1, **options: object) -> bytes:
    """With everything that cameras and editors add, a second picture and a film behind it."""
    whole = drawn("JPEG", exif=exif(orientation), comment=b"SECRET-comment", **options)
    thumb = b"JFIF\0\1\1\0\0\1\0\1\1\1SEC"  # a picture of one pixel
    more = segment(0xE0, thumb) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    more += segment(0xED, b"Photoshop 3.0\x008BIM\4\4\0\0\0\x12\x1c\x02\x50\0\x0dSECRET-byline")
    more += segment(0xE2, b"FPXR\0SECRET") + segment(0xEB, b"SECRET-c2pa") + segment(0xEF, b"SECRET")
    return whole[:2] + more + whole[2:] + drawn("JPEG", comment=SECRET) + FILM


def laden_png(orientation: int = 1, **options: object) -> bytes:
    return drawn("PNG", exif=exif(orientation), pnginfo=texts(), **options) + FILM


def laden_webp(orientation: int = 1, **options: object) -> bytes:
    return drawn("WEBP", exif=exif(orientation), xmp=XMP, **options) + FILM


LADEN = {
    "jpeg": laden_jpeg(),
    "progressive jpeg": laden_jpeg(progressive=True),
    "jpeg with a profile": laden_jpeg(icc_profile=b"profile"),
    "jpeg with marks to resume from": laden_jpeg(restart_marker_blocks=3),
    "png": laden_png(),
    "animated png": laden_png(
        save_all=True, append_images=[Image.new("RGB", (640, 300), colour) for colour in ("green", "white")]
    ),
    "webp": laden_webp(),
    "lossless webp": laden_webp(lossless=True),
    "animated webp": laden_webp(
        save_all=True, append_images=[Image.new("RGB", (640, 300), colour) for colour in ("green", "white")]
    ),
}
"""One of each kind, telling everything."""
