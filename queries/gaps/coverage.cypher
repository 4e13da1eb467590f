// Of each area: its firms, those with known products, and of unnamed groups the numbers of firms in them.
{asked}
CALL (places) {
    MATCH (f:Firm) WHERE f.place IN places
    WITH {number:f} AS number, EXISTS { (f)-[p:PRODUCES]->(:Product) WHERE {current:p} AND {actual:p} }
         OR EXISTS { (f)-[s:SUPPLIES]->(:Firm) WHERE s.role = 'waste' AND {current:s} AND {actual:s} } AS makes
    ORDER BY number
    RETURN count(*) AS firms, sum(CASE WHEN NOT makes THEN 0 WHEN number > 0 THEN number ELSE 1 END) AS known,
           collect(CASE WHEN number >= 0 THEN number END) AS groups, count(CASE WHEN NOT makes THEN 1 END) AS silent,
           collect(CASE WHEN number >= 0 AND NOT makes THEN number END) AS silent_groups
}
RETURN area, firms, known, groups, silent, silent_groups
ORDER BY area
