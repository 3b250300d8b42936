# What rules find. A message is `CODE` or `CODE-variant`. Its attributes:
#   .label  beside the first mark      .note  why, or what else is worth knowing
#   .help   what to type               others: beside second marks
# Style: lowercase phrase, no full stop, backticks around names.

## Schema

S001 = not valid TOML: { $detail }
    .label = the file cannot be read from here on
S001-quotes = not valid TOML: a curly quotation mark
    .label = word processors and chat programs put these in
    .help = write straight quotation marks, `"…"`
S001-punctuation = not valid TOML: full-width punctuation
    .label = left over from Chinese input
    .help = write `=`, `,`, `[` and `]` and plain spaces
S001-date = not valid TOML: a date is written year-month-day
    .label = no date that TOML knows
    .help = write year, month and day with two digits and hyphens, such as 2026-10-07
S001-backslash = not valid TOML: a backslash in a path
    .label = a backslash begins an escape
    .help = write `/` between folders, such as `evidence/box-after.jpg`
S001-unclosed = not valid TOML: a bracket that nothing closes
    .label = opened here
    .help = close it where the list or the table ends, with `]` or {"`}`"}
S001-header = not valid TOML: a header with a bracket too few or too many
    .label = begins a table
    .help = write `{ $detail }`
S001-duplicate = not valid TOML: `{ $detail }` is written twice
    .label = written again here
    .first = first written here
    .help = keep one of the two
S001-encoding = the file is not UTF-8
    .label = these bytes are no UTF-8 text
    .help = save the file as UTF-8
S001-too-large = the file is larger than { $limit }
    .help = keep documents in `evidence/` and name them in `[[evidence]]`

S002 = unknown key `{ $key }`{ $table ->
        [top] {""}
       *[other] {" "}in `{ $table }`
    }
    .label = no such key
    .help = remove this line, or see `appealc explain S002`
S002-similar = unknown key `{ $key }`{ $table ->
        [top] {""}
       *[other] {" "}in `{ $table }`
    }
    .label = did you mean `{ $nearest }`?
    .help = write `{ $nearest }`

S003 = `{ $key }` is { $found }, not { $expected }
    .label = expected { $expected }
    .help = { $key ->
        [done] write the day without quotation marks: `{ $key } = 2026-10-07`
        [started] write the day without quotation marks: `{ $key } = 2026-10-07`
        [notified] write the day without quotation marks: `{ $key } = 2026-10-07`
        [respond_by] write the day without quotation marks: `{ $key } = 2026-10-07`
        [date] write the day without quotation marks: `{ $key } = 2026-10-07`
        [as_of] write the day without quotation marks: `{ $key } = 2026-10-07`
        [from] write the day without quotation marks: `{ $key } = 2026-10-07`
        [to] write the day without quotation marks: `{ $key } = 2026-10-07`
       *[other] `appealc explain S003` shows how each type is written
    }
S003-date = `{ $key }` is no calendar date: `{ $value }`
    .label = expected a date
    .help = write year, month and day without quotes, such as `{ $key } = 2026-10-07`
S003-range = `{ $key }` cannot be { $value }
    .label = out of range
S003-period = the period ends on { $to }, before it begins on { $from }
    .label = the last day that counts
    .help = exchange `from` and `to`
S003-once = `{ $key }` is given more than once
    .label = given again here
    .help = keep one of them
S003-conflict = `{ $key }` and `{ $other }` exclude each other
    .label = `{ $key }` here
    .other = `{ $other }` here
    .help = keep one of the two

S004 = missing key `{ $key }`{ $table ->
        [top] {""}
       *[other] {" "}in `{ $table }`
    }
    .label = `{ $key }` is required
    .help = add { $key ->
        [type] `type = "defective/quality-control"`
        [product] `product = "Bamboo cutting board, set of 3"`
        [area] `area = "quality-control"`: the area of the business that it concerns
        [statement] `statement = "…"`: what in your process failed, with figures
        [done] `done = 2026-10-07`: the day on which it was completed
        [what] `what = "…"`: who did what, to how many units, recorded in which document
        [claim] `claim = "…"`: one fact that the evidence proves
        [evidence] `evidence = ["…"]`: the ids of `[[evidence]]` tables
        [id] `id = "box-after"`: lower-case letters, digits and hyphens
        [path] `path = "evidence/box-after.jpg"`
        [kind] `kind = "photo"`
        [caption] `caption = "…"`: what the exhibit shows, and when it was made
        [asin] `asin = "B0CHX3QBCH"`
        [name] `name = "…"`: who signs the letter
        [store] `store = "…"`: the name of the seller account
       *[other] `{ $key } = …`
    }
S004-asin = the case names no ASIN
    .label = `asin`, `asins` or `[[items]]` is required
    .help = add `asin = "B0CHX3QBCH"`
S004-cause = an appeal needs a root cause
    .label = no `[[root_cause]]` in this file
    .note = an appeal accepts the complaint and says what in your own process let it happen; if Amazon's finding is wrong, write `stance = "dispute"`
    .help = add a table:
        {"["}[root_cause]]
        area = "quality-control"
        statement = "…"
S004-action = an appeal needs an action
    .label = no `[[actions]]` in this file
    .note = the reviewers ask for what you have done, not for what you plan
    .help = add a table:
        {"["}[actions]]
        area = "quality-control"
        done = 2026-10-07
        what = "…"
        evidence = ["…"]
S004-argument = a dispute needs an argument
    .label = no `[[arguments]]` in this file
    .note = a dispute says why Amazon's finding is wrong and proves it
    .help = add a table:
        {"["}[arguments]]
        claim = "…"
        evidence = ["…"]

S005 = `{ $asin }` is no ASIN
    .label = expected ten capital letters and digits
    .help = copy it from the product page's address, after `/dp/`
S005-length = `{ $asin }` is no ASIN: it has { $length ->
        [one] { $length } character
       *[other] { $length } characters
    }, not 10
    .label = expected ten capital letters and digits
    .help = copy it from the product page's address, after `/dp/`
