"""a git repository -> its commits, files and signatures, and what is written into it; nothing of the domain"""
