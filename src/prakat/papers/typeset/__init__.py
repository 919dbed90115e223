"""paper x name of a format -> the bytes of a file that people print, sign, change or count with"""
