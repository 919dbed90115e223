"""pages that readers may find -> an index in small files, which a browser searches without a server (R46)"""
