"""the branch of records, one signed commit each -> what the publisher did, in order; what is wrong with the branch"""
