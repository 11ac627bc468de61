"""Finding words in the record: texts made alike, a language of queries, an index, and what a query found."""
