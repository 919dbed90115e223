"""a tree and a day -> checked, built, verified, switched to atomically, recorded; compared with what the public gets"""
