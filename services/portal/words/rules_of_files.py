"""What is wrong with files, as the services say it, and as people read it."""

from services.portal.words.marking import marked

RULES_OF_FILES = [
    (r"is empty", marked("The cell is empty.")),
    (
        r"is empty: a complaint without a ticket number needs .*",
        marked("Without a ticket number a complaint needs its source and text."),
    ),
    (
        r"is empty: how many services does the figure rest on\?",
        marked("On how many services does the figure rest?"),
    ),
    (
        r"has (?P<number>\d+) characters, (at most|an id has at most) (?P<most>\d+).*",
        marked("Too long: %(number)s characters, at most %(most)s."),
    ),
    (r"holds a line break", marked("There is a line break in the cell.")),
    (
        r"holds the invisible character (?P<what>\S+)",
        marked("There is an invisible character in the cell (%(what)s)."),
    ),
    (r"(?P<given>.+) is not a mail address", marked("%(given)s is not a mail address.")),
    (
        r"must be true or false \(ya or tidak, 1 or 0\), not (?P<given>.+)",
        marked("Write “ya” or “tidak”, not %(given)s."),
    ),
    (
        r"must be a whole number from (?P<least>\d+) to (?P<most>\d+).*, not (?P<given>.+)",
        marked("Write a whole number from %(least)s to %(most)s, not %(given)s."),
    ),
    (
        r"must be a whole number such as (?P<example>\d+), not (?P<given>.+)",
        marked("Write a whole number such as %(example)s, not %(given)s."),
    ),
    (
        r"must be a number such as (?P<example>.+), not (?P<given>.+)",
        marked("Write a number such as %(example)s, not %(given)s."),
    ),
    (
        r"must be a (date|day or a time|time with its offset) such as (?P<example>\S+), not "
        r"(?P<given>.+)",
        marked("Write it as %(example)s, not %(given)s."),
    ),
    (
        r"must look like (?P<example>\S+), not (?P<given>.+)",
        marked("Write it as %(example)s, not %(given)s."),
    ),
    (
        r"must be (?P<choices>[\w, ]+), not (?P<given>'.*')",
        marked("Write one of: %(choices)s; not %(given)s."),
    ),
    (r"Must be one of: (?P<choices>.+)\.", marked("Write one of: %(choices)s.")),
    (r"names (?P<given>'.*') twice", marked("%(given)s is there twice.")),
    (
        r"unknown role (?P<given>'.*'); there is: (?P<choices>.+)",
        marked("There is no role %(given)s, only: %(choices)s."),
    ),
    (r"(?P<given>.+) is too long ago", marked("%(given)s is too long ago.")),
    (
        r"there is no such column; known: (?P<choices>.+)",
        marked("There is no such column. Known: %(choices)s."),
    ),
    (r"the column is there twice", marked("The column is there twice.")),
    (r"the column is missing", marked("The column is missing.")),
    (
        r"has (?P<number>\d+) cells, the header has (?P<most>\d+)",
        marked("The row has %(number)s cells, the first row %(most)s."),
    ),
    (
        r"(lies in the future, so that no later change would count|\S+( \d+-\d+-\d+)? lies in "
        r"the future.*)",
        marked("This lies in the future."),
    ),
    (
        r"'?(?P<given>.+?)'? is in row (?P<number>\d+) already, with other facts",
        marked("%(given)s is in row %(number)s already, with other facts."),
    ),
    (
        r"'?(?P<given>.+?)'? is in row (?P<number>\d+) already",
        marked("%(given)s is in row %(number)s already."),
    ),
    (
        r"(period_end )?(?P<given>\S+) lies before (starts_on,|period_start) \S+",
        marked("%(given)s lies before the first day."),
    ),
    (
        r"there is no programme (?P<given>'.*'), neither here nor in the file",
        marked("There is no programme %(given)s, neither here nor in the file."),
    ),
    (r"must have 18 digits", marked("A NIP has 18 digits.")),
    (r"must begin with a birth date \(YYYYMMDD\)", marked("A NIP begins with the date of birth.")),
    (
        r"(must name a year of appointment|of a .* must name a month of appointment) .*",
        marked("The date of appointment in the NIP cannot be right."),
    ),
    (r"must have 1 or 2 as its digit 15", marked("Digit 15 of a NIP is 1 or 2.")),
    (
        r"(?P<what>\S+) is (?P<given>\S+); more than (?P<most>\S+) is not possible",
        marked("%(given)s is too much: at most %(most)s."),
    ),
    (
        r"(?P<what>\S+) is (?P<given>\S+); time, counts and shares are never negative",
        marked("%(given)s: such a figure is never negative."),
    ),
    (
        r"is 0, and nothing has no (?P<what>\w+): leave the day out",
        marked("Without services there is no mean or median: leave the day out."),
    ),
    (
        r"is (?P<given>\S+); a count is a whole number",
        marked("A count is a whole number, not %(given)s."),
    ),
    (
        r"broken CSV \((?P<what>.*)\); nothing below was read",
        marked("From here on the file is broken; nothing below was read."),
    ),
    (
        r"is a number too long for a spreadsheet.*",
        marked(
            "The spreadsheet has changed the last digits: format the column as text and "
            "enter the number again."
        ),
    ),
    (
        r"holds (?P<what>#\S+), the error of a formula",
        marked("The formula in this cell has an error: %(what)s."),
    ),
    (
        r"(?P<what>\w+) must be from (?P<least>\d+) to (?P<most>\d+), not (?P<given>\S+)",
        marked("%(what)s must be from %(least)s to %(most)s, not %(given)s."),
    ),
    (
        r"(?P<what>\w+) must be a whole number, not (?P<given>.+)",
        marked("%(what)s must be a whole number, not %(given)s."),
    ),
    (
        r"(?P<what>\w+) must be a day, as (?P<example>\S+) or .*, not (?P<given>.+)",
        marked("%(what)s must be a day, as %(example)s, not %(given)s."),
    ),
    (
        r"HR has not told of an employee (?P<given>.+); import the roster first",
        marked("There is no employee %(given)s yet: import the people first."),
    ),
    (
        r"gap_share must be (a number|from 0 to 1.*), not (?P<given>.+)",
        marked("gap_share must be a share from 0 to 1 (0.25 for 25 %%), not %(given)s."),
    ),
    (
        r"has more cells than titles; .*",
        marked(
            "The row has more cells than there are titles: in a CSV with commas, write "
            "numbers with a point."
        ),
    ),
    (
        r"(?P<what>\w+) must not hold the NUL character",
        marked("%(what)s holds an invisible character."),
    ),
    (
        r"give either unit_id or employee_id",
        marked("Give either unit_id or employee_id, and not both."),
    ),
    (
        r"these are no competency gaps .*",
        marked("These are no competency gaps: look at the columns below."),
    ),
    (
        r"HR has not told of a unit (?P<given>.+); import the units first",
        marked("There is no unit %(given)s yet: import the units first."),
    ),
    (
        r"totals of this unit from .* would count twice",
        marked("Totals of this unit cover these days already; it would count twice."),
    ),
    (
        r"sheets of this unit and period are kept already; .*",
        marked("Sheets of this unit and period are kept already; it would count twice."),
    ),
    (
        r"another row of this file has totals of some of these days",
        marked("Another row of the file has totals of some of these days."),
    ),
    (
        r"(?P<file>.+): line (?P<number>\d+) is not UTF-8 .*",
        marked(
            "%(file)s is no text in UTF-8 (line %(number)s): save it as CSV in UTF-8, or as XLSX."
        ),
    ),
    (
        r"(?P<file>.+) is no CSV in UTF-8: .*",
        marked("%(file)s is no table: save it as CSV in UTF-8, or as XLSX."),
    ),
    (
        r"(?P<file>.+) is no spreadsheet \(XLSX\), whatever its name says",
        marked("%(file)s is no spreadsheet (XLSX), whatever its name says."),
    ),
    (
        r"(?P<file>.+) is a damaged spreadsheet, or none .*",
        marked("%(file)s is a damaged spreadsheet, or none: save it anew as XLSX."),
    ),
    (
        r"(?P<file>.+) is a spreadsheet of the old form \(XLS\) or with a password: .*",
        marked(
            "%(file)s is a spreadsheet of the old form (XLS), or has a password: save it "
            "as XLSX without one."
        ),
    ),
    (
        r"(?P<file>.+?) (is empty: the first|is empty or begins|begins with a blank).*|the "
        r"file is empty",
        marked("The file is empty, or its first row is: the first row must name the columns."),
    ),
    (
        r"(?P<file>.+): line (?P<number>\d+) is longer than .*",
        marked("%(file)s is no table: line %(number)s is far too long."),
    ),
    (
        r"(?P<file>.+) holds (?P<number>\d+) sheets .*",
        marked("%(file)s holds %(number)s sheets: keep only the one to import."),
    ),
    (
        r"(?P<file>.+) has merged cells \((?P<what>[A-Z0-9:]+)\): .*",
        marked("%(file)s has merged cells (%(what)s): unmerge them."),
    ),
    (
        r"(?P<file>.+) holds formulas that were never computed: .*",
        marked(
            "%(file)s holds formulas that were never computed: open it in a spreadsheet "
            "program and save it."
        ),
    ),
    (
        r"(?P<file>.+) holds more than (?P<most>\d+) (rows|programmes)",
        marked(
            "%(file)s has more than %(most)s rows. Split it, or ask the operator to "
            "import it on the server with “lontar import”."
        ),
    ),
    (
        r"the file (is larger|unpacks to more) than (?P<most>\d+) MiB.*",
        marked(
            "The file is too big. Split it, or ask the operator to import it on the "
            "server with “lontar import”."
        ),
    ),
    (
        r"the file did not arrive whole: .*",
        marked("The file did not arrive whole: choose it again."),
    ),
    (
        r"(?P<file>.+): column (?P<number>\d+) has no name in the first row",
        marked("Column %(number)s has no name in the first row."),
    ),
    (
        r"(?P<file>.+): two columns have the same name",
        marked("%(file)s: two columns have the same name."),
    ),
    (
        r"these are neither sheets .*",
        marked("These are neither sheets of the survey nor totals: look at the columns below."),
    ),
    (
        r"(?P<number>\d+) errors are in the file by now, and nothing was imported: .*",
        marked(
            "Since it was checked the file has become wrong, and nothing was imported: "
            "check it again."
        ),
    ),
    (
        r"only whoever checked a file may import it",
        marked("Only whoever checked a file may import it."),
    ),
]
