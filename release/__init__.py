"""a clean checkout -> dist/: wheel, sdist, what they are built of, the hashes and the release notes"""
