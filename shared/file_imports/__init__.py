"""Files that officers import by call: uploaded, checked, kept for an hour, and then imported."""
