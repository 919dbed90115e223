"""records, one signed commit each -> what the publisher did, in order; and what is wrong with that branch"""
