"""A running sample's desk x many people at once -> how long each kind of page takes them, and what failed."""

import datetime

from prakat.thai.buddhist_era import BANGKOK

MOMENT = datetime.datetime(2026, 11, 20, 9, tzinfo=BANGKOK)
SAVES, PAUSE = 5, 2.0
"""Each person keeps a draft so often, so many seconds apart, as the page's own script does while somebody types."""
