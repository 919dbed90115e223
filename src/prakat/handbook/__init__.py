"""schemas/, the commands' parsers and module docstrings -> the texts that are derived from them"""
