"""an open request x whoever looks at it -> all that is decided upon, and the decision itself"""
