-- What sources judge, one row a judgement and thing that it concerns, with where that stands; one row of a judgement of nothing.
WITH placed AS (
    {placed}
    UNION ALL SELECT s.project, s.place FROM sited_in s WHERE {in_force:s}
)
SELECT a.id, printf('%016x', a.fact) AS fact, a.name, a.verdict, a.topic, a.rank, a.comparator, a.period,
       n.id AS subject, n.name AS subject_name, p.place
FROM assessment a
LEFT JOIN (SELECT about, subject FROM concerns c WHERE {in_force:c}) c ON c.about = a.id
LEFT JOIN node n ON n.id = c.subject
LEFT JOIN placed p ON p.node = n.id
WHERE $as_of::DATE IS NULL OR a.period IS NULL OR first_day(a.period) <= $as_of::DATE
ORDER BY a.name, a.fact, n.name, n.id, p.place
