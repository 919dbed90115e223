"""a draft -> a request as its author sends it, wherever the office's requests live; requests -> what became of each"""
