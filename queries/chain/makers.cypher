// Who makes what in the areas, and who makes the products asked (or a kind of them) anywhere.
CALL () {
    CALL () {
        MATCH (firm:Firm) WHERE firm.place IN $inside_place
        MATCH (firm)-[p:PRODUCES]->(product:Product) WHERE {current:p} AND {actual:p}
        RETURN firm, product, p
        UNION
        {kinds_asked}
        MATCH (firm:Firm)-[p:PRODUCES]->(kind) WHERE {current:p} AND {actual:p}
        RETURN firm, kind AS product, p
    }
    RETURN firm, firm.place AS place, product, p.role AS role, p.fact AS fact, p.source_id AS source
    UNION
    CALL () { // a seller of waste makes that waste
        MATCH (firm:Firm) WHERE firm.place IN $inside_place
        MATCH (firm)-[s:SUPPLIES]->(:Firm) WHERE s.role = 'waste' AND {current:s} AND {actual:s}
        RETURN firm, s
        UNION
        {kinds_asked}
        MATCH (firm:Firm)-[s:SUPPLIES]->(:Firm)
        WHERE s.product_id = kind.id AND s.role = 'waste' AND {current:s} AND {actual:s}
        RETURN firm, s
    }
    MATCH (product:Product {id: s.product_id})
    WHERE NOT EXISTS { (firm)-[p:PRODUCES]->(product) WHERE {current:p} AND {actual:p} }
    RETURN firm, firm.place AS place, product, 'waste' AS role, s.fact AS fact, s.source_id AS source
    UNION
    CALL () { // a project that produces makes what it adds
        CALL () {
            MATCH (site:Region) WHERE site.id IN $inside_place RETURN site
            UNION
            MATCH (site:Park) WHERE site.id IN $inside_place RETURN site
        }
        MATCH (site)<-[x:SITED_IN]-(firm:Project)-[a:ADDS]->(product:Product)
        WHERE {current:x} AND {current:a} AND {producing:firm}
        RETURN firm, a, product
        UNION
        {kinds_asked}
        MATCH (firm:Project)-[a:ADDS]->(kind) WHERE {current:a} AND {producing:firm}
        RETURN firm, a, kind AS product
    }
    OPTIONAL MATCH (firm)-[x:SITED_IN]->(site) WHERE {current:x}
    WITH firm, a, product, site WHERE site IS NULL OR NOT {makes_it_there}
    WITH firm, a, product, site.id AS place, {broader} AS broader
    WHERE coalesce(place IN $inside_place, false) OR any(number IN broader WHERE number IN $products)
    RETURN firm, place, product, 'product' AS role, a.fact AS fact, a.source_id AS source
}
WITH firm, place, product, role, collect(DISTINCT fact) AS facts, collect(DISTINCT source) AS sources
RETURN firm.identifier AS firm_id, firm.name AS firm_name, {number:firm} AS number, {by_name:firm} AS by_name, place,
       product.id AS product_number, product.name AS product_name, product.identifier AS product_id, role, {broader} AS stands_for,
       COLLECT { UNWIND facts AS fact RETURN fact ORDER BY fact } AS facts,
       COLLECT { UNWIND sources AS number MATCH (s:Source {id: number}) RETURN DISTINCT s.name AS name ORDER BY name } AS sources
ORDER BY product_name, product_id, firm_name, firm_id, role, place
