"""The words of the program and their English."""
