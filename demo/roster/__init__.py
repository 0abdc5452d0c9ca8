"""The roster of a district government, generated; `demo` says what it holds and why it is safe.

units       the organisation as data          staffing    who a kind of unit needs
positions   what people do, at which grades   posts       units x staffing, up to the headcount
names       name pools                        careers     dates, employment, grade, NIP
supervisors who reports to whom               generate    puts the rows together
files       writes them as CSV

The columns are those of the `unit.changed` and `employee.changed` events. Empty means null. Some
gaps are deliberate: a few people name no supervisor (the fallback to the unit's head, then to its
parent's, has work to do), and a handful have retired and are inactive.
"""

from demo.roster.generate import Roster, generate

__all__ = ["Roster", "generate"]
