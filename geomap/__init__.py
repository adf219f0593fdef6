"""Reports in, map out: what is said to have happened where, when, by whom, according to whom.

>>> import geomap
>>> events = geomap.map_reports(["reports/"])   # GeoDataFrame, EPSG:4326
>>> geomap.draw(events)                         # a folium.Map
"""
