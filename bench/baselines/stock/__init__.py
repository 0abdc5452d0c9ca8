"""The chain as stock nameko writes it: commit, dispatch, one commit a message."""
