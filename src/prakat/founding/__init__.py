"""a newcomer's answers, or an invented story -> a new office's repository and keys"""
