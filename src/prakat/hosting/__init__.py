"""a bare repository or a forge -> what it refuses by itself, and which of that protection is switched off"""
