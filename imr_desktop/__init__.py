"""IMR Desktop: an offline workbench for California Independent Medical Review (Labor Code 4610.5-4610.6)."""

__version__ = "0.1.0"
