"""an address on a forge -> its requests, reviews and pushes; asked over HTTP, merged at, heard as a second witness"""