S005-case = `{ $asin }` is no ASIN: letters must be capitals
    .label = lower-case letters
    .help = write `{ $upper }`
S005-characters = `{ $asin }` is no ASIN: it contains `{ $found }`
    .label = expected capital letters A–Z and digits only
    .help = copy it from the product page's address, after `/dp/`
S005-check-digit = `{ $asin }` looks like an ISBN-10, but its last digit should be `{ $expected }`
    .label = wrong check digit
    .help = copy the ISBN from the book again; if only its last digit is wrong, write `{ $expected }`
S005-placeholder = `{ $asin }` is a placeholder, not an ASIN
    .label = left over from a template
    .help = copy the ASIN from Amazon's notice

S006 = `{ $asin }` is an unusual ASIN
    .label = nearly all begin with `B0`
    .note = SKUs and FNSKUs are often taken for ASINs
    .help = compare it with Amazon's notice; if it stands there, all is well

S007 = `{ $value }` is no valid identifier
    .label = impossible shape
S007-order = `{ $value }` is no Amazon order id
    .label = expected three, seven and seven digits
    .help = write it as the notice does, such as `302-5550143-5550177`
S007-case-id = `{ $value }` is no Amazon case id
    .label = expected 10 to 12 digits
    .help = copy it from the case log, such as `21340329531`; leave the key out if there is none yet
S007-marketplace = `{ $value }` is no Amazon marketplace
    .label = expected a country code, a domain or a marketplace id
    .help = write a country code such as `US`, a domain such as `amazon.de`, or a marketplace id such as `ATVPDKIKX0DER`
S007-marketplace-similar = `{ $value }` is no Amazon marketplace
    .label = did you mean `{ $nearest }`?
    .help = write `{ $nearest }`
S007-evidence-id = `{ $value }` cannot be an evidence id
    .label = expected lower-case letters, digits and hyphens, at most 64
    .help = write an id such as `box-after`
S007-commit = `{ $value }` is no id of a commit
    .label = expected hexadecimal digits
    .help = copy it from `git log`, or leave the key out
S007-cause-id = `{ $value }` cannot be a root-cause id
    .label = expected lower-case letters, digits and hyphens, at most 64
    .help = write an id such as `no-drop-test`
S007-password-env = `{ $value }` may not name the password of a file
    .label = expected `APPEALC_` and capital letters, digits or `_`
    .help = name the variable of the environment such as `APPEALC_LAB_REPORT`, not the password itself

S008 = id `{ $id }` is used twice
    .label = used again here
    .first = first used here
    .help = give one of the two another id, and cite it by that
S008-list = `{ $id }` is listed twice
    .label = listed again here
    .first = first listed here
    .help = remove one of the two
S008-marketplace = `{ $value }` is named twice
    .label = the case goes there already
    .first = first named here
    .help = remove this table; the case's own marketplace stands at its top
S008-submission = submission { $n } is recorded twice
    .label = recorded again here
    .first = first recorded here
    .help = give the later one the next free number, and the files in `submissions/` with it
S008-asin = ASIN `{ $asin }` is named twice
    .label = named again here
    .first = first named here
    .help = remove one of the two

S009 = { $kind-of } `{ $id }` does not exist
    .label = nothing bears this id
S009-complaints = `{ $id }` is the page made from Amazon's reports, and this case names none
    .label = nothing to make the page from
    .help = add `[complaints]` with `reports = ["reports/…"]`, or cite something else
S009-similar = { $kind-of } `{ $id }` does not exist
    .label = did you mean `{ $nearest }`?
    .help = write `{ $nearest }`
S009-submission = there is no submission { $n }
    .label = answers nothing that was sent
    .help = name a submission that stands above it in this file
S009-asin = ASIN `{ $asin }` is none of this case's
    .label = not named at the top of the case
    .help = add it to `asins`, or remove it here
S009-column = no column of this file is called `{ $id }`
    .label = names no column
    .help = write the name as it stands in the table's header
S009-column-similar = no column of this file is called `{ $id }`
    .label = did you mean `{ $nearest }`?
    .help = write `{ $nearest }`
S009-after-self = `{ $id }` is placed after itself
    .label = this is the exhibit's own id
    .help = name the exhibit that it improves on, such as `after = "box-before"`

S010 = `{ $value }` is no valid `{ $key }`
    .label = unknown value
    .help = write one of these: { $allowed }
S010-similar = `{ $value }` is no valid `{ $key }`
    .label = did you mean `{ $nearest }`?
    .help = write `"{ $nearest }"`; all values: { $allowed }
S010-unallowable = `{ $rule }` cannot be allowed
    .label = this rule is always an error
    .note = a case that it finds fault with cannot be built
    .help = remove this line

S011 = another open case is about `{ $asin }` in { $marketplace }, type `{ $type }`
    .label = the same store, marketplace, ASIN and type
    .first = first in case `{ $case }`
    .note = two appeals about one finding contradict each other sooner or later
    .help = join the two cases, or correct the ASIN or the type of one

S012 = the allowance of `{ $rule }` silences nothing
    .label = nothing to allow here
    .help = remove it
S012-unknown = there is no rule `{ $rule }` to allow
    .label = unknown rule
    .help = `appealc rules` lists all of them
S012-similar = there is no rule `{ $rule }` to allow
    .label = did you mean `{ $nearest }`?
    .help = write `{ $nearest }`
S012-reason = an allowance without a reason
    .label = it counts only with a reason
    .help = write `# appealc: allow(…, reason = "why this is right here")`

## Evidence

E001 = no such file: `{ $path }`
    .label = the file does not exist
    .help = put the file there, or correct the path
E001-similar = no such file: `{ $path }`
    .label = did you mean `{ $nearest }`?
    .help = write `"{ $nearest }"`
E001-case = no such file: `{ $path }`
    .label = the file is called `{ $nearest }`
    .note = capital and small letters differ; on some systems such a file would be found, on others not
    .help = write `"{ $nearest }"`
E001-absolute = no such file in the workspace: `{ $path }`
    .label = the file does not exist
    .note = a leading `/` means the workspace root, not the root of the disk
    .help = copy the file into the case's `evidence` folder and write `"evidence/…"`
