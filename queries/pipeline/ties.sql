-- Projects that may be an area's, with all that ties each to a place: its sites wherever they are, what concerns both it and a
-- place of the area, its handler where that is one of $handlers, and firms of the area that invest in it.
WITH here AS (SELECT unnest($inside) AS place),
site AS (SELECT s.project, s.place FROM sited_in s WHERE {in_force:s}),
concerned AS (
    SELECT DISTINCT p.subject AS project, p.about
    FROM concerns p JOIN project j ON j.id = p.subject
    JOIN concerns a ON a.about = p.about JOIN here h ON h.place = a.subject
    WHERE {in_force:p} AND {in_force:a}
),
handled AS (SELECT id AS project, handler FROM project WHERE handler IN (SELECT unnest($handlers))),
invested AS (
    SELECT DISTINCT v.project, f.name
    FROM invests_in v JOIN firm f ON f.id = v.investor JOIN here h ON h.place = f.place WHERE {in_force:v}
),
candidate AS (
    SELECT project FROM site WHERE place IN (SELECT place FROM here) OR place IN (SELECT unnest($maybe))
    UNION SELECT project FROM concerned UNION SELECT project FROM handled UNION SELECT project FROM invested
)
SELECT c.project, 'site' AS how, s.place, NULL AS what FROM candidate c JOIN site s ON s.project = c.project
UNION
SELECT c.project, 'concerns', NULL, n.name FROM concerned c JOIN node n ON n.id = c.about
UNION
SELECT project, 'handler', NULL, handler FROM handled
UNION
SELECT project, 'investor', NULL, name FROM invested
ORDER BY project, how, place, what
