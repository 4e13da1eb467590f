// Every request raised by the day asked with all it is tied to, one row a request and tie, and where that stands;
// requests.py says which concern an area.
MATCH (r:Request)
WHERE r.fact IS NOT NULL AND ($as_of IS NULL OR r.opened IS NULL OR {first_day:r.opened} <= date($as_of))
OPTIONAL MATCH (r)-[x:RAISES|HANDLES|CONCERNS|BLOCKS]-(node)
WHERE {in_force:x} AND (type(x) <> 'CONCERNS' OR startNode(x) = r)
WITH DISTINCT r, node, CASE type(x) WHEN 'RAISES' THEN 'raised' WHEN 'HANDLES' THEN 'handled'
    WHEN 'CONCERNS' THEN 'concerns' WHEN 'BLOCKS' THEN 'blocks' END AS way
WITH r, node, way, COLLECT {
    CALL (node) {
        {stands}
        RETURN place
        UNION // a product is where it, or a kind of it, is made
        MATCH (node:Product)<-[:KIND_OF*0..]-(kind:Product)
        WITH DISTINCT kind
        {makers}
        RETURN firm.place AS place
    }
    WITH place WHERE place IS NOT NULL
    RETURN DISTINCT place ORDER BY place
} AS places
RETURN r.fact AS fact, r.name AS request, r.kind AS kind, r.state AS state, r.opened AS opened, r.due AS due,
       r.closed AS closed, r.result AS result, way, node.id AS node_number, node.name AS node,
       coalesce(node:Product, false) AS product,
       CASE WHEN places <> [] THEN places END AS places
ORDER BY request, fact, way, node, node_number
