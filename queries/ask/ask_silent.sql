-- The firms of the area of which no product is known, neither made nor bought nor used.
WITH
{asked}
SELECT f.identifier AS firm_id, f.name AS firm, f.place FROM firm f JOIN inside i ON i.place = f.place
WHERE NOT coalesce(f."group", false)
  AND NOT EXISTS (SELECT 1 FROM produces p WHERE p.firm = f.id)
  AND NOT EXISTS (SELECT 1 FROM consumes c WHERE c.firm = f.id)
  AND NOT EXISTS (SELECT 1 FROM supplies s WHERE s.seller = f.id OR s.buyer = f.id)
ORDER BY f.name, f.identifier
