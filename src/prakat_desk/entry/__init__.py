"""a stranger's passkey, invitation or account on a forge -> which person of office.yml has come in, or why nobody has"""
