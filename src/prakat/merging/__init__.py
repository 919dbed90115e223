"""work x counter -> requests judged, merged, recorded, announced; what else the publisher is asked to record"""
