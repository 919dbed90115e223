"""work x counter -> requests judged, merged, recorded and announced; refusals, confirmations and hand-overs recorded"""
