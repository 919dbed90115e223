"""day, letter -> what a Thai reader makes of it: the Buddhist-era calendar, working days, what can be seen of a text"""
