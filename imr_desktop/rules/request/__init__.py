"""Reading a request: how many, how often, which side, body part and level."""
