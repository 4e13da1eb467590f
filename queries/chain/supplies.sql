-- What firms of the areas buy and sell now.
WITH RECURSIVE
{kinds},
{asked},
broader AS (SELECT kind, list(product ORDER BY product) AS stands_for FROM kinds GROUP BY kind)
SELECT printf('%016x', s.fact) AS fact, s.product AS product_number, p.name AS product_name, p.identifier AS product_id, k.stands_for,
       a.identifier AS seller_id, a.name AS seller_name, {number:a} AS seller_number, {by_name:a} AS seller_by_name, s.seller_place,
       b.identifier AS buyer_id, b.name AS buyer_name, {number:b} AS buyer_number, {by_name:b} AS buyer_by_name, s.buyer_place,
       x.name AS source
FROM supplies s JOIN product p ON p.id = s.product JOIN broader k ON k.kind = s.product
JOIN firm a ON a.id = s.seller JOIN firm b ON b.id = s.buyer LEFT JOIN source x ON x.id = s.source
WHERE {current:s} AND {actual:s}
  AND (s.seller_place IN (SELECT place FROM inside) OR s.buyer_place IN (SELECT place FROM inside))
ORDER BY p.name, p.identifier, a.name, a.identifier, b.name, b.identifier, s.fact
