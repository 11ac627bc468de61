"""One box for everything (Ctrl+K): commands, items, findings, guidelines, settings, cases, words of the record.

`entries`: what can be found, and its ranking; `sources`: where it comes from; `box`: the widget; `controller`: what happens.
"""
