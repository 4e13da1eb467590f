-- Of each area: its firms, those with known products, and of unnamed groups the numbers of firms in them.
WITH RECURSIVE
{asked},
{makes},
standing AS (
    SELECT i.area, {number:f} AS number, EXISTS (SELECT 1 FROM makes m WHERE m.firm = f.id) AS makes
    FROM firm f JOIN inside i ON i.place = f.place
),
firms AS (
    SELECT area, count(*) AS firms, sum(CASE WHEN number > 0 THEN number ELSE 1 END) FILTER (WHERE makes) AS known,
           list(number ORDER BY number) FILTER (WHERE number >= 0) AS groups,
           count(*) FILTER (WHERE NOT makes) AS silent,
           list(number ORDER BY number) FILTER (WHERE NOT makes AND number >= 0) AS silent_groups
    FROM standing GROUP BY area
)
SELECT a.area, coalesce(f.firms, 0) AS firms, coalesce(f.known, 0) AS known, f.groups, coalesce(f.silent, 0) AS silent, f.silent_groups
FROM (SELECT DISTINCT area FROM inside) a LEFT JOIN firms f ON f.area = a.area ORDER BY a.area
