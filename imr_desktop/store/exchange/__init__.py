"""How cases leave the vault and come in: sealed packages, blind second reviews, and plain files."""

from imr_desktop.store.exchange.blinding import OpinionDifference, blind, compare_opinions
from imr_desktop.store.exchange.opening import OpenedPackage, read_package
from imr_desktop.store.exchange.package import write_package
from imr_desktop.store.exchange.parts import PackageContents, PackedVersion
from imr_desktop.store.exchange.sealing import checked_recipients, new_identity
