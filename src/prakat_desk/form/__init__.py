"""schema of an item <-> what people type into a form: fields, entries, JSON-shaped values"""
