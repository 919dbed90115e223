"""a request in git or on a forge -> as the policy judges it, and as its people see it"""
