"""What one expects of a text: cut, copy, paste, find and replace, spelling, snippets, its versions, how well it reads."""
