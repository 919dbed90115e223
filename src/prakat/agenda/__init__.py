"""an office's requests, pages and records x moment -> what waits for whom, what is due, and who is told of it"""
