// What sources judge, one row a judgement and thing that it concerns, with where that stands; one row of a judgement of nothing.
MATCH (a:Assessment)
WHERE a.fact IS NOT NULL AND ($as_of IS NULL OR a.period IS NULL OR {first_day:a.period} <= date($as_of))
OPTIONAL MATCH (a)-[c:CONCERNS]->(n) WHERE c.fact IS NOT NULL AND {in_force:c}
CALL (n) {
    {placed}
    UNION ALL
    WITH n MATCH (n)-[s:SITED_IN]->(site) WHERE {in_force:s} RETURN site.id AS place
    UNION ALL
    WITH n WHERE n IS NULL RETURN null AS place
}
RETURN a.id AS id, a.fact AS fact, a.name AS name, a.verdict AS verdict, a.topic AS topic, a.rank AS rank,
       a.comparator AS comparator, a.period AS period, n.id AS subject, n.name AS subject_name, place
ORDER BY name, fact, subject_name, subject, place
