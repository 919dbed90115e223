"""answers of a newcomer, or an invented story -> an office's repository, begun, with its keys"""
