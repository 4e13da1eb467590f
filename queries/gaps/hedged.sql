-- Purchases by firms of the areas whose sums are none as they stand: a bound is stored, or the source says so in words.
WITH RECURSIVE
{kinds},
{asked}
SELECT DISTINCT k.product, coalesce(s.basis, 'unstated') AS basis, s.period, s.value, s.value_low, s.value_high, s.value_original
FROM supplies s JOIN inside i ON i.place = s.buyer_place JOIN kinds k ON k.kind = s.product
WHERE s.value IS NOT NULL AND {current:s} AND {actual:s}
  AND (s.value_low IS NOT NULL OR s.value_high IS NOT NULL OR s.value_original LIKE '%约%' OR s.value_original LIKE '%左右%'
    OR s.value_original LIKE '%近%' OR s.value_original LIKE '%about%')
ORDER BY k.product, basis, s.period, s.value, s.value_low, s.value_high, s.value_original