E001-not-a-file = `{ $path }` is { $what }, not a file
    .label = expected a file
    .help = name one file

E002 = `{ $path }` lies outside the workspace
    .label = leads out of the workspace
    .note = only files inside the workspace are read
    .help = copy the file into the case's `evidence` folder and write `path = "evidence/…"`
E002-dotdot = `{ $path }` lies outside the workspace
    .label = `..` leads out of the workspace
    .note = only files inside the workspace are read
    .help = copy the file into the case's `evidence` folder and write `path = "evidence/…"`
E002-drive = `{ $path }` names a drive
    .label = a drive letter leads out of the workspace
    .note = only files inside the workspace are read
    .help = copy the file into the case's `evidence` folder and write `path = "evidence/…"`
E002-unc = `{ $path }` names another computer
    .label = a network path leads out of the workspace
    .note = only files inside the workspace are read
    .help = copy the file into the case's `evidence` folder and write `path = "evidence/…"`
E002-link = `{ $path }` is a link that leads outside the workspace
    .label = leads to `{ $target }`
    .note = only files inside the workspace are read
    .help = put a copy of the file in place of the link
E002-backslash = `{ $path }` contains backslashes
    .label = not a path on every system
    .help = write `/` between folders, such as `evidence/box-after.jpg`

E003 = `{ $path }` is empty
    .label = 0 bytes
    .note = a download or a copy that was interrupted leaves such a file
    .help = copy the file again from where it came

E004 = `{ $path }` cannot be read: { $problem }
    .label = unreadable
    .note = found by the { $reader } reader
    .help = open the file yourself; if it opens, save or export it again
E004-limit = `{ $path }` cannot be read: { $problem }
    .label = more than is accepted
    .note = found by the { $reader } reader
    .help = make it smaller or save it in parts, or, if you trust the file, raise `{ $key }` under `[limits]` in appealc.toml
E004-password = `{ $path }` cannot be read: it needs a password
    .label = locked
    .help = set the password as `APPEALC_…` in the environment and name that as `password_env` in this table; or save the document without a password
E004-password-unset = `{ $path }` cannot be read: it needs a password, and `{ $variable }` is not set
    .label = locked
    .help = set `{ $variable }` to the password of the file in the environment of this command
E004-password-wrong = `{ $path }` cannot be read: the password in `{ $variable }` does not open it
    .label = locked
    .help = set `{ $variable }` to the password that opens the file in your reader; that for changing it is another
E004-crashed = `{ $path }` cannot be read: its reader crashed or ran out of memory
    .label = unreadable
    .help = save or export the file again, in smaller parts if it is large
E004-timeout = `{ $path }` cannot be read: not done after { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }
    .label = unreadable
    .help = save or export the file again, in smaller parts if it is large, or raise `{ $key }` under `[limits]` in appealc.toml
E004-io = `{ $path }` cannot be read: { $detail }
    .label = unreadable
    .help = check that the file is not locked by another program and that you may read it

E005 = `{ $path }` is no such file: its content is { $format }
    .label = the name says something else
    .note = the bundle shows it, but the original in `exhibits/` keeps its name, and reviewers' programs go by names
    .help = rename the file to `{ $wanted }`, and write that here

E006 = `{ $path }` cannot be shown: it is { $what }
    .label = unsupported format
    .help = convert it to { $convert-to } and name that file

E007 = `{ $path }` is a Git LFS pointer, not the file itself
    .label = the file was not downloaded
    .help = run `git lfs pull`

E008 = git does not keep `{ $path }`
    .label = not added yet
    .note = whoever else has the repository does not have the file, and nothing shows later what was sent
    .help = run `git add { $argument }` in the workspace's folder
E008-ignored = git ignores `{ $path }`
    .label = by the pattern `{ $pattern }` in `{ $file }`, line { $line }
    .note = `git add .` passes it over without a word; whoever else has the repository does not have the file
    .help = run `git add -f { $argument }` in the workspace's folder, or change that line

E009 = evidence `{ $id }` is never cited
    .label = no cause, action or argument names it
    .note = an exhibit that nothing refers to makes the reviewers search for its purpose
    .help = cite it where it proves something, `evidence = ["{ $id }"]`, or remove the table

E010 = `{ $id }` shows the same pages as `{ $other }`
    .label = the same file again
    .first = first shown as `{ $other }`
    .help = cite `{ $other }` in both places and remove this table, or choose other `pages`

E010-pages = `{ $id }` shows { $count ->
        [one] page { $pages }
       *[other] pages { $pages }
    }, which `{ $other }` shows already
    .label = the same file again
    .first = first shown as `{ $other }`
    .help = leave { $count ->
        [one] that page
       *[other] those pages
    } out of one of the two, or cite `{ $other }` in both places

E011 = `{ $path }` has no page { $pages }
    .label = the file has { $count ->
        [one] { $count } page
       *[other] { $count } pages
    }
    .help = name pages from 1 to { $count }, or leave `pages` out to show all
E011-syntax = `{ $value }` is no list of pages
    .label = expected page numbers and ranges
    .help = write `pages = "1-3,7"`
E011-redact = `{ $path }` has no page { $pages } to black something out on
    .label = the file has { $count ->
        [one] { $count } page
       *[other] { $count } pages
    }
    .help = name a page from 1 to { $count }
E011-not-paged = `{ $path }` has no pages to choose from
    .label = it is { $format }
    .help = remove `pages`

E012 = `{ $id }` is too small to read: { $width } × { $height } pixels
    .label = its longer side should have { $needed } pixels or more
    .note = pictures that were sent through a chat are often made smaller on the way
    .help = take the original from the camera or the screen

