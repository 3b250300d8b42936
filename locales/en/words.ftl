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
type-rect = four numbers, such as `[10, 20, 30, 5]`
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
format-bmp = a BMP picture
format-tiff = a TIFF picture
format-heic = a HEIC photo
format-avif = an AVIF picture
format-svg = an SVG drawing
format-pdf = a PDF document
format-text = a text file
format-md = a Markdown file
format-csv = a CSV table
format-tsv = a TSV table
format-xlsx = an Excel workbook (XLSX)
format-xls = an Excel workbook (XLS)
format-ods = an ODS spreadsheet
format-docx = a Word document (DOCX)
format-eml = a mail (EML)
format-mp4 = an MP4 video
format-mov = a QuickTime video (MOV)

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
page-fixable = mended by `appealc fix`
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
problem-unpacked = it unpacks to more than { $limit } MB
problem-no-cells = none of its cells holds anything
problem-no-text = it has no text, no table and no picture

convert-jpeg = JPEG
convert-png = PNG
convert-csv = CSV
convert-txt = plain text (TXT)
convert-pdf = PDF
convert-stills = JPEG pictures of the moments that matter
convert-contents = single files: unpack it

what-unusual-tiff-image = a TIFF image of an unusual kind
what-jpeg-2000-image = a JPEG 2000 image
what-jpeg-xl-image = a JPEG XL image
what-photoshop-image = a Photoshop image
what-icon = an icon
what-rtf-document = an RTF document
what-postscript-document = a PostScript document
what-djvu-document = a DjVu document
what-rar-archive = a RAR archive
what-7z-archive = a 7z archive
what-gzip-archive = a gzip archive
what-matroska-or-webm-video = a Matroska or WebM video
what-ogg-recording = an Ogg recording
what-mp3-recording = an MP3 recording
what-flash-video = a Flash video
what-windows-media-video = a Windows Media video
what-program = a program
what-database = a database
what-unknown-file-type = a file of unknown type
what-avi-video = an AVI video
what-sound-recording = a sound recording
what-heic-image = a HEIC image
what-video = a video
what-avif-image = an AVIF image
what-camera-raw-image = a camera raw image
what-odp-presentation = an ODP presentation
what-odt-document = an ODT document
what-xlsb-spreadsheet = an XLSB spreadsheet
what-pptx-presentation = a PPTX presentation
what-office-document = an Office document
what-pages-document = a Pages document
what-numbers-spreadsheet = a Numbers spreadsheet
what-keynote-presentation = a Keynote presentation
what-epub-book = an EPUB book
what-zip-archive = a ZIP archive
what-outlook-message = an Outlook message
what-office-document-with-a-password = an Office document with a password
what-doc-document = a DOC document
what-ppt-presentation = a PPT presentation
what-svg-drawing = an SVG drawing
what-unusual-heic-image = a HEIC image of an unusual kind
what-unusual-avif-image = an AVIF image of an unusual kind
what-svg-drawing-with-xml-entities = an SVG drawing with XML entities
what-svg-drawing-with-references-to-other-files = an SVG drawing that refers to other files
what-svg-drawing-with-a-web-page-inside = an SVG drawing with a web page inside
what-svg-drawing-with-another-drawing-inside = an SVG drawing with another drawing inside
what-svg-drawing-with-characters-of-other-fonts = an SVG drawing with characters that the fonts here do not have
what-html-page = an HTML page
what-saved-web-page = a saved web page
what-pdf-with-an-xfa-form-instead-of-pages = a PDF with an XFA form instead of pages
what-pdf-portfolio-without-pages = a PDF portfolio without pages
what-lossless-jpeg = a lossless JPEG
what-hierarchical-jpeg = a hierarchical JPEG
what-arithmetic-coded-jpeg = an arithmetic-coded JPEG
what-extended-jpeg = an extended JPEG
what-late-height-jpeg = a late-height JPEG
what-12-bit-jpeg = a 12-bit JPEG
what-16-bit-jpeg = a 16-bit JPEG
what-2-component-jpeg = a 2-component JPEG
what-5-component-jpeg = a 5-component JPEG
what-other-jpeg = an other JPEG
