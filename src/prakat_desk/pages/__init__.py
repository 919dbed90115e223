"""visit -> page: one module for each subject, each with its routes"""
