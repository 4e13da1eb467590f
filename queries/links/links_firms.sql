-- Ties between two firms whose places are known to differ at a level or above: supplies and ownership.
-- $rank is the level: 0 park, 1 county, 2 prefecture, 3 province, 4 country.
SELECT 'supplies' AS kind, printf('%016x', s.fact) AS fact, a.name AS from_name, s.seller_place AS from_place,
       b.name AS to_name, s.buyer_place AS to_place, p.name AS what, s.value, s.quantity, s.unit, s.basis, s.modality,
       s.since, s.until, s.status
FROM supplies s JOIN firm a ON a.id = s.seller JOIN firm b ON b.id = s.buyer JOIN product p ON p.id = s.product
WHERE {in_force:s} AND (
    s.seller_country <> s.buyer_country
    OR ($rank <= 3 AND s.seller_province <> s.buyer_province)
    OR ($rank <= 2 AND s.seller_prefecture <> s.buyer_prefecture)
    OR ($rank <= 1 AND s.seller_county <> s.buyer_county)
    OR ($rank <= 0 AND s.seller_park <> s.buyer_park))
UNION ALL
SELECT 'owns', printf('%016x', o.fact), a.name, a.place, b.name, b.place, NULL, NULL, o.share, '1', NULL, NULL,
       o.since, o.until, o.status
FROM owns o JOIN firm a ON a.id = o.owner JOIN firm b ON b.id = o.owned
WHERE {in_force:o} AND (
    a.country <> b.country
    OR ($rank <= 3 AND a.province <> b.province)
    OR ($rank <= 2 AND a.prefecture <> b.prefecture)
    OR ($rank <= 1 AND a.county <> b.county)
    OR ($rank <= 0 AND a.park <> b.park))
ORDER BY kind, from_name, to_name, what, fact
