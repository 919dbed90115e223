"""a git repository -> its commits, files and signatures, read and written; knows nothing of the domain"""
