"""what readers may find -> an index in small files, in which their browser finds it without a server (R46)"""
