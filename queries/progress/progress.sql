-- Every item of an agreement or plan with all it is tied to, one row an item and tie, and where that stands;
-- progress.py says which concern an area.
WITH
{stands},
later AS ( -- items of agreements that were signed only after the day asked
    SELECT p.part AS measure FROM part_of p JOIN agreement a ON a.id = p.whole
    GROUP BY p.part
    HAVING bool_and(coalesce(first_day(a.signed) > $as_of::DATE AND coalesce(a.status, '') <> 'planned', false))
),
item AS (SELECT * FROM measure WHERE id NOT IN (SELECT measure FROM later)),
tie AS (
    SELECT part AS measure, whole AS node, 'part_of' AS way FROM part_of
    UNION SELECT x.about, x.subject, 'concerns' FROM concerns x WHERE {in_force:x}
    UNION -- who agreed it; a witness did not
    SELECT p.part, x.party, 'party' FROM part_of p JOIN party_to x ON x.agreement = p.whole
    WHERE x.role <> 'witness' AND {in_force:x}
    UNION SELECT p.part, x.subject, 'agreement' FROM part_of p JOIN concerns x ON x.about = p.whole WHERE {in_force:x}
)
SELECT printf('%016x', m.fact) AS fact, m.name AS item, m.clause, m.responsible, m.due, m.status,
       t.way, t.node AS node_number, n.name AS node, coalesce(n.kind = 'product', false) AS product, a.signed,
       a.status AS agreement_status,
       -- its parties say where an agreement stands
       list(DISTINCT s.place ORDER BY s.place) FILTER (WHERE s.place IS NOT NULL AND t.way <> 'part_of') AS places
FROM item m
LEFT JOIN tie t ON t.measure = m.id LEFT JOIN node n ON n.id = t.node LEFT JOIN stands s ON s.node = t.node
LEFT JOIN agreement a ON a.id = t.node AND t.way = 'part_of'
GROUP BY ALL
ORDER BY m.name, fact, t.way, n.name, t.node
