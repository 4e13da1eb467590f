-- The chains of an area, and the firms of it that lead one, whether or not a purchase of theirs is known.
WITH RECURSIVE
{kinds},
{makes},
local_firm AS (SELECT id AS firm FROM firm WHERE place IN (SELECT unnest($here))),
led AS (SELECT l.firm, l.chain FROM leads l JOIN local_firm f ON f.firm = l.firm WHERE {current:l}),
local_chain AS (
    SELECT chain FROM led
    UNION SELECT m.chain FROM member_of m JOIN local_firm f ON f.firm = m.firm WHERE {current:m}
    UNION SELECT c.chain FROM makes m JOIN local_firm f ON f.firm = m.firm
    JOIN kinds k ON k.kind = m.product JOIN in_chain c ON c.product = k.product WHERE m.role = 'product'
)
SELECT 'chain' AS kind, c.id AS number, c.name, c.identifier, NULL AS chains
FROM chain c WHERE c.id IN (SELECT chain FROM local_chain)
UNION ALL
SELECT 'firm', f.id, f.name, f.identifier, list(DISTINCT c.name ORDER BY c.name)
FROM led JOIN firm f ON f.id = led.firm JOIN chain c ON c.id = led.chain GROUP BY f.id, f.name, f.identifier
ORDER BY kind, name, identifier
