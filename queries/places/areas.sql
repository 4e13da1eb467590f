-- Every region and park of the graph with its area at each level and its point.
SELECT id, kind, identifier, name, level, park, county, prefecture, province, country,
       lat, lon, point_of, own_area, joint, within, covers
FROM area ORDER BY id
