"""A running sample's desk x many people at once -> how long each kind of page takes them, and what failed."""

import argparse
import asyncio
import datetime
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmark.generate import generate
from prakat.founding.sample_office import begin_sample, sample_of
from prakat.network.loopback_port import LOOPBACK, check_port
from prakat.thai.buddhist_era import BANGKOK
from prakat_desk import server

MOMENT = datetime.datetime(2026, 11, 20, 9, tzinfo=BANGKOK)
SAVES, PAUSE = 5, 2.0
"""Each person keeps a draft so often, so many seconds apart, as the page's own script does while somebody types."""
