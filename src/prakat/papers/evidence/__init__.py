"""repository x its audit x fiscal year -> the pack that assessors are sent, each file with what proves it (R50)"""
