// Of each area: its firms, those with known products, and what metrics say of its number of firms.
{asked}
CALL (places) {
    MATCH (f:Firm) WHERE f.place IN places
    WITH f, EXISTS { (f)-[p:PRODUCES]->(:Product) WHERE {current:p} AND {actual:p} }
         OR EXISTS { (f)-[s:SUPPLIES]->(:Firm) WHERE s.role = 'waste' AND {current:s} AND {actual:s} } AS makes
    RETURN count(f) AS firms, sum(CASE WHEN makes THEN coalesce(f.count, 1) ELSE 0 END) AS known
}
RETURN area, firms, known
ORDER BY area
