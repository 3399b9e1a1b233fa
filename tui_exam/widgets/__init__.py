"""The few widgets the screens are made of: they draw values and post messages."""
