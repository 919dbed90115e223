"""a request, its sign-offs and an office -> may it be merged, or why not; pure: no git, no clock"""
