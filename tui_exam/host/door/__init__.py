"""Who comes in: accounts, passwords, and nobody before his turn."""
