"""main x its audit -> what happened in a period, as facts without words, the same whenever it is read (R41 to R45)"""
