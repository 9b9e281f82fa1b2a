"""One module a layer of the base map; each has `features(work)`, an iterator of GeoJSON features.

`work` is the folder where the coastline package is and the layers go.
"""
