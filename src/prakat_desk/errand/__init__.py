"""what the office itself asks for by a form -> the files of one request: a register's entry, an order, a hand-over"""
