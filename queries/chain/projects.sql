-- Projects of the areas that do not produce yet, and what they will make.
WITH RECURSIVE
{kinds},
{asked},
broader AS (SELECT kind, list(product ORDER BY product) AS stands_for FROM kinds GROUP BY kind)
SELECT DISTINCT x.place, j.identifier AS project_id, j.name AS project, j.stage, a.product AS product_number, p.name AS product_name,
       p.identifier AS product_id, k.stands_for, printf('%016x', a.fact) AS fact, s.name AS source
FROM sited_in x JOIN project j ON j.id = x.project JOIN adds a ON a.project = j.id JOIN product p ON p.id = a.product
JOIN broader k ON k.kind = a.product LEFT JOIN source s ON s.id = a.source
WHERE x.place IN (SELECT place FROM inside) AND {in_force:x} AND {in_force:a}
  AND coalesce(j.stage, '') NOT IN ('producing', 'full', 'ended') -- what produces is a maker
  -- a stage reached only later is not known on the day asked
  AND ($as_of::DATE IS NULL OR j.stage_date IS NULL OR first_day(j.stage_date) <= $as_of::DATE)
ORDER BY p.name, p.identifier, j.name, j.identifier, x.place, fact
