"""Help for the part of the window in use (F1), and the pages of the user guide in the program's own type."""
