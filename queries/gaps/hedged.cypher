// Purchases by firms of the areas whose sums are none as they stand: a bound is stored, or the source says so in words.
MATCH (buyer:Firm) WHERE buyer.place IN $inside_place
MATCH (buyer)<-[s:SUPPLIES]-(:Firm)
WHERE s.value IS NOT NULL AND {current:s} AND {actual:s}
  AND (s.value_low IS NOT NULL OR s.value_high IS NOT NULL OR s.value_original CONTAINS '约' OR s.value_original CONTAINS '左右'
    OR s.value_original CONTAINS '近' OR s.value_original CONTAINS 'about')
MATCH (product:Product {id: s.product_id})
UNWIND {broader} AS number
RETURN DISTINCT number AS product, coalesce(s.basis, 'unstated') AS basis, s.period AS period, s.value AS value,
       s.value_low AS value_low, s.value_high AS value_high, s.value_original AS value_original
ORDER BY product, basis, period, value, value_low, value_high, value_original
