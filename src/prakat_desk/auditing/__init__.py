"""an office's history -> what its auditors read at the desk: rows, an item's life, a person's acts, evidence, kits"""
