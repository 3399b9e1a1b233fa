"""The simulated office: mail, documents and signing, usable without any screen."""
