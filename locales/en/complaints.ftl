# What Amazon's reports say: words for topics and reports, and what `appealc complaints` prints.

topic-quality = defects and poor quality
topic-listing = not as described
topic-instructions = instructions
topic-damage = damage on the way
topic-wrong-item = wrong or missing items
topic-fit = fit and size
topic-sourcing = materials
topic-returns = returns
topic-after-sales = service
topic-buyer = the buyer's own choice
topic-delivery = delivery
topic-unknown = unknown reasons

report-fba-returns = FBA customer returns
report-seller-returns = seller-fulfilled returns
report-seller-returns-xml = seller-fulfilled returns (XML)
report-voice-of-the-customer = Voice of the Customer
report-seller-feedback = seller feedback

report-file-workbook = a workbook
report-file-pdf = a PDF
report-file-picture = a picture

report-other-replacements = replacements
report-other-reimbursements = reimbursements
report-other-settlement = settlements
report-other-inventory = inventory
report-other-removals = removals
report-other-orders = orders
report-other-listings = listings
report-other-traffic = traffic

tool-complaints-case = { $case }
tool-complaints-none = { $case }: no reports under `[complaints]`
tool-complaints-unusable = { $case }: a report cannot be used, so nothing is counted
tool-complaints-period = period { $from } to { $to }
tool-complaints-open = the beginning
tool-complaints-now = the end
tool-complaints-source = { $path }: { $report }, { $encoding }, { $first } to { $last }
tool-complaints-source-undated = { $path }: { $report }, { $encoding }
tool-complaints-rows = rows { $read }, of these about the ASINs asked for { $own }, outside the period { $outside }, in an earlier report too { $again }
tool-complaints-read = rows { $read }
tool-complaints-dropped = left out: duplicates { $duplicates } (line { $duplicates-line }), unreadable { $unreadable } (line { $unreadable-line }), repeated headers { $headers } (line { $headers-line }), blank { $blank } (line { $blank-line }), ambiguous dates { $ambiguous } (line { $ambiguous-line })
tool-complaints-asin = { $asin }: { $units } units returned, { $fault } of them complaints{ $share }, { $unknown } for unknown reasons
tool-complaints-share = {" "}({ $percent } %)
tool-complaints-reasons = by reason
tool-complaints-topics = by area
tool-complaints-weeks = complaints by week
tool-complaints-gradings = as graded by the warehouse
tool-complaints-readings = comments, by your words
tool-complaints-ncx = Voice of the Customer
tool-complaints-feedback = seller feedback of the store, one to five stars: { $one }, { $two }, { $three }, { $four }, { $five }
tool-complaints-worst = { $asins } ASINs, { $units } units returned, { $fault } of them complaints
tool-complaints-columns = ASIN | complaints | units | share | leading | type
tool-complaints-more = { $count } more ASINs: `--format json` lists all
tool-complaints-no-asin = no report speaks of `{ $asin }`
tool-complaints-refused = { $path }: { $detail }
    .help = `appealc explain E021` says what is looked for
tool-complaints-both = `--report` reads one file; leave out the paths of cases
tool-complaints-no-worst = no ASIN in `{ $path }` has a complaint
tool-new-what = name an ASIN and `--type`, or a list with `--from FILE`, a notice with `--notice FILE`, a report with `--from-report FILE`