E013 = no font has the character `{ $character }` ({ $codepoint })
    .label = it cannot be printed
    .help = { $script ->
        [Han] install Noto Sans CJK SC (Debian and Ubuntu: `apt install fonts-noto-cjk`; Fedora: `dnf install google-noto-sans-cjk-fonts`; macOS and Windows: from fonts.google.com/noto), or name a folder with such a font under `[fonts]` in appealc.toml: `paths = ["fonts"]`
        [Hiragana] install Noto Sans CJK JP (Debian and Ubuntu: `apt install fonts-noto-cjk`; Fedora: `dnf install google-noto-sans-cjk-fonts`; macOS and Windows: from fonts.google.com/noto), or name a folder with such a font under `[fonts]` in appealc.toml: `paths = ["fonts"]`
        [Katakana] install Noto Sans CJK JP (Debian and Ubuntu: `apt install fonts-noto-cjk`; Fedora: `dnf install google-noto-sans-cjk-fonts`; macOS and Windows: from fonts.google.com/noto), or name a folder with such a font under `[fonts]` in appealc.toml: `paths = ["fonts"]`
        [Hangul] install Noto Sans CJK KR (Debian and Ubuntu: `apt install fonts-noto-cjk`; Fedora: `dnf install google-noto-sans-cjk-fonts`; macOS and Windows: from fonts.google.com/noto), or name a folder with such a font under `[fonts]` in appealc.toml: `paths = ["fonts"]`
        [Emoji] write a word in place of the symbol, or install Noto Emoji (from fonts.google.com/noto) and name its folder under `[fonts]` in appealc.toml: `paths = ["fonts"]`
        [Private] remove the character: it is for private use and has no meaning elsewhere
       *[other] install a Noto font for { $script } (Debian and Ubuntu: `apt install fonts-noto`; else from fonts.google.com/noto), or name a folder with such a font under `[fonts]` in appealc.toml: `paths = ["fonts"]`
    }
E013-evidence = `{ $path }` contains { $count ->
        [one] a character
       *[other] { $count } characters
    } that no font has
    .label = printed as `[{ $codepoint }]`
    .note = the original stands unchanged beside the bundle
    .help = install a font that has { $codepoint }, or name its folder under `[fonts]` in appealc.toml: `paths = ["fonts"]`

E014 = the bundle has { $mb } MB, { $over } MB over the limit of { $limit } MB
    .label = `{ $id }` takes { $cost } MB of it
    .note = photos are shown smaller already, down to 90 dots an inch, other pictures to 150; what costs most now: { $largest }{ $whole ->
        [some] ; cannot be made smaller: { $stubborn }
       *[none] {""}
    }
    .help = show fewer pages, such as `pages = "1-3"`, or leave out { $drop }
E014-file = one file of the bundle has { $mb } MB, { $over } MB over the limit of { $limit } MB
    .label = `{ $id }` takes { $cost } MB of it, and is cut only between exhibits
    .note = pictures are shown smaller already; what costs most in this file: { $largest }{ $whole ->
        [some] ; cannot be made smaller: { $stubborn }
       *[none] {""}
    }
    .help = make two exhibits of it with `pages`, or show fewer pages
E014-type = `pdf` is not among the file types that may be attached
    .label = letter and bundle are PDF files
    .help = add "pdf" to `file_types`

E015 = invoice `{ $id }` is { $days } days older than the notice
    .label = dated { $date }; Amazon takes invoices of the last 365 days
    .help = show an invoice of the lots that buyers complained about, or of the new ones

E015-printed = invoice `{ $id }` is { $days } days older than the notice
    .label = its text says: invoice date { $date }; Amazon takes invoices of the last 365 days
    .help = show an invoice of the lots that buyers complained about, or of the new ones
E015-pro-forma = `{ $id }` is a pro forma invoice
    .label = that is how its text is headed
    .note = Amazon does not take pro forma invoices: they offer goods, and prove no purchase
    .help = ask the supplier for the invoice that followed it

E016 = `{ $path }` belongs to another client
    .label = lies in the folder of `{ $file }`
    .note = `{ $file }` does not count for this case
    .help = copy the file into this case's `evidence` folder if it is this client's; what clients share lies above their folders, such as in `/shared/`

E017 = `{ $path }` becomes exhibit `{ $id }`, kind `{ $kind }`, caption "{ $caption }"
    .label = a path, short for an `[[evidence]]` table
    .help = to say more, add the table with a caption of your own, and cite its id here

E018 = `{ $path }` can be written in a simpler way
    .label = says the same as `{ $plain }`
    .help = write `{ $plain }`

E019 = the text to black out stands nowhere on page { $pages } of `{ $path }`
    .label = not found
    .note = capitals, spaces at line ends and ligatures make no difference; text in a picture or drawn as lines is not text
    .help = copy the text out of the PDF, or draw a box: `page = 1` and `rect = [left, top, width, height]` in percent of the page
E019-unreadable = the text to black out is not found on page { $pages } of `{ $path }`
    .label = not found
    .note = { $count ->
        [one] one character of these pages does
       *[other] { $count } characters of these pages do
    } not say what it stands for: the file shows them, but their text cannot be searched
    .help = draw a box instead: `page = 1` and `rect = [left, top, width, height]` in percent of the page
E019-scan = page { $pages } of `{ $path }` has no text to search
    .label = nothing can be found here
    .note = it is a scan or a photo: a picture of text
    .help = draw a box instead: `page = 1` and `rect = [left, top, width, height]` in percent of the page
E019-picture = `{ $path }` has no text to search
    .label = it is a picture
    .help = draw a box instead: `rect = [left, top, width, height]` in percent of the picture
E019-format = nothing can be blacked out in { $format }
    .label = only PDF pages and pictures can be redacted
    .note = buyers' data in the columns of tables are masked in print anyway
    .help = save it as PDF, or delete what nobody should see in a copy of the file and name that copy here
E019-outside = the box lies outside the page
    .label = expected [left, top, width, height] in percent, from the top left corner
    .note = `[0, 0, 100, 100]` is the whole page; `[50, 10, 40, 5]` begins in the middle, a tenth of the height from the top
    .help = measure the page as it is shown: distance from the left edge × 100 ÷ width of the page, and so on
E019-which-page = the box does not say on which page it lies
    .label = the file has { $count } pages
    .help = add `page = 1`, or the page that is meant
