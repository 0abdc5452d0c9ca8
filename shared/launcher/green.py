"""Import this before anything else: sockets, threads and sleep become green.

eventlet says on every import that it is deprecated; the decision record on nameko says why it
is here, and operators should not read it at every start.
"""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="(?s).*[Ee]ventlet is deprecated")
    import eventlet

eventlet.monkey_patch()
