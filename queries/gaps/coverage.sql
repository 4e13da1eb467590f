-- Of each area: its firms, those with known products, and what metrics say of its number of firms.
WITH RECURSIVE
{asked},
{makes},
firms AS (
    SELECT i.area, count(*) AS firms,
           sum(coalesce(f."count", 1)) FILTER (WHERE EXISTS (SELECT 1 FROM makes m WHERE m.firm = f.id)) AS known
    FROM firm f JOIN inside i ON i.place = f.place GROUP BY i.area
)
SELECT a.area, coalesce(f.firms, 0) AS firms, coalesce(f.known, 0) AS known
FROM (SELECT DISTINCT area FROM inside) a LEFT JOIN firms f ON f.area = a.area ORDER BY a.area