E019-page-not-shown = page { $page } is not shown
    .label = `pages` leaves it out
    .help = remove this table, or add the page to `pages`
E019-nothing = this table says not what to black out
    .label = neither `rect` nor `search`
    .help = add `search = "Jane Doe"`, or `page = 1` and `rect = [left, top, width, height]` in percent of the page
E019-both = `rect` and `search` in one table
    .label = one of them is one too many
    .help = write two `[[evidence.redact]]` tables
E019-empty = the text to black out is empty
    .label = nothing to search for
    .help = write the text as the page shows it
E019-fonts = page { $page } of `{ $path }` cannot be drawn as it is shown
    .label = it has to be drawn to be redacted
    .note = it uses fonts that are not in the file, and some of its characters would be missing
    .help = open it where it looks right, print it to PDF, which puts the fonts in, and name that file; or take a screenshot of the page and name the picture, with `rect` in the place of `search`
E019-undrawn = page { $page } of `{ $path }` cannot be drawn completely
    .label = it has to be drawn to be redacted
    .note = something on it, a picture or a font, is of a kind that is not known here
    .help = open it where it looks right, print it to PDF, and name that file; or take a screenshot

E020 = the text that is blacked out in exhibit { $number } can still be read
    .label = stands in { $places }
    .help = take it out there too; if it may stand there, say so with a comment: `# appealc: allow(redacted-text-remains, reason = "…")`
E020-said = the text that is blacked out stands in your own words
    .label = blacked out here
    .said = and said here
    .help = take it out; if it may stand there, say so with a comment: `# appealc: allow(redacted-text-remains, reason = "…")`
E020-box = text under a box of exhibit { $number } can be read elsewhere
    .label = stands in { $places }
    .note = a box may cover words that are no secret
    .help = if they are, take them out there too

E021 = `{ $path }` is none of Amazon's reports
    .label = no known header in its first lines
    .note = looked for: FBA customer returns (return-date, asin, quantity, detailed-disposition, reason); seller-fulfilled returns (Order ID, Return request date, ASIN, Return quantity, Return Reason; or XML with AmazonEnvelope); Voice of the Customer (ASIN, NCX rate or 买家不满意率, NCX orders, Total orders, CX Health); seller feedback (Date, Rating, Comments, Your Response, Order ID, Rater Email)
    .help = download the report again and leave its header as it is; a table of your own belongs in `[[evidence]]`
E021-other = `{ $path }` is a report of { $what }, which holds no complaints
    .label = another report of Amazon
    .note = looked for: FBA customer returns, seller-fulfilled returns, Voice of the Customer, seller feedback
    .help = download one of these reports, or cite this one as `[[evidence]]`
E021-other-file = `{ $path }` is { $what }, not a report
    .label = no text
    .note = looked for: FBA customer returns, seller-fulfilled returns, Voice of the Customer, seller feedback
    .help = name the file as Amazon gives it (.csv, .tsv, .txt, .xml, also .gz); a workbook can be saved as CSV
E021-binary = `{ $path }` is no text
    .label = not a report
    .note = looked for: FBA customer returns, seller-fulfilled returns, Voice of the Customer, seller feedback
    .help = download the report again
E021-truncated = `{ $path }` ends too early
    .label = truncated
    .help = download the report again
E021-damaged = `{ $path }` is damaged: { $detail }
    .label = damaged
    .help = download the report again
E021-too-large = `{ $path }` has more than { $limit } MB
    .label = too large
    .help = download the report for a shorter time
E021-kept-damaged = what was kept of `{ $path }` is damaged: { $detail }
    .label = the report is absent, and its `.tally.json` cannot be used
    .help = restore the `.tally.json` from git, or put the report here and build again
E021-kept-readings = what was kept of `{ $path }` was counted with other words
    .label = the report is absent, and its `.tally.json` does not know these readings
    .help = put the report here and build again: comments are counted from the report only
E021-kept-quotes = what was kept of `{ $path }` holds nothing that buyers wrote
    .label = the report itself is not here
    .help = put the report back and build once, or leave out `quote = true`
E021-kept-left-out = what was kept of `{ $path }` does not hold `{ $asin }`
    .label = the report is absent, and too large to be kept whole
    .help = put the report here and build this case once

E022 = { $unreadable ->
        [one] 1 of { $read } rows of `{ $path }` cannot be read
       *[other] { $unreadable } of { $read } rows of `{ $path }` cannot be read
    }
    .label = { $unreadable ->
        [one] on line { $unreadable-line }
       *[other] the first on line { $unreadable-line }
    }
    .note = { $report }, { $encoding }: { $own } rows are about this case; left out besides: { $duplicates ->
        [0] duplicates 0
       *[other] duplicates { $duplicates } (first on line { $duplicates-line })
    }, { $headers ->
        [0] repeated headers 0
       *[other] repeated headers { $headers } (line { $headers-line })
    }, { $blank ->
        [0] blank rows 0
       *[other] blank rows { $blank } (line { $blank-line })
    }
    .help = look at that line: a row needs a date, an ASIN and a whole number where the quantity stands
E022-none = none of the { $read } rows of `{ $path }` is about an ASIN of this case
    .label = { $report }, { $encoding }
    .note = left out: { $unreadable ->
        [0] unreadable 0
       *[other] unreadable { $unreadable } (first on line { $unreadable-line })
    }, { $duplicates ->
        [0] duplicates 0
       *[other] duplicates { $duplicates } (line { $duplicates-line })
    }, { $headers ->
        [0] repeated headers 0
       *[other] repeated headers { $headers } (line { $headers-line })
    }, { $blank ->
        [0] blank rows 0
       *[other] blank rows { $blank } (line { $blank-line })
    }
    .help = download the report for the days of the complaints, or take it out of `reports`
E022-left-out = { $read } rows of `{ $path }` were read, { $own } of them about this case
    .label = { $report }, { $encoding }
    .note = left out: { $duplicates ->
        [0] duplicates 0
       *[other] duplicates { $duplicates } (first on line { $duplicates-line })
    }, { $headers ->
        [0] repeated headers 0
       *[other] repeated headers { $headers } (line { $headers-line })
    }, { $blank ->
        [0] blank rows 0
       *[other] blank rows { $blank } (line { $blank-line })
    }

