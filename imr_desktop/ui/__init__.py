"""The window: Qt and nothing else. Everything it shows is computed on lower floors."""
