"""The record: pages as pictures and text, documents, marks, and what is found in them."""
