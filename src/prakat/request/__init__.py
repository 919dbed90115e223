"""a request in git or on a forge -> the request as the policy judges it, and what its signers read of it"""
