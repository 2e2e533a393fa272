"""Words by which headings of tables are recognised.

English, French, Spanish and Arabic, as found in DTM, UNHCR, OCHA and HDX files and in
those of ministries.  Case, accents, plurals and articles do not matter
(:mod:`maps.imports.folding`): ``retourné`` stands for ``Retournés`` as well.
"""

from __future__ import annotations

from typing import Final

from maps.imports.folding import stems, words_of

#: Beginnings of words for "returnee"; ``retourn`` also covers ``retournés``.
RETURNEE_STEMS: Final = (
    "returnee", "returned", "retornad", "retourn", "rapatri", "repatri", "عايد",
)  # fmt: skip

PERSONS: Final = stems(
    "individual ind inds person people pers individu personne individuo persona"
    " أفراد فرد أشخاص شخص نسمة"
)

HOUSEHOLDS: Final = stems(
    "household hh hhs family families ménage famille foyer hogar hogares familia"
    " أسر أسرة عائلة عائلات عوائل"
)

#: Words that do not narrow a count down to a part of it.
NEUTRAL: Final = stems(
    "estimated estimate est number num nbr nb no n of the total totals count all sum"
    " figure stock in round both sexes estimation nombre estimé estimée de des du le la les los"
    " las el del d l numéro número cantidad estimado estimada totales totale totaux"
    " effectif cifra عدد إجمالي مجموع تقديري تقديرية كلي"
)

#: Headings that could be a count under a name that we do not know: a file that has
#: one is never taken for a list of persons.
COUNT_LIKE: Final = stems(
    "number count total value population pop qty quantity cases n sum figure estimate"
    " estimated nombre cantidad número effectif عدد إجمالي مجموع"
)

SEX: Final = stems("sex gender sexe sexo genre género جنس النوع")
AGE: Final = stems("age edad âge العمر عمر")
AGE_NEUTRAL: Final = stems(
    "range group band category class years in grupo groupe tranche rango فئة"
)
IDENTIFIERS: Final = stems("id ids uuid identifier identifiant identificador معرف")
NUMBERS: Final = stems("no number numero code")
SIZES: Final = stems("size members taille membres tamaño miembros حجم")
HEADS: Final = stems("head chef jefe jefa cabeza رب")
PEOPLE_LISTED: Final = stems(
    "individual person returnee migrant beneficiary case client"
)
PERSON_NAMES: Final = stems(
    "surname firstname lastname fullname forename prénom apellido apellidos"
)
NAME_PARTS: Final = stems("first last full given family middle")
BIRTH: Final = stems("birth dob birthdate naissance nacimiento ميلاد")
PHONES: Final = stems(
    "phone telephone mobile tel téléphone teléfono phonenumber whatsapp هاتف جوال"
)
#: Whoever was asked or who asked: their particulars do not make a list of persons.
INFORMANTS: Final = stems(
    "ki kis informant enumerator interviewer focal contact respondent collector team"
    " leader enquêteur informateur encuestador informante"
)

#: A code or a place of where people came from, not of where they are.
ELSEWHERE: Final = stems(
    "origin previous displacement displaced last former habitual birth from departure"
    " asylum nationality host destination origine origen provenance procedencia"
    " anterior précédent nationalité nacionalidad الأصل السابق المنشأ"
)

#: Words for a level of administration.  They say that a heading is about an area,
#: not which level it is: a ``district`` is coarse in one country, fine in the next.
LEVELS: Final = stems(
    "state county counties payam boma province region district governorate department"
    " municipality municipalities ward lga woreda zone kebele parish subcounty subdistrict chiefdom"
    " area locality localities prefecture"
    " région département commune préfecture arrondissement gouvernorat wilaya daïra"
    " cercle"
    " departamento municipio provincia región distrito cantón parroquia comuna estado"
    " محافظة ولاية مديرية قضاء ناحية بلدية منطقة إقليم مقاطعة محلية لواء"
)
COUNTRIES: Final = stems("country countries pays país بلد دولة")
CODES: Final = stems("code pcode código كود رمز")
NAMES: Final = stems("name nom nombre اسم")
#: Words that a heading of an area may have besides.
LEVEL_NEUTRAL: Final = stems(
    "of the de du des la le les l d el del admin adm administrative sub sous"
)

LATITUDES: Final = stems("latitude lat latitud lattitude") | {"عرض"}
LONGITUDES: Final = stems("longitude lon long lng longitud") | {"طول"}
EASTINGS: Final = stems("easting eastings xutm utmx este abscisse شرقيات تشريق")
NORTHINGS: Final = stems("northing northings yutm utmy norte ordonnée شماليات تشميل")
ZONES: Final = stems("zone zona fuseau huso منطقة نطاق")
GRIDS: Final = stems("utm mgrs يوتم")
#: Words that a heading of metres of a grid may have besides.
GRID_NEUTRAL: Final = stems(
    "utm x y m metre meter metres meters mètres metros coordinate coordonnée coordenada"
    " gps site location point zone de du la إحداثي متر"
)
#: Words that a heading of a coordinate may have besides.
POINT_NEUTRAL: Final = stems(
    "gps geo wgs84 wgs 84 decimal degree degrees dd site location point y x coordinate"
    " coordonnée coordenada coord departure départ degré grado décimal décimale"
    " de du la le of the geopoint خط دائرة درجة إحداثي إحداثيات"
)

#: Sex or age of everybody together.
EVERYBODY: Final = frozenset(
    {"", "all", "total", "both", "t", "_t", "tous", "todos", "الكل"}
)
#: A line that sums the lines above it.
TOTALS: Final = frozenset(
    [
        *("total", "totals", "grand_total", "overall_total", "sub_total", "subtotal"),
        *("overall", "total_general", "gran_total", "sous_total", "subtotal_general"),
        *("المجموع", "الاجمالي", "المجموع_الكلي", "الاجمالي_العام"),
    ]
)


def is_total(cell: object) -> bool:
    """Whether the cell heads a line that sums the lines above it."""
    return isinstance(cell, str) and "_".join(words_of(cell)) in TOTALS
