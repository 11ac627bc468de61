"""Privacy at the desk: what was copied goes, a screen that others see says nothing, a computer that sleeps is locked."""
