"""the months in Thai words, long and short -> their numbers"""

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_NUMBERS = {
    _name.replace(".", ""): _number for _names in (MONTHS, SHORT_MONTHS) for _number, _name in enumerate(_names, 1)
}


def month_number(text: str) -> int:
    """Of a month in Thai words, short or long, or in digits; 0 if there is none of that name."""
    return int(text) if text.isdecimal() else _NUMBERS.get(text.replace(".", ""), 0)
