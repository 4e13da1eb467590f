-- What will change a need: projects of the areas that will make the product, and open requests that block it.
WITH RECURSIVE
{kinds},
{asked},
standing AS ( -- whoever and whatever lies in the areas
    SELECT place AS node, area FROM inside
    UNION ALL SELECT f.id, i.area FROM firm f JOIN inside i ON i.place = f.place
),
local_project AS ( -- a stage reached only later is not known on the day asked
    SELECT DISTINCT x.project, s.area FROM sited_in x JOIN standing s ON s.node = x.place
    JOIN project p ON p.id = x.project
    WHERE {in_force:x} AND coalesce(p.stage, '') NOT IN ('producing', 'full', 'ended') -- what produces is a maker
      AND ($as_of::DATE IS NULL OR p.stage_date IS NULL OR first_day(p.stage_date) <= $as_of::DATE)
),
promise AS (
    SELECT l.area, l.project, k.product
    FROM local_project l JOIN adds a ON a.project = l.project JOIN kinds k ON k.kind = a.product WHERE {in_force:a}
),
open_request AS ( -- by the day it was settled, else by its state; one with a result and neither is closed
    SELECT id FROM request r
    WHERE ($as_of::DATE IS NULL OR r.opened IS NULL OR first_day(r.opened) <= $as_of::DATE)
      AND CASE WHEN r.closed IS NOT NULL THEN first_day(r.closed) > $as_of::DATE
          ELSE coalesce(r.state <> 'settled', r.result IS NULL) END
),
local_request AS ( -- raised by the areas or their firms, or about them
    SELECT r.request, s.area FROM raises r JOIN standing s ON s.node = r.raiser WHERE {in_force:r}
    UNION SELECT c.about, s.area FROM concerns c JOIN standing s ON s.node = c.subject WHERE {in_force:c}
)
SELECT m.area, m.product, 'project' AS what, p.name, p.stage FROM promise m JOIN project p ON p.id = m.project
UNION
SELECT l.area, k.product, 'request', NULL, NULL
FROM local_request l JOIN open_request r ON r.id = l.request
JOIN blocks b ON b.request = l.request JOIN kinds k ON k.kind = b.what WHERE {in_force:b}
UNION
SELECT m.area, m.product, 'request', NULL, NULL
FROM promise m JOIN blocks b ON b.what = m.project JOIN open_request r ON r.id = b.request WHERE {in_force:b}
ORDER BY 1, 2, 3, 4, 5
