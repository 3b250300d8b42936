# How a case begins: `init`, `new`, `todo`.

start-asin-length = `{ $asin }` is no ASIN: it has { $length } characters instead of ten
start-asin-case = `{ $asin }` is no ASIN: write { $upper }
start-asin-character = `{ $asin }` is no ASIN: `{ $found }` cannot stand in one
start-asin-check-digit = `{ $asin }` is no ISBN-10: its last digit should be { $expected }
start-asin-placeholder = `{ $asin }` is a made-up ASIN

start-no-asin-column = `{ $path }` has no column `asin`; its first row is: { $found }
    .help = the first row names the columns: asin, sku, product, type, stance, marketplace, notified, respond_by, case_id, complaint, orders, route, request
start-empty-list = `{ $path }` is empty
start-unknown-encoding = the encoding of `{ $path }` is unknown
    .help = save it as CSV in UTF-8, or as XLSX
start-no-table = `{ $path }` is no table
    .help = save it as CSV or XLSX
start-list-locked = `{ $path }` opens with a password only
    .help = save it without a password
start-list-paste = paste the list, then press Ctrl-D (Windows: Ctrl-Z, Enter)
start-too-many-rows = `{ $path }` has more than { $limit } rows
    .help = cut it into several lists
start-ignored-columns = columns that are not read: { $columns }
start-list-done = made { $made ->
        [one] 1 case
       *[other] { $made } cases
    }{ $bad ->
        [0] {""}
        [one] ; 1 row was left out
       *[other] ; { $bad } rows were left out
    }

start-row-unreadable = the row is too long to be read
start-row-long = the row has { $count } cells, the header { $wanted }: is a cell with a comma quoted?
start-row-encoding = the row holds characters that could not be decoded
start-row-quote = a quotation mark is opened and never closed
start-row-no-asin = the ASIN is missing
start-row-no-type = the type is missing
start-row-type = there is no type `{ $value }`
start-row-type-similar = there is no type `{ $value }`; did you mean `{ $nearest }`?
start-row-value = { $column }: `{ $value }` does not exist; choose one of: { $allowed }
start-row-value-similar = { $column }: `{ $value }` does not exist; did you mean `{ $nearest }`?
start-row-date = { $column }: `{ $value }` is no date; write 2026-10-07
start-row-date-twofold = { $column }: `{ $value }` can be two dates; write 2026-10-07
start-row-deadline = respond_by { $by } is before notified { $notified }
start-row-case-id = case_id: `{ $value }` has not ten to twelve digits
start-row-rounded = { $column }: `{ $value }` was rounded by the spreadsheet; format the column as text and enter it again
start-row-order = orders: `{ $value }` is no order id such as 302-5550143-5550177
start-row-too-long = { $column } has more than { $limit } characters
start-row-control = { $column } holds characters that cannot be printed
start-row-twice = { $asin } with this type stands in line { $line } already
start-row-exists = the folder { $folder } exists already

start-like-several = `{ $path }` holds more than one case
    .help = name one case, such as `--like cases/B0CHX3QBCH-packaging`
start-like-unreadable = the case in `{ $path }` cannot be read
    .help = run `appealc check` on it first
start-like-include = shared with other cases: change them there, and every case follows
start-like-check = this is the statement of { $case }, check every figure

start-notice-line = notice, line { $line }: “{ $quote }”
start-notice-quote = notice: “{ $quote }”
start-notice-also = type could also be { $kind };
start-notice-no-asin = the notice `{ $path }` names no ASIN
    .help = name it: `appealc new ASIN --notice FILE`
start-notice-no-type = the notice `{ $path }` does not say what buyers complained of
    .help = name the type with `--type`; `appealc new --help` shows how
start-notice-paste = paste the notice, then press Ctrl-D (Windows: Ctrl-Z, Enter)
start-notice-done = what the notice says is a guess: check each line that quotes it

start-ask-asin = ASIN
start-ask-asin-bad = ten capital letters and digits, such as B0CHX3QBCH
start-ask-type = What do buyers complain of?
start-ask-stance = Is the complaint right?
start-ask-appeal = yes: it was mended, and we prove it (appeal)
start-ask-dispute = no: Amazon's finding is wrong, and we prove it (dispute)
start-ask-product = Product name, as on the detail page
start-ask-notified = Date of Amazon's notice
start-ask-respond-by = Deadline that the notice states
start-ask-date-bad = a date such as 2026-10-07
start-ask-skip = Enter leaves it blank
start-ask-select = arrows choose, typing filters, Enter takes
start-ask-stopped = nothing was made
start-ask-seller = Who signs the letters?
start-ask-store = Name of the seller account

start-init-made = made { $path }
start-init-kept = left alone, for it exists: { $path }
start-init-appended = added { $count ->
        [one] 1 line
       *[other] { $count } lines
    } to { $path }
start-init-missing = { $path } lacks these lines (`appealc init --append` adds them):
start-init-no-git = git does not keep this folder yet; `git init` begins a history
start-init-next = next: `appealc new`, or `appealc new --notice FILE` with Amazon's notice

start-todo-none = { $case }: nothing is missing
start-todo-due = reply to Amazon by { $date }{ $days ->
        [one] {" "}(tomorrow)
        [0] {" "}(today)
       *[other] {" "}(in { $days } days)
    }
start-todo-over = reply was due on { $date }, { $days ->
        [one] yesterday
       *[other] { $days } days ago
    }
start-todo-no-due = no deadline is known
start-todo-party-seller = Seller
start-todo-party-supplier = Supplier
start-todo-party-warehouse = Warehouse
start-todo-party-quality = Quality control
start-todo-whose = { $who }:
start-todo-owner = { $owner } ({ $party })
start-todo-file = { $kind }: { $caption } → { $path }
start-todo-wanted = { $what } ({ $kind }), if there is one
start-todo-what = { $what }
start-todo-what-and-when = { $what }; and the day on which it was done
start-todo-write = { $key }: { $what }
start-todo-key = fill in { $key }
start-todo-key-of = fill in { $key } of { $table }
start-todo-done = when was it done? { $what }
start-todo-place = {" "}[{ $file }, line { $line }]
