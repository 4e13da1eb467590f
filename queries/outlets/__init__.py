"""What is made here that nobody here uses."""
