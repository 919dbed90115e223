"""a passkey, an invitation or an account on a forge -> which person of office.yml has come in, or why nobody has"""
