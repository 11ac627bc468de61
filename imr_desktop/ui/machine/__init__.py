"""Reading by machine and by eye: what runs in the background, the pages that wait for a person, words put right."""
