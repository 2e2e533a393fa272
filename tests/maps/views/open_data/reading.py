"""Reading the files of open data."""

import csv
import io

FORMS = ["csv", "geojson", "gpkg", "parquet", "xlsx"]
RELEASE = "/data/returns/R/1/1/"
LINK = f"http://testserver{RELEASE}"
#: Hidden by rule; a number that stands nowhere else in any file.
SECRET = 7


def body(answer):
    assert answer.status_code == 200, answer
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))
