"""The operators' side: commands that look into the services' databases and put things right.

They run as processes of their own, beside the services or without them.
"""
