"""What an installation is made of, and a look at whether it works."""
