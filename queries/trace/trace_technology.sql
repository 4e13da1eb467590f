-- Technology links among traced firms: one makes what is an input of what another makes. No supply is stated.
WITH RECURSIVE
{kinds},
{makes}
SELECT DISTINCT m.firm AS seller, a.name AS seller_name, m.place AS seller_place,
       n.firm AS buyer, b.name AS buyer_name, n.place AS buyer_place, l.input AS product, p.name AS product_name
FROM makes m JOIN firm a ON a.id = m.firm
JOIN kinds k ON k.kind = m.product JOIN input_of l ON l.input = k.product JOIN product p ON p.id = l.input
JOIN kinds o ON o.product = l.product JOIN makes n ON n.product = o.kind AND n.role = 'product'
JOIN firm b ON b.id = n.firm
WHERE m.firm IN (SELECT unnest($firms)) AND n.firm IN (SELECT unnest($firms)) AND m.firm <> n.firm
  AND NOT EXISTS (SELECT 1 FROM supplies s JOIN kinds x ON x.kind = s.product
                  WHERE s.seller = m.firm AND s.buyer = n.firm AND x.product = l.input AND {current:s} AND {actual:s})
ORDER BY a.name, b.name, p.name, l.input, m.firm, n.firm
