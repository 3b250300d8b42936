# Words that other messages are made of.

level-error = error
level-warning = warning
level-note = note
level-help = help

level-default = `{ $rule }` is { $level ->
        [error] an error
        [warning] a warning
       *[other] a note
    } by default
level-here = `{ $rule }` is { $level ->
        [error] an error
        [warning] a warning
       *[other] a note
    } here
level-config = `{ $rule }` is { $level ->
        [error] an error
        [warning] a warning
       *[other] a note
    }: set by `[lints]` in { $file }
level-flag = `{ $rule }` is { $level ->
        [error] an error: set by `-D`
        [warning] a warning: set by `-W`
       *[other] a note: set by a flag
    }

# The value of a key: expected, found.
type-string = a string
type-strings = a list of strings
type-string-or-strings = a string or a list of strings
type-date = a date
type-datetime = a date with a time
type-integer = a whole number
type-float = a number with a fraction
type-number = a number
type-boolean = `true` or `false`
type-array = a list
type-table = a table
type-tables = a list of tables
type-table-or-tables = a table or a list of tables

# What an id stands for.
ref-evidence = evidence
ref-cause = root cause

# What stands where a file should.
file-folder = a folder
file-fifo = a pipe
file-socket = a socket
file-device = a device

# What a file is.
format-jpeg = a JPEG picture
format-png = a PNG picture
format-gif = a GIF picture
format-webp = a WebP picture
format-tiff = a TIFF picture
format-bmp = a BMP picture
format-svg = an SVG drawing
format-heic = a HEIC photo
format-avif = an AVIF picture
format-raw = a camera's raw photo
format-psd = a Photoshop file
format-pdf = a PDF document
format-text = a text file
format-csv = a CSV table
format-tsv = a TSV table
format-xlsx = an Excel workbook
format-xls = an old Excel workbook (.xls)
format-docx = a Word document
format-doc = an old Word document (.doc)
format-pptx = a PowerPoint presentation
format-ods = an OpenDocument spreadsheet
format-odt = an OpenDocument text
format-eml = an e-mail
format-msg = an Outlook message (.msg)
format-html = a web page
format-xml = an XML file
format-json = a JSON file
format-zip = a ZIP archive
format-archive = an archive
format-video = a video
format-audio = a sound recording
format-program = a program
format-unknown = a file of unknown format

# What to convert a file to: after `convert it to`.
convert-to-jpg = JPEG or PNG
convert-to-pdf = PDF
convert-to-pictures = JPEG pictures of the moments that matter
convert-to-transcript = a text file with what is said
convert-to-xlsx = XLSX, CSV or PDF
convert-to-files = single files: unpack it

# Why a file cannot be read; `detail` comes with the finding.
problem-truncated = its end is missing
problem-needs-password = it needs a password
problem-no-pages = it has no pages
problem-damaged = it is damaged ({ $detail })
problem-empty = there is nothing in it
problem-not-text = it is not text in any known encoding
problem-too-large = it is too large ({ $detail })
problem-too-many-pages = it has { $found } pages; { $limit } is the limit
problem-no-image = it contains no picture
problem-unsupported = it uses a feature that cannot be read ({ $detail })

# The rules' pages.
page-facts = Level: { $level } · Group: { $group }
page-level = Level
page-group = Group

group-schema = schema
group-evidence = evidence
group-stance = stance
group-cause = cause
group-action = action
group-letter = letter
group-history = history

pages-title = Rules
pages-intro = Every rule that `appealc` checks. Made from the pages in `locales/en/rules`; `appealc explain CODE` shows one of them. Each example is a fragment of a `case.toml`: a line `#- key` means that the rest of the case has no such key.
pages-code = Code
pages-name = Name
problem-unknown-encryption = it is encrypted in a way that cannot be read
problem-decryption-failed = a part of it does not decrypt
problem-page-count = it states { $stated } pages, but { $found } can be found
problem-page-size = page { $page } has no usable size
problem-page-damaged = the content of page { $page } is damaged
problem-too-many-pixels = it claims { $width } × { $height } pixels, more than can be shown
problem-bad-crc = the checksum of its { $chunk } part is wrong

convert-jpeg = JPEG
convert-png = PNG
convert-csv = CSV
convert-txt = plain text (TXT)
convert-pdf = PDF
convert-stills = JPEG pictures of the moments that matter
convert-contents = single files: unpack it
