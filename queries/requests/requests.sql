-- Every request raised by the day asked with all it is tied to, one row a request and tie, and where that stands;
-- requests.py says which concern an area.
WITH RECURSIVE
{kinds},
{makes},
{stands},
tie AS (
    SELECT x.request, x.raiser AS node, 'raised' AS way FROM raises x WHERE {in_force:x}
    UNION SELECT x.request, x.handler, 'handled' FROM handles x WHERE {in_force:x}
    UNION SELECT x.about, x.subject, 'concerns' FROM concerns x WHERE {in_force:x}
    UNION SELECT x.request, x.what, 'blocks' FROM blocks x WHERE {in_force:x}
),
lies AS (
    SELECT node, place FROM stands
    UNION -- a product is where it, or a kind of it, is made
    SELECT k.product, m.place FROM makes m JOIN kinds k ON k.kind = m.product
    WHERE m.place IS NOT NULL AND k.product IN (SELECT node FROM tie)
)
SELECT printf('%016x', r.fact) AS fact, r.name AS request, r.kind, r.state, r.opened, r.due, r.closed, r.result,
       t.way, t.node AS node_number, n.name AS node, coalesce(n.kind = 'product', false) AS product,
       list(DISTINCT l.place ORDER BY l.place) FILTER (WHERE l.place IS NOT NULL) AS places
FROM request r
LEFT JOIN tie t ON t.request = r.id LEFT JOIN node n ON n.id = t.node LEFT JOIN lies l ON l.node = t.node
WHERE $as_of::DATE IS NULL OR r.opened IS NULL OR first_day(r.opened) <= $as_of::DATE
GROUP BY ALL
ORDER BY r.name, fact, t.way, n.name, t.node
