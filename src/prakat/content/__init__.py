"""content/, registers/ and office.yml -> every item, every finding, what is due; a change -> its action on each item"""
