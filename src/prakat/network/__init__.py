"""repository x remote, letter x mail server, address -> fetched, pushed, sent, read. It and `forge` open connections"""
