"""a bare repository or a forge -> what it refuses by itself, and what of that is switched off"""