E023 = { $count ->
        [one] a date in `{ $path }` can be two days
       *[other] { $count } dates in `{ $path }` can be two days
    }
    .label = { $count ->
        [one] on line { $line }
       *[other] the first on line { $line }
    }: day or month first?
    .note = nothing in the file says which: no day above 12 is written in this way
    .help = download the report again for a whole month, or write these dates as 2026-03-05

E024 = { $units ->
        [one] 1 unit in `{ $path }` has a reason that is not known: { $codes }
       *[other] { $units } units in `{ $path }` have reasons that are not known: { $codes }
    }
    .label = first on line { $line }; counted as unknown
    .note = an unknown reason is never counted as a complaint
    .help = check the word in the report; if Amazon uses it, tell us

## Stance

T001 = a dispute that admits fault
    .label = a dispute admits nothing
    .help = if the fault was yours, write `stance = "appeal"`; if not, remove it
T001-cause = a dispute with a root cause
    .label = a root cause admits the fault
    .stance = the case is a dispute
    .help = if the fault was yours, write `stance = "appeal"`; if not, turn this into an `[[arguments]]` table
T001-action = a dispute with a corrective action
    .label = repairing the fault admits it
    .stance = the case is a dispute
    .help = if the fault was yours, write `stance = "appeal"`; if not, remove this table

T001-words = the claim admits or repairs a fault: "{ $phrase }"
    .label = a dispute admits nothing
    .help = say what the evidence shows, such as "10 of 10 returned units worked in test report 4471"; if the fault was yours, write `stance = "appeal"`

T002 = the root cause denies the complaint: "{ $phrase }"
    .label = an appeal denies nothing
    .note = to keep it, give the reason in a comment above: `# appealc: allow(appeal-denies-fault, reason = "…")`
    .help = name the step that let it happen, such as "the inspection of lot 2607 had no leak test"; if the finding is wrong, write `stance = "dispute"`

T003 = argument { $number } cites no evidence
    .label = nothing proves this claim
    .help = add `evidence = ["…"]` with the ids of the exhibits that prove it

T004 = no letter is read on the route `voice-of-the-customer`
    .label = the seller mends this without an appeal
    .help = read the buyers' feedback in Voice of the Customer, correct the listing, then relist it; if a notice asks for an appeal, write `route = "account-health"`

## Cause

C001 = the cause only restates the complaint: "{ $phrase }"
    .label = this is what buyers saw, not why it happened
    .help = name the step of your process that let it happen, such as "the carton had no drop test: 54 of 736 boards checked had a split corner"

C002 = a root cause without data
    .label = no figure here, and no record cited
    .note = a cause that rests on nothing counted reads like a guess
    .help = say how many were checked and how many failed, and cite the record, such as a `returns-analysis` or an `inspection-report`

C003 = buyers complain more often of something else: { $topic }
    .label = this area answers { $own } of { $fault } complaints in Amazon's reports
    .reports = the reports show { $topic } { $units } times: { $codes }
    .also = this cause does not answer it either
    .reading = the comments that this reading finds are counted here already
    .note = an appeal that explains another problem than the one buyers report is turned down
    .help = add a `[[root_cause]]` with `area = "{ $area }"` for what failed there; if buyers chose the wrong reason and their comments say so, count them with `[[complaints.reading]]`, `area = "…"` and `match = ["…"]`

C004 = no action addresses root cause `{ $id }`
    .label = unanswered
    .note = Amazon asks for an answer to each root cause
    .help = add `addresses = ["{ $id }"]` to the action that removes it
C004-unnamed = a root cause without an id is addressed by no action
    .label = with several causes, each needs an id
    .note = Amazon asks for an answer to each root cause
    .help = add `id = "no-drop-test"` here, and `addresses = ["no-drop-test"]` to the action that removes it

C005 = others are blamed: "{ $phrase }"
    .label = not your own process
    .help = say what you can change, such as "our single-wall box did not withstand a drop from 76 cm"

C006 = { $sellable } of { $units } units returned as { $code } were graded SELLABLE by Amazon's warehouse
    .label = the reports hold this, and no argument says it
    .note = what the buyer chose and what the warehouse found differ: a fact for a dispute
    .help = say it in an `[[arguments]]` table: "{ $sellable } of { $units } units returned as { $code } were graded SELLABLE"

## Action

A001 = nothing here could be checked: "{ $phrase }"
    .label = who, how many, how often, by which document?
    .help = write what was done, such as "quality lead Wen Qi tests 32 units of every batch for 24 hours and records them in form QC-12"

A002 = promised, not done: "{ $phrase }"
    .label = this is a plan
    .note = to keep it, give the reason in a comment above: `# appealc: allow(planned-action, reason = "…")`
    .help = do it first, then write it as done, such as "the lead tested 32 units on 7 October 2026"; a routine stands in the present tense with its frequency, such as "the lead tests 32 units of every batch"

A003 = the action's date { $date } is in the future
    .label = today is { $today }
    .note = the reviewers ask for what you have done, not for what you plan
    .help = complete the action first, then write the day on which it was done

A004 = done before the first complaint that it answers
    .label = done on { $done }; the first such complaint came on { $first }
    .reports = as these reports show
    .note = what was done before the complaints cannot have ended them, and the reviewer sees the same days
    .help = correct the date, name what was done after { $first }, or download a report that goes back further

A005 = action { $number } cites no evidence
    .label = nothing shows that this was done
    .help = add `evidence = ["…"]` with a photo, record or screenshot of the result

A006 = an action that only provenance documents prove
    .label = nothing here shows the result
    .exhibit = kind `{ $kind }`: it proves where goods came from
    .help = cite a photo, record or screenshot of the result as well; if this document does prove the action, write `proves = "action"` in its table

A007 = `{ $id }` was made { $days ->
        [one] { $days } day
       *[other] { $days } days
    } before Amazon's notice
    .label = cited here for an action; the notice came on { $began }
    .made = made on { $made }, { $by ->
        [file] as the file itself says
       *[other] as its `date` says
    }
    .note = what is older than the action cannot show its result
    .help = cite what was made afterwards, or write `started` if the action began earlier
