"""The families of checks, one small module each; `registry.FAMILIES` gives their order."""
