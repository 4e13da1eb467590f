// Every region and park of the graph with its area at each level and its point.
CALL () {
    MATCH (n:Region) WHERE n.fact IS NOT NULL RETURN n, 'region' AS kind
    UNION ALL
    MATCH (n:Park) WHERE n.fact IS NOT NULL RETURN n, 'park' AS kind
}
OPTIONAL MATCH (region:Region {id: n.point_of})
OPTIONAL MATCH (park:Park {id: n.point_of})
WITH n, kind, coalesce(region, park) AS point
RETURN n.id AS id, kind, n.identifier AS identifier, n.name AS name, n.level AS level,
       n.park AS park, n.county AS county, n.prefecture AS prefecture, n.province AS province, n.country AS country,
       point.lat AS lat, point.lon AS lon, n.point_of AS point_of,
       coalesce(n.own_area, false) AS own_area, coalesce(n.joint, false) AS joint,
       n.within AS within, coalesce(n.parts, []) AS covers
ORDER BY id
