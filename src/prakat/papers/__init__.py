"""an office's repository x a period, an item or a request -> the papers about it, from history alone"""
