"""Words by which headings of returns files are recognised.

Written as ``headings.words_of`` leaves them: lower case, no accents, no hamza on its
seat (``عائد`` becomes ``عايد``).

English, French, Spanish and Arabic, as found in DTM, UNHCR and HDX files.
"""

from __future__ import annotations

from typing import Final

#: Beginnings of words for "returnee"; ``retourn`` also covers ``retournés``.
RETURNEE_STEMS: Final = (
    "returnee", "retornad", "retourn", "rapatri", "repatri", "عايد", "العايد",
)  # fmt: skip

PERSONS: Final = frozenset(
    [
        "individuals",
        "individual",
        "ind",
        "inds",
        "persons",
        "person",
        "people",
        "pers",
        "individus",
        "individu",
        "personnes",
        "personne",
        "individuos",
        "individuo",
        "personas",
        "persona",
        "افراد",
        "الافراد",
        "اشخاص",
        "الاشخاص",
    ]
)

HOUSEHOLDS: Final = frozenset(
    [
        "households",
        "household",
        "hh",
        "hhs",
        "families",
        "family",
        "menages",
        "menage",
        "familles",
        "famille",
        "hogares",
        "hogar",
        "familias",
        "familia",
        "اسر",
        "الاسر",
        "اسرة",
        "الاسرة",
    ]
)

#: Words that do not narrow a count down to a part of it.
NEUTRAL: Final = frozenset(
    [
        "estimated",
        "estimate",
        "est",
        "number",
        "numbers",
        "num",
        "nbr",
        "nb",
        "no",
        "n",
        "of",
        "the",
        "total",
        "totals",
        "count",
        "counts",
        "all",
        "sum",
        "figure",
        "figures",
        "stock",
        "in",
        "round",
        "estimation",
        "nombre",
        "estime",
        "de",
        "des",
        "du",
        "le",
        "la",
        "les",
        "los",
        "las",
        "numero",
        "cantidad",
        "estimado",
        "estimada",
        "estimados",
        "totales",
        "totale",
        "عدد",
        "اجمالي",
        "مجموع",
    ]
)

#: Headings that could be a count under a name that we do not know: a file that has
#: one is never taken for a list of persons.
COUNT_LIKE: Final = frozenset(
    [
        "number",
        "count",
        "counts",
        "total",
        "value",
        "values",
        "population",
        "pop",
        "qty",
        "quantity",
        "cases",
        "n",
        "sum",
        "figure",
        "estimate",
        "estimated",
        "nombre",
        "cantidad",
        "numero",
        "total",
        "عدد",
    ]
)

SEX: Final = frozenset(
    {"sex", "gender", "sexe", "sexo", "genre", "genero", "جنس", "الجنس"}
)
AGE: Final = frozenset({"age", "ages", "edad", "العمر", "عمر"})
AGE_NEUTRAL: Final = frozenset(
    [
        "range",
        "group",
        "groups",
        "band",
        "bands",
        "category",
        "class",
        "years",
        "in",
        "group",
        "grupo",
        "groupe",
    ]
)
IDENTIFIERS: Final = frozenset({"id", "ids", "uuid", "identifier", "identifiant"})
NUMBERS: Final = frozenset({"no", "number", "numero", "code"})
SIZES: Final = frozenset(
    ["size", "members", "member", "taille", "membres", "tamano", "miembros"]
)
HEADS: Final = frozenset({"head", "chef", "jefe", "cabeza", "رب"})
PEOPLE_LISTED: Final = frozenset(
    ["individual", "person", "returnee", "migrant", "beneficiary", "case", "client"]
)
PERSON_NAMES: Final = frozenset(
    [
        "surname",
        "firstname",
        "lastname",
        "fullname",
        "forename",
        "prenom",
        "apellido",
        "apellidos",
    ]
)
NAME_PARTS: Final = frozenset({"first", "last", "full", "given", "family", "middle"})
BIRTH: Final = frozenset({"birth", "dob", "birthdate", "naissance", "nacimiento"})
PHONES: Final = frozenset(
    [
        "phone",
        "telephone",
        "mobile",
        "tel",
        "telefono",
        "phonenumber",
        "whatsapp",
        "هاتف",
        "الهاتف",
    ]
)
#: Whoever was asked or who asked: their particulars do not make a list of persons.
INFORMANTS: Final = frozenset(
    [
        "ki",
        "kis",
        "informant",
        "informants",
        "enumerator",
        "interviewer",
        "focal",
        "contact",
        "respondent",
        "collector",
        "team",
        "leader",
    ]
)

#: A code or a place of where people came from, not of where they are.
ELSEWHERE: Final = frozenset(
    [
        "origin",
        "previous",
        "displacement",
        "displaced",
        "last",
        "former",
        "habitual",
        "birth",
        "from",
        "departure",
        "asylum",
        "nationality",
        "host",
        "destination",
        "origine",
        "origen",
    ]
)

#: Sex or age of everybody together.
EVERYBODY: Final = frozenset(
    {"", "all", "total", "both", "t", "_t", "tous", "todos", "الكل"}
)
#: A line that sums the lines above it.
TOTALS: Final = frozenset(
    [
        "total",
        "totals",
        "grand_total",
        "overall_total",
        "sub_total",
        "subtotal",
        "overall",
        "total_general",
        "gran_total",
        "المجموع",
        "الاجمالي",
    ]
)
