"""an office's people, each on a phone -> what they ask for, sign and follow, in git; alone knows the web"""
