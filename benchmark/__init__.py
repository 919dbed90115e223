"""A generated office of any size, measured beside the plain tools that it could have been built with."""
