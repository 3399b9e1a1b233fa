"""The practice exam for public officials, in a terminal."""
