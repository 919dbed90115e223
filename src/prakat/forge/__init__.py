"""an address on a forge -> its requests, reviews and pushes, merges made there, and its word as a second witness"""