A007-started = `{ $id }` was made { $days ->
        [one] { $days } day
       *[other] { $days } days
    } before the action began
    .label = cited here for an action that began on { $began }
    .made = made on { $made }, { $by ->
        [file] as the file itself says
       *[other] as its `date` says
    }
    .note = what is older than the action cannot show its result
    .help = take a photo or record of the result; if this shows the state before, point at it with `after` from the later one

A008 = no action in an area that `{ $type }` asks for
    .label = none of the actions lies in: { $areas }
    .type = this type asks for: { $areas }
    .help = add an `[[actions]]` table with one of these areas: { $areas }

A009 = no preventive action
    .label = { $count ->
        [one] the only action corrects
       *[other] the last of { $count } actions, all of which correct
    }
    .note = Amazon asks for the steps that keep it from happening again
    .help = add a table after this one:
        {"["}[actions]]
        phase = "preventive"
        area = "…"
        done = 2026-10-12
        what = "…"
        owner = "…"
        frequency = "every batch"
        evidence = ["…"]

A010 = a preventive action without owner and frequency
    .label = who does it, and how often?
    .help = add `owner = "Packing lead"` and `frequency = "every batch"`
A010-owner = a preventive action without owner
    .label = who is responsible?
    .help = add `owner = "Packing lead"`
A010-frequency = a preventive action without frequency
    .label = how often is it done?
    .help = add `frequency = "every batch"`

## Letter

L001 = left-over placeholder `{ $marker }`
    .label = fill this in
    .note = to keep it, give the reason in a comment above: `# appealc: allow(placeholder, reason = "…")`
    .help = write the fact itself, or remove the sentence

L002 = the letter has { $words } words, more than { $limit }
    .label = this case's letter
    .limit = the limit is set here
    .note = Amazon publishes no limit; a reviewer has minutes for a case
    .help = move details into exhibits, and keep who, what, how many and when

L003 = emotive language: "{ $phrase }"
    .label = the reviewers ask for facts alone
    .help = remove the sentence, or write the fact behind it, such as "31 of 640 bottles leaked; all were scrapped on 9 October 2026"

L004 = personal data of a buyer: `{ $found }`
    .label = does not belong in a letter
    .note = to keep it, give the reason in a comment above: `# appealc: allow(personal-data, reason = "…")`
    .help = remove it, or write "the buyer"
L004-email = an e-mail address: `{ $found }`
    .label = does not belong in a letter
    .note = to keep it, give the reason in a comment above: `# appealc: allow(personal-data, reason = "…")`
    .help = remove it, or write "the buyer"
L004-order = an order that the case does not list: `{ $found }`
    .label = identifies a buyer
    .note = to keep it, give the reason in a comment above: `# appealc: allow(personal-data, reason = "…")`
    .help = mask it, such as `{ $masked }`; if Amazon's notice names it, add `orders = ["{ $found }"]` at the top of the case
L004-phone = a telephone number: `{ $found }`
    .label = does not belong in a letter
    .note = to keep it, give the reason in a comment above: `# appealc: allow(personal-data, reason = "…")`
    .help = remove it, or write "the buyer"
L004-handle = a messenger account: `{ $found }`
    .label = does not belong in a letter
    .note = to keep it, give the reason in a comment above: `# appealc: allow(personal-data, reason = "…")`
    .help = remove it, or write "the buyer"
L004-address = a postal address: `{ $found }`
    .label = does not belong in a letter
    .note = to keep it, give the reason in a comment above: `# appealc: allow(personal-data, reason = "…")`
    .help = remove it, or write "the buyer"
L004-name = the name of a buyer: `{ $found }`
    .label = does not belong in a letter
    .note = to keep it, give the reason in a comment above: `# appealc: allow(personal-data, reason = "…")`
    .help = remove it, or write "the buyer"

L005 = an introduction of the company
    .label = the reviewers do not ask for it
    .help = remove it; begin with what went wrong and what was done
L005-case = another support case is mentioned
    .label = the reviewers see only this appeal
    .help = say what the other case found, and cite a document that shows it
L005-question = a question to the reviewers
    .label = an appeal answers, it does not ask
    .help = write what you know, or ask in a support case

L006 = no evidence for { $asins }
    .label = no exhibit that is cited concerns this ASIN
    .also = nor this one
    .note = Amazon asks for evidence for every ASIN
    .help = cite an exhibit that shows { $count ->
        [one] it
       *[other] them
    }; where one covers all ASINs, leave its `asins` out

L007 = this statement is in { $script ->
        [han] Chinese
        [kana] Japanese
        [hangul] Korean
        [cyrillic] Cyrillic letters
        [greek] Greek
        [hebrew] Hebrew
        [arabic] Arabic letters
        [thai] Thai
       *[other] another script
    }, the letter in { $language ->
        [en] English
       *[other] `{ $language }`
    }
    .label = the letter's readers cannot read this
    .help = translate it; the Chinese may stand beside it as `zh = "…"`, which is never printed
L007-complaint = this complaint is in { $script ->
        [han] Chinese
        [kana] Japanese
        [hangul] Korean
        [cyrillic] Cyrillic letters
        [greek] Greek
        [hebrew] Hebrew
        [arabic] Arabic letters
        [thai] Thai
       *[other] another script
    }, the letter in { $language ->
        [en] English
       *[other] `{ $language }`
    }
    .label = the letter's readers cannot read this
    .help = translate it
L007-figures = the Chinese has other figures than the statement: { $here } instead of { $there }
    .label = { $here } only here
    .statement = { $there } only here
    .help = correct the text that was forgotten
L007-extra = the Chinese has figures that the statement lacks: { $here }
    .label = { $here } only here
    .statement = not in this statement
    .help = add them to the statement, or remove them here
L007-left-out = the Chinese lacks figures of the statement: { $there }
    .label = not in this text
    .statement = { $there } only here
    .help = add them here, or remove them from the statement

