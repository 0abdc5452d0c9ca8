"""The right word to the right person: messages, their languages and their delivery."""
