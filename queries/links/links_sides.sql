-- The sides of ties that are not between two firms, one row a fact and side, each with the edge by which it is a side;
-- pairs.py makes the pairs. Side 1 is paired with side 2 only; sides 0 with each other, `via` by `via`.
WITH placed AS (
    {placed}
),
live_project AS ( -- a stage reached only later is not known on the day asked
    SELECT * FROM project
    WHERE coalesce(stage, '') <> 'ended'
      AND ($as_of::DATE IS NULL OR stage_date IS NULL OR first_day(stage_date) <= $as_of::DATE OR stage = 'planned')
),
live_agreement AS (
    SELECT * FROM agreement g
    WHERE NOT (coalesce(g.status, 'active') IN ('ended', 'superseded') AND g.until IS NULL)
      AND ($as_of::DATE IS NULL OR g.signed IS NULL OR first_day(g.signed) <= $as_of::DATE OR g.status = 'planned')
      AND ($as_of::DATE IS NULL OR g.until IS NULL OR last_day_of(g.until) > $as_of::DATE
        OR last_day_of(g.until) = $as_of::DATE AND coalesce(g.status, 'active') NOT IN ('ended', 'superseded'))
),
live_measure AS ( -- an item of an agreement holds as long as that
    SELECT m.*, o.signed, o.until FROM measure m LEFT JOIN (
        SELECT o.part, min(g.signed) AS signed, max(g.until) AS until, bool_and(l.id IS NOT NULL) AS live
        FROM part_of o JOIN agreement g ON g.id = o.whole LEFT JOIN live_agreement l ON l.id = g.id GROUP BY o.part
    ) o ON o.part = m.id
    WHERE coalesce(m.status, '') <> 'ended' AND coalesce(o.live, true)
),
subject AS ( -- whom something concerns; what lies along a road is told by the road
    SELECT c.* FROM concerns c JOIN node n ON n.id = c.subject
    WHERE n.kind IN ('region', 'park', 'firm', 'organization') AND {in_force:c}
),
side AS (
    {actor_ties}
    UNION ALL
    SELECT 'agreement', g.fact, 'party_to', t.fact, t.status, t.role, 0, t.party, g.name, NULL, NULL, NULL, NULL, NULL, g.signed, g.until, g.status
    FROM live_agreement g JOIN party_to t ON t.agreement = g.id AND t.role IN ('signatory', 'promoter') WHERE {in_force:t}
    UNION ALL
    SELECT 'agreement', g.fact, 'concerns', c.fact, c.status, 'concerns', 0, c.subject, g.name, NULL, NULL, NULL, NULL, NULL, g.signed, g.until, g.status
    FROM live_agreement g JOIN subject c ON c.about = g.id
    UNION ALL
    SELECT 'measure', m.fact, 'concerns', c.fact, c.status, 'concerns', 0, c.subject, m.name, NULL, NULL, NULL, NULL, NULL, m.signed, m.until, m.status
    FROM live_measure m JOIN subject c ON c.about = m.id
    UNION ALL -- an item of an agreement is one of those who signed it
    SELECT 'measure', m.fact, 'part_of', o.fact, NULL, 'agreement', 0, t.party, m.name, NULL, NULL, NULL, NULL, NULL, m.signed, m.until, m.status
    FROM live_measure m JOIN part_of o ON o.part = m.id
    JOIN party_to t ON t.agreement = o.whole AND t.role = 'signatory' WHERE {in_force:t}
    UNION ALL -- what nobody says of an investor is that of the whole project, and says so
    SELECT 'project', j.fact, 'invests_in', i.fact, i.status, NULL, 1, i.investor, j.name,
           coalesce(i.value, j.contracted, j.planned, j.paid), NULL, NULL,
           CASE WHEN i.value IS NOT NULL THEN NULL WHEN j.contracted IS NOT NULL THEN 'contracted'
                WHEN j.planned IS NOT NULL THEN 'planned' WHEN j.paid IS NOT NULL THEN 'paid' END,
           i.modality, j.stage_date, NULL, j.stage
    FROM live_project j JOIN invests_in i ON i.project = j.id WHERE {in_force:i}
    UNION ALL
    SELECT 'project', j.fact, 'sited_in', s.fact, s.status, NULL, 2, s.place, j.name, NULL, NULL, NULL, NULL, NULL, j.stage_date, NULL, j.stage
    FROM live_project j JOIN sited_in s ON s.project = j.id
    WHERE {in_force:s} AND EXISTS (SELECT 1 FROM invests_in i WHERE i.project = j.id)
    UNION ALL
    SELECT 'facility', f.fact, c.edge, c.fact, c.status, NULL, 0, c.place, f.name, NULL, NULL, NULL, NULL, NULL, coalesce(f.opened, c.since), c.until, f.status
    FROM facility f JOIN (
        SELECT 'connects' AS edge, c.fact, c.facility, c.place, c.since, c.until, c.status FROM connects c WHERE {in_force:c}
        UNION ALL SELECT 'serves', v.fact, v.server, v.served, v.since, v.until, v.status FROM serves v WHERE {in_force:v}
    ) c ON c.facility = f.id
    WHERE coalesce(f.status, '') <> 'closed'
      AND ($as_of::DATE IS NULL OR f.opened IS NULL OR first_day(f.opened) <= $as_of::DATE OR NOT {begun:f})
)
SELECT DISTINCT x.kind, printf('%016x', x.fact) AS fact, x.edge, printf('%016x', x.edge_fact) AS edge_fact, x.edge_status, x.via, x.side,
       x.node, n.name, p.place, x.what, x.value, x.quantity, x.unit, x.basis, x.modality, x.since, x.until, x.status
FROM side x JOIN node n ON n.id = x.node LEFT JOIN placed p ON p.node = x.node
ORDER BY x.kind, x.fact, x.side, n.name, x.node, x.via, x.edge, x.edge_fact, x.value
