"""The pages, one file for each subject; routes.py lists them all with who may see them."""
