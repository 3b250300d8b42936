# What `verify` and `extract` say: differences, `V001` and so on, then lines about what was read.

V001 = this file cannot be read
V001-pdf = this is no PDF file that can be read
    .help = it is damaged, or locked with a password; build the case again
V001-io = this file cannot be read: { $detail }
V001-timeout = reading this took too long
    .help = the file is damaged, or made to keep programs busy
V001-crashed = reading this failed: the reader broke down, or needed more memory than a worker may take
    .help = the file is damaged, or very large; `[limits] worker_mb` allows more memory

V002-missing = `{ $path }` is missing
    .help = build the case again
V002-leads = the path `{ $path }` leads out of the folder, or over a link
    .help = the manifest was changed by someone else; build the case again
V002-io = `{ $path }` cannot be read: { $detail }
V002-size = `{ $path }` has { $found } bytes; the manifest says { $expected }
    .help = the file was changed after it was built; build the case again
V002-changed = `{ $path }` was changed: its SHA-256 is not the one in the manifest
    .help = build the case again
V002-foreign = `{ $path }` is not in the manifest
    .help = this program did not write it; move it elsewhere

V003-missing = there is no `manifest.json`: this was not built, or the manifest was removed
    .help = build the case
V003-json = the manifest is damaged: { $detail }
    .help = build the case again
V003-foreign = this `manifest.json` was not made by appealc
V003-key = in the manifest, `{ $key }` is missing or damaged
    .help = build the case again
V003-none = this is no bundle made by appealc: there is no manifest in it
    .help = a bundle carries its `manifest.json` as an attached file; some programs drop it when they save a PDF file
V003-inner-json = the manifest inside the bundle is damaged: { $detail }
    .help = build the case again
V003-inner-key = in the manifest inside the bundle, `{ $key }` is missing or damaged
    .help = build the case again
V003-inner-differs = the manifest inside the bundle and `manifest.json` differ in `{ $key }`
    .help = they come from different builds, or one was changed; build the case again
V003-fingerprint = the inputs that the manifest lists do not give its fingerprint
    .help = the manifest was changed; build the case again

V004 = the file has { $found } pages; it should have { $expected }
    .help = pages were removed or added; build the case again

V005 = exhibit { $exhibit } is not where it should be
V005-moved = exhibit { $exhibit } begins on page { $found }; it should begin on page { $expected }
V005-missing = exhibit { $exhibit } (“{ $caption }”) does not begin on page { $expected }, or under another title
V005-label = the manifest numbers exhibit { $exhibit } { $label }; by its page { $page } it should be another number

V006 = the stamp on page { $page } says “{ $found }”; it should say “{ $expected }”
V006-none = page { $page } has no stamp; it should say “{ $expected }”

V007 = the index says “{ $found }” for exhibit { $exhibit }; it should say “{ $expected }”
V007-none = the index has no row for exhibit { $exhibit }; it should say “{ $expected }”

V008 = page { $page } is labelled “{ $found }”; it should be “{ $expected }”
V008-none = page { $page } has no label; it should be “{ $expected }”

V009 = the bookmark of exhibit { $exhibit } leads to page { $found }; it should lead to page { $expected }
V009-none = exhibit { $exhibit } (“{ $caption }”) has no bookmark
V009-nowhere = the bookmark “{ $title }” leads nowhere

V010 = on page { $page }, the link “{ $text }” leads to page { $found }; it should lead to page { $expected }
V010-nowhere = on page { $page }, the link “{ $text }” leads nowhere

V011-count = on the pages of exhibit { $exhibit } stand { $found } pictures and pages; there should be { $expected }
V011-size = exhibit { $exhibit } shows something of { $found } where { $expected } should stand
V011-strange = page { $page } draws something that appealc did not put there

V012 = the file of exhibit { $exhibit }, `{ $path }`, is another one than the exhibit's
V012-none = exhibit { $exhibit } (`{ $id }`) has no file in `exhibits/`

V013-none = the manifest does not list `{ $path }`
V013-pages = the manifest gives `{ $path }` { $found } pages; the volume has { $expected }
V013-other = this is volume { $found }; volume { $expected } should be here
V013-unknown = this says it is volume { $number }, which the bundle does not have

V014-changed = the case has changed since this was built: `{ $path }`
    .help = build it again with `appealc build`
V014-gone = the case no longer uses `{ $path }`, or it is no longer there
    .help = build it again with `appealc build`
V014-new = the case now uses `{ $path }`, which was not there when this was built
    .help = build it again with `appealc build`
V014-template = the template `{ $path }` has changed since this was built
    .help = build it again with `appealc build`
V014-fonts = other fonts are used now than when this was built
    .help = build it again with `appealc build`
V014-tool = this was built with appealc { $found }; this is { $expected }
    .help = build it again with `appealc build`
V014-unreadable = the case `{ $case }` can no longer be read, so this cannot be compared with it
    .help = `appealc check` says what is wrong

V015 = { $count ->
        [one] 1 more difference is
       *[other] { $count } more differences are
    } not listed

verify-good = good: { $path } ({ $files } files, { $pages } bundle pages, { $exhibits } exhibits)
verify-good-and-fresh = good: { $path } ({ $files } files, { $pages } bundle pages, { $exhibits } exhibits), and up to date with its case
verify-different = { $count ->
        [one] 1 difference
       *[other] { $count } differences
    }: { $path }
verify-unreadable = not checked: { $path }

extract-picture = exhibit { $exhibit }: { $path } (the picture, its data as they are in the bundle)
extract-pages = exhibit { $exhibit }: { $path } ({ $pages ->
        [one] 1 page
       *[other] { $pages } pages
    } without stamps)
extract-printed = exhibit { $exhibit }: { $path } ({ $pages ->
        [one] 1 page
       *[other] { $pages } pages
    } as printed; the original text is not in the bundle)
extract-elsewhere = exhibit { $exhibit } (`{ $id }`) is in volume { $volume }, which was not given
extract-damaged = exhibit { $exhibit } (`{ $id }`) is not in the bundle as its manifest says; `appealc verify` says more

V016-unrecorded = submission { $n } is not recorded in history.toml
    .help = bring the event back from git, or remove the folder
V016-missing = `{ $path }` of this submission is no longer kept
    .help = bring it back from git
V016-changed = `{ $path }` is not what was recorded when it was sent
    .help = bring it back from git
V016-upload = `{ $path }` is not what was recorded when it was sent
    .help = it was changed after it was laid out; do not upload it

V017 = commit { $commit } no longer yields what was sent: { $path }
    .help = fonts may differ on this machine; compare with the upload folder
V017-unrecorded = this submission names no commit: its files cannot be made again
    .help = keep the upload folder
V017-no-repository = commit { $commit } cannot be read: there is no git repository here
    .help = verify it in a clone
V017-unknown = there is no commit { $commit } in this repository
    .help = fetch the branch that holds it
V017-shallow = commit { $commit } is not in this shallow clone
    .help = fetch more history: `git fetch --unshallow`
V017-io = commit { $commit } cannot be read: { $detail }
V017-fails = commit { $commit } cannot be built: { $code }
    .help = it lacked something when this was sent; `appealc log CASE` says so
V017-dirty = commit { $commit } does not yield what was sent: { $path }; it lacked something then
    .help = keep the upload folder; next time commit before `appealc submit`
V017-tool = commit { $commit } does not yield what was sent: { $path }; that was made by appealc { $found }, this is { $expected }
    .help = verify it with appealc { $found }
