"""The page of the first start: reviewer, protection and key, each explained in a line and each can wait."""
