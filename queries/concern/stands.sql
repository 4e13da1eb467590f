-- Where anything stands, or reaches to; a part of other texts.
placed AS (
    {placed}
),
stands AS ( -- a project is where it is sited, a facility also where what it connects is, an agreement where its parties are
    SELECT DISTINCT r.node, p.place FROM (
        SELECT node, node AS at FROM placed
        UNION ALL SELECT x.project, x.place FROM sited_in x WHERE {in_force:x}
        UNION ALL SELECT c.facility, c.place FROM connects c WHERE {in_force:c}
        UNION ALL SELECT v.server, v.served FROM serves v JOIN facility f ON f.id = v.server WHERE {in_force:v}
        UNION ALL SELECT t.agreement, t.party FROM party_to t WHERE t.role <> 'witness' AND {in_force:t}
    ) r JOIN placed p ON p.node = r.at WHERE p.place IS NOT NULL
)
