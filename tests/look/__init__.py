"""How the program looks on real terminals."""
