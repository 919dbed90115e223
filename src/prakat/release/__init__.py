"""a tree and a day -> a site that is checked, built, verified, put live at once, recorded, and compared when live"""
