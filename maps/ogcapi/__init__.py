"""OGC API – Features, parts 1 (core) and 2 (coordinate reference systems).

What the standard asks of addresses, parameters and documents. What is told stands in
`maps.collections`; how it is answered over HTTP in `maps.views.features`.
"""
