"""content/, registers/ and office.yml -> every item, every finding, what is due; what a change did to each item"""
