"""Guidelines in the window: the form for what a guideline says, the view of all rules, and other reviewers' readings."""
