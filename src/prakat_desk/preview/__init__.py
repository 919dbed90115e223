"""an item as it is being written x main -> the page as readers will see it, what changed, and every finding"""
