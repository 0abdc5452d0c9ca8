"""Synthetic data to try Lontar with: nothing in here describes a real person.

`demo.roster` makes the civil servants of one district government, `units.csv` and `roster.csv`,
ready for `lontar import units` and `lontar import roster`:

    python -m demo.roster OUTPUT_DIR [--seed 1] [--employees 600]

What is real: the district (Kecamatan Alak, Kota Kupang), the names of its twelve kelurahan, which
health centre serves which of them, and the form of ranks, grades and NIP. The other units, their
names and their sizes are plausible inventions.

Why it is safe to publish:

- Names join a given name and a family name drawn independently from lists of common ones. A
  likeness to somebody is chance; no list of staff was read to make them.
- A NIP has the correct form, so that checks can be tried, but its serial starts at 900. Real
  serials count from 001 the people who share a birth date, appointment and sex.
- Mail addresses end in `alak.example`, a domain reserved by RFC 2606: mail to it reaches nobody.
- Phone numbers begin with +62 000. No Indonesian number has a zero after the country code, so
  none can ring.

The same seed and headcount give the same bytes, on every machine and day: dates count from the
fixed day `demo.roster.careers.AS_OF`.
"""
