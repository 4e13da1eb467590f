// The firms of the area of which no product is known, neither made nor bought nor used.
{asked}
MATCH (f:Firm) WHERE f.place IN places AND NOT coalesce(f.`group`, false)
  AND NOT EXISTS { (f)-[:PRODUCES|CONSUMES]->() } AND NOT EXISTS { (f)-[:SUPPLIES]-() }
RETURN f.identifier AS firm_id, f.name AS firm, f.place AS place
ORDER BY firm, firm_id
