"""Prakat (ประกาศ): a Thai government office's public information, from request to take-down, in one git repository."""
