"""How Arabic pages write numbers and dates.

Django's own formats for ``ar`` group no thousands, put a point where the map and the
budget meter (drawn in the browser) put a comma, and set a comma before the year.
One figure must not be read in two ways: these are CLDR's signs for Western digits.
"""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "d\u200f/m\u200f/Y"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