L008 = `{ $named }` for buyers, and not a word of where it leads
    .label = does it lead to instructions only?
    .note = Amazon forbids leading buyers elsewhere and asking them for reviews
    .help = if so, say it in the same statement: "a QR code that leads to the instructions only"

H001 = nothing of substance has changed since Amazon's answer of { $date } ({ $result ->
        [more-info] more information asked for
       *[other] rejected
    })
    .label = this says what submission { $n } said
    .refused = answered here
    .help = change what the reply asks for; where Amazon could not open the files, `appealc submit CASE --same --reason "files not opened"`

H002 = Amazon's reply of { $date } named a part that has not changed since
    .label = as it was in submission { $n }
H002-root-cause = Amazon's reply of { $date } asks for more on the root cause, and no cause has changed since
    .label = as it was in submission { $n }
    .reply = the reply
    .help = say which step of your own process let it happen, with figures and the report they come from
H002-actions = Amazon's reply of { $date } asks for more on the actions taken, and no corrective action has changed since
    .label = as it was in submission { $n }
    .reply = the reply
    .help = say who did what to how many units, on which day, and cite what shows it
H002-prevention = Amazon's reply of { $date } asks for more on prevention, and no preventive action has changed since
    .label = as it was in submission { $n }
    .reply = the reply
    .help = say what happens from now on, how often, who answers for it, and what stops a bad batch
H002-arguments = Amazon's reply of { $date } does not accept the arguments, and none has changed since
    .label = as it was in submission { $n }
    .reply = the reply
    .help = say more exactly what is wrong in the finding, and cite what proves it
H002-implementation = Amazon's reply of { $date } does not believe that the actions were done, and neither days nor proof have changed since
    .label = as it was in submission { $n }
    .reply = the reply
    .help = cite dated proof for each action: a photo, a record, a removal order
H002-evidence = Amazon's reply of { $date } does not accept the documents, and no exhibit has changed since
    .label = as it was in submission { $n }
    .reply = the reply
    .help = replace what could not be verified or opened by complete, legible, unaltered originals

H003 = the deadline is in { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
    .label = respond by { $date }
    .help = send what is ready, and record it with `appealc submit`
H003-today = the deadline is today
    .label = respond by { $date }
    .help = send what is ready, and record it with `appealc submit`
H003-past = the deadline passed { $days ->
        [one] { $days } day
       *[other] { $days } days
    } ago
    .label = respond by { $date }
    .help = send it all the same; if it was sent, record it with `appealc submit`

H004 = Amazon refused { $refusals } times, and only words have changed since
    .label = no new exhibit, the same route
    .refused = the last refusal
    .help = add proof that was not there before, take another route, or ask whether the finding is wrong and should be disputed

X001 = typesetting failed: { $detail }
    .label = this case could not be typeset
    .note = the outputs of the last build are untouched
X001-missing = the `typst` program was not found
    .label = this case could not be typeset
    .help = install Typst, name it with `--typst PATH`, or leave `--engine cli` out
X001-old = the `typst` program is too old: { $found }
    .label = this case could not be typeset
    .help = install Typst { $needed } or later, or leave `--engine cli` out
X001-timeout = typesetting was not done after { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }
    .label = this case could not be typeset
    .note = the outputs of the last build are untouched
X001-crashed = the typesetter crashed or ran out of memory
    .label = this case could not be typeset
    .note = the outputs of the last build are untouched
    .help = build the case again on its own; if it fails again, leave out exhibits to find the one that causes it

X002 = the letter's template failed: { $detail }
    .label = the error is here
    .help = correct the template, or remove it to use the built-in one
X002-missing = there is no template for `{ $type }`, stance `{ $stance }`, language `{ $language }`
    .label = this case's letter could not be written
    .help = add `templates/{ $type }/letter.{ $stance }.{ $language }.tera`

X003 = redaction failed: the text is still in { $places }
    .label = blacked out in exhibit { $number }
    .note = nothing was written
    .help = this is a defect of appealc; until it is mended, redact the file with another program and name that copy

X004 = `{ $path }` cannot be written: { $detail }
    .label = the outputs of this case could not be written
    .note = the outputs of the last build are untouched
    .help = check that the disk and the folder are in order
X004-full = no room to write `{ $path }`: the disk is full
    .label = the outputs of this case could not be written
    .note = the outputs of the last build are untouched
    .help = make room, then build again
X004-denied = `{ $path }` cannot be written: { $detail }
    .label = the outputs of this case could not be written
    .note = the outputs of the last build are untouched
    .help = allow writing to that folder, or choose another with `--out DIR`
X004-name = the name of `{ $path }` is too long for this disk
    .label = the outputs of this case could not be written
    .note = the outputs of the last build are untouched
    .help = give the evidence file or the case's folder a shorter name
X004-link = `{ $path }` is a link; outputs are not written through links
    .label = the outputs of this case could not be written
    .note = what the link leads to is untouched
    .help = remove the link, or name the folder that it leads to with `--out DIR`
X004-not-a-folder = `{ $path }` is in the way: a folder of outputs must stand there
    .label = the outputs of this case could not be written
    .help = move it away, or choose another folder with `--out DIR`
X004-not-a-file = the folder `{ $path }` is in the way: an output of that name must stand there
    .label = the outputs of this case could not be written
    .note = the outputs of the last build are untouched
    .help = move it away
X004-moved = `{ $path }` changed while the case was built
    .label = nothing was written for this case
    .note = the outputs of the last build are untouched
    .help = build again when nobody writes to it any more
X004-vanished = `{ $path }` went away while the case was built
    .label = nothing was written for this case
    .note = the outputs of the last build are untouched
    .help = bring it back, then build again
X004-twin = the folder differs from `{ $case }` in letter case only
    .label = nothing was written for this case
    .note = on Windows and macOS the outputs of both would be one folder
    .help = rename one of the two folders

X005 = the case would have to be built: { $why }
    .label = its outputs are not up to date
    .note = `--locked` builds nothing
    .help = run `appealc build` without `--locked`, and commit or upload what it writes
