"""The SSH host: a whole exam room from one machine. Nothing of the local seat imports it."""
