"""repository x remote, letter x mail server, address -> fetched, pushed, sent, read; opens connections, like `forge`"""
