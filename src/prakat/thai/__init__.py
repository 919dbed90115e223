"""day, text -> how Thai readers count and see them: the Buddhist-era calendar, working days, visible characters"""
