"""The statistics: pure functions on arrays, which know no service, no database and no clock.

`room.run` starts them in a process of their own, because they take memory and time.
"""
