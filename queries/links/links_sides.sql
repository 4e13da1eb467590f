-- The sides of ties that are not between two firms, one row a fact and side; links.py makes the pairs.
-- Side 1 is paired with side 2 only; sides 0 with each other.
WITH placed AS (
    {placed}
),
live_project AS ( -- a stage reached only later is not known on the day asked
    SELECT * FROM project
    WHERE coalesce(stage, '') <> 'ended'
      AND ($as_of::DATE IS NULL OR stage_date IS NULL OR first_day(stage_date) <= $as_of::DATE OR stage = 'planned')
),
side AS (
    {actor_ties}
    UNION ALL
    SELECT 'agreement', g.fact, 0, t.party, g.name, NULL, NULL, NULL, NULL, NULL, g.signed, g.until, g.status
    FROM agreement g JOIN party_to t ON t.agreement = g.id AND t.role = 'signatory'
    WHERE {in_force:t} AND NOT (coalesce(g.status, 'active') IN ('ended', 'superseded') AND g.until IS NULL)
      AND ($as_of::DATE IS NULL OR g.signed IS NULL OR first_day(g.signed) <= $as_of::DATE OR g.status = 'planned')
      AND ($as_of::DATE IS NULL OR g.until IS NULL OR last_day_of(g.until) > $as_of::DATE
        OR last_day_of(g.until) = $as_of::DATE AND coalesce(g.status, 'active') NOT IN ('ended', 'superseded'))
    UNION ALL
    SELECT 'project', j.fact, 1, i.investor, j.name, i.value, NULL, NULL, NULL, i.modality, j.stage_date, NULL, j.stage
    FROM live_project j JOIN invests_in i ON i.project = j.id WHERE {in_force:i}
    UNION ALL
    SELECT 'project', j.fact, 2, s.place, j.name, NULL, NULL, NULL, NULL, NULL, j.stage_date, NULL, j.stage
    FROM live_project j JOIN sited_in s ON s.project = j.id
    WHERE {in_force:s} AND EXISTS (SELECT 1 FROM invests_in i WHERE i.project = j.id)
    UNION ALL
    SELECT 'facility', f.fact, 0, c.place, f.name, NULL, NULL, NULL, NULL, NULL, coalesce(f.opened, c.since), c.until, coalesce(f.status, c.status)
    FROM facility f JOIN (
        SELECT c.facility, c.place, c.since, c.until, c.status FROM connects c WHERE {in_force:c}
        UNION SELECT v.server, v.served, v.since, v.until, v.status FROM serves v WHERE {in_force:v}
    ) c ON c.facility = f.id
    WHERE coalesce(f.status, '') <> 'closed'
      AND ($as_of::DATE IS NULL OR f.opened IS NULL OR first_day(f.opened) <= $as_of::DATE OR f.status IN ('proposed', 'planned', 'building'))
)
SELECT DISTINCT x.kind, printf('%016x', x.fact) AS fact, x.side, x.node, n.name, p.place, x.what, x.value, x.quantity, x.unit, x.basis, x.modality,
       x.since, x.until, x.status
FROM side x JOIN node n ON n.id = x.node LEFT JOIN placed p ON p.node = x.node
ORDER BY x.kind, x.fact, x.side, n.name, x.node, x.value, x.modality, x.since, x.until, x.status
