"""bytes of one folder below content/ -> item, its text, its files and its state on a day, or findings"""
