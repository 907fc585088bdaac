-- Views for questions that are often asked. A fact or numeral belongs to the case in whose span it
-- stands, so that reports which number two cases alike are counted rightly.

CREATE VIEW facts_of_cases AS
SELECT cases.province, cases.prefecture, cases.county, cases.adcode, cases.heading, facts.*
FROM facts
JOIN cases
  ON cases.report = facts.report AND facts."start" >= cases."start" AND facts."end" <= cases."end"
ORDER BY facts.report, facts."start", facts.fact_id;
COMMENT ON VIEW facts_of_cases IS
'每条数据连同案例的所在地。Each fact with the place of its case.';

CREATE VIEW nodes_by_province_and_level AS
SELECT
  province,
  category AS level,
  labels.zh AS level_zh,
  sum(value_min) AS nodes,
  count(DISTINCT (report, heading)) AS cases,
  count(*) FILTER (qualifier <> 'exact') AS not_exact
FROM facts_of_cases
LEFT JOIN labels ON labels.column_name = 'category' AND labels.value = category
WHERE field = 'node_count' AND role = 'main' AND status = 'existing'
GROUP BY ALL
ORDER BY province, nodes DESC, level;
COMMENT ON VIEW nodes_by_province_and_level IS
'各省各级已有物流节点数（主要数据之和，区间取下限）。Existing nodes by province and level: sums of main figures, of a range its lower end.';

CREATE VIEW cost_reductions AS
SELECT
  report, case_no, province, county, subject,
  value_min AS percent_min, value_max AS percent_max, qualifier, basis, role,
  "text", sentence, flags
FROM facts_of_cases
WHERE field = 'cost_reduction' AND category = 'percent'
ORDER BY report, case_no, facts_of_cases."start";
COMMENT ON VIEW cost_reductions IS
'每个降幅，写明的（stated）和算出的（derived）。Each percentage by which a cost fell, stated and derived.';

CREATE VIEW cost_reductions_by_basis AS
SELECT
  basis,
  count(*) AS facts,
  count(DISTINCT (report, case_no)) AS cases,
  min(percent_min) AS smallest,
  median(percent_min) AS median,
  max(percent_max) AS largest
FROM cost_reductions
WHERE role = 'main'
GROUP BY basis
ORDER BY basis;
COMMENT ON VIEW cost_reductions_by_basis IS
'主要降幅按依据分组：写明的与算出的。Main percentages by their basis: stated against derived.';

CREATE VIEW stated_and_derived AS
SELECT
  stated.report, stated.case_no, stated.province, stated.county,
  stated.percent_min AS stated_min, stated.percent_max AS stated_max,
  derived.percent_min AS derived_min, derived.percent_max AS derived_max,
  stated.percent_min - derived.percent_min AS difference_min,
  stated.flags, stated.sentence AS stated_sentence, derived.sentence AS derived_sentence
FROM cost_reductions AS stated
JOIN cost_reductions AS derived USING (report, case_no)
WHERE stated.basis = 'stated' AND derived.basis = 'derived'
ORDER BY stated.report, stated.case_no, stated_min, derived_min;
COMMENT ON VIEW stated_and_derived IS
'同一案例中写明的降幅与由前后单价算出的降幅，两两对照；未必说的是同一种成本，请看原句。Stated and derived percentages of the same case, each with each; they need not be about the same cost: see the sentences.';

CREATE VIEW employment_by_province AS
SELECT
  province,
  sum(value_min) FILTER (unit = '人') AS people,
  sum(value_min) FILTER (unit = '岗位') AS posts,
  count(DISTINCT (report, heading)) AS cases,
  count(*) FILTER (status = 'planned') AS planned
FROM facts_of_cases
WHERE field = 'employment' AND role = 'main'
GROUP BY province
ORDER BY people DESC NULLS LAST, posts DESC NULLS LAST, province;
COMMENT ON VIEW employment_by_province IS
'各省带动就业人数和岗位数（主要数据之和，区间取下限）。People in work and posts by province: sums of main figures, of a range its lower end.';

CREATE VIEW unexplained_numerals AS
SELECT
  numbers.report, numbers.case_no, cases.county,
  numbers."text", numbers."start", numbers."end", numbers.kind, numbers.unit
FROM numbers
LEFT JOIN cases
  ON cases.report = numbers.report
  AND numbers."start" >= cases."start" AND numbers."end" <= cases."end"
WHERE numbers.fact_id IS NULL AND numbers.reason IS NULL
ORDER BY numbers.report, numbers."start";
COMMENT ON VIEW unexplained_numerals IS
'程序一无所知的数字，应当最先查看。Numerals of which nothing is known: look at these first.';

CREATE VIEW flagged_facts AS
SELECT flag, labels.zh AS flag_zh, labels.en AS flag_en, flagged.* EXCLUDE (flag)
FROM (
  SELECT unnest(string_split(flags, ' ')) AS flag, * FROM facts_of_cases WHERE flags IS NOT NULL
) AS flagged
LEFT JOIN labels ON labels.column_name = 'flags' AND labels.value = flag
ORDER BY flag, flagged.report, flagged."start", flagged.fact_id;
COMMENT ON VIEW flagged_facts IS
'需要人看一看的数据，每项提示一行。Facts that a person should look at, one row a flag.';

CREATE VIEW cases_without_facts AS
SELECT report, case_no, province, county, heading, unclassified_numbers
FROM cases
WHERE fact_count = 0
ORDER BY report, cases."start";
COMMENT ON VIEW cases_without_facts IS
'一条数据也没有找到的案例。Cases in which no fact was found.';
