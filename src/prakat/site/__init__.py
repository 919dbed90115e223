"""every item x its history -> what the public may see on a day: pages, feeds, register, index; a built site's faults"""
