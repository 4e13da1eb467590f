-- One step along supplies: those that the firms of $firms sell (down) or buy (up).
SELECT s.seller, a.name AS seller_name, s.seller_place, s.buyer, b.name AS buyer_name, s.buyer_place,
       s.product, p.name AS product_name, s.value, s.role, printf('%016x', s.fact) AS fact
FROM supplies s JOIN firm a ON a.id = s.seller JOIN firm b ON b.id = s.buyer JOIN product p ON p.id = s.product
WHERE {current:s} AND {actual:s}
  AND CASE WHEN $up THEN s.buyer IN (SELECT unnest($firms)) ELSE s.seller IN (SELECT unnest($firms)) END
ORDER BY a.name, b.name, p.name, s.fact
