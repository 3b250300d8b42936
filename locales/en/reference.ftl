# The reference in docs/, which is made from the code.

reference-title = Reference
reference-intro = Made from the program itself; a test keeps it current; `appealc COMMAND --help` and `appealc man` say the same
reference-commands = Commands
reference-common = Flags of all commands
reference-flag = flag
reference-meaning = meaning
reference-key = key
reference-type = type
reference-of-case-toml = A folder that holds this file is a case. Keys that stand below no table come first.
reference-of-appealc-toml = Settings for all cases below the folder that holds it. All of it is optional; a nearer file wins.
reference-type-text = text
reference-type-date = date
reference-type-count = whole number
reference-type-number = number
reference-type-flag = true or false
reference-type-texts = list of texts
reference-type-rect = four numbers
reference-type-table = table
reference-type-tables = list of tables
reference-type-levels = names and levels
