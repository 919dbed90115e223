"""every item x its history -> what the public may see on a day: pages, feeds, register, index; what contradicts it"""
