"""The load tool: a room of simulated candidates."""
