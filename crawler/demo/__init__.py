"""Small portals of our own, served on loopback: the embedded default and the test bed."""
