use super::*;
use crate::read::stat::stat;

fn record(folder: &Path) -> Record {
    let entry = |path: &str| Entry {
        path: path.to_owned(),
        stat: stat(&folder.join(path)).expect("a file"),
        hash: Hash::new(&std::fs::read(folder.join(path)).expect("a file")),
    };
    let day = jiff::civil::date(2026, 11, 20);
    Record {
        facts: Facts {
            seen: 1,
            written: 2,
            levels: Hash::new(b""),
            date: Some(day),
            days: (Date::MIN, Date::MAX),
            kind: "onpe/packaging".into(),
            templates: Hash::new(b""),
            fonts: Some((vec!["fonts".into()], Hash::new(b"f"))),
            inputs: vec![entry("a")],
            absent: vec!["b".into()],
            configs: vec!["appealc.toml".into()],
            beside: Vec::new(),
            git: Some(Mark::default()),
            strangers: vec![
                ("x".into(), Some(Untracked::NotAdded)),
                ("y".into(), Some(Untracked::Ignored { file: "f".into(), line: 1, pattern: "*".into() })),
                ("z".into(), None),
            ],
            folder: "build/cases/a".into(),
            elsewhere: false,
            outputs: vec![entry("a")],
        },
        told: Told { diagnostics: "[]".into(), keys: Vec::new(), sizes: vec![("bundle.pdf".into(), 7)], reduced: 1 },
    }
}

#[test]
fn what_is_written_is_read_and_nothing_else_is_believed() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    let own = dir.path().join(".appealc");
    let program = dir.path().join("a");
    std::fs::write(&program, "program")?;
    let record = record(dir.path());
    assert!(State::read(&own, &program).cases().next().is_none());
    let mut writer = Writer::new(&own, &program)?;
    let bytes = record.bytes();
    let (whole, bare) = (Known { folder: "build/cases/a", record: Some(&bytes) }, Known { folder: "b", record: None });
    writer.add("cases/b", &bare)?;
    writer.add("cases/a", &whole)?;
    writer.finish()?;
    let state = State::read(&own, &program);
    assert_eq!(state.cases().collect::<Vec<_>>(), ["cases/a", "cases/b"]);
    assert_eq!(state.find("cases/a").and_then(|known| Record::read(known.record?)), Some(record));
    assert_eq!([state.find("cases/a"), state.find("cases/b"), state.find("cases/c")], [Some(whole), Some(bare), None]);
    let bytes = std::fs::read(own.join(FILE))?;
    // Cut short, or with any byte changed, it counts as none.
    for end in [0, 1, 20, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(own.join(FILE), &bytes[..end])?;
        assert!(State::read(&own, &program).cases().next().is_none(), "{end} bytes");
    }
    for at in (0..bytes.len()).step_by(7) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        std::fs::write(own.join(FILE), damaged)?;
        assert!(State::read(&own, &program).cases().next().is_none(), "byte {at}");
    }
    // Neither is that of another program.
    std::fs::write(own.join(FILE), &bytes)?;
    assert!(State::read(&own, &program).cases().next().is_some());
    std::fs::write(&program, "another program")?;
    assert!(State::read(&own, &program).cases().next().is_none());
    Ok(())
}

/// What is known of each case, and whether more may be added.
fn known(own: &Path, program: &Path) -> (Vec<(String, String, bool)>, bool) {
    let state = State::read(own, program);
    let known = state.cases().filter_map(|case| Some((case, state.find(case)?)));
    let known = known.map(|(case, known)| (case.to_owned(), known.folder.to_owned(), known.record.is_some()));
    (known.collect(), state.may_grow(1))
}

#[test]
fn what_is_added_counts_once_it_is_whole() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    let own = dir.path().join(".appealc");
    let program = dir.path().join("a");
    std::fs::write(&program, "program")?;
    let record = record(dir.path()).bytes();
    let mut writer = Writer::new(&own, &program)?;
    for case in ["a", "b", "c", "d"] {
        writer.add(case, &Known { folder: "old", record: Some(&record) })?;
    }
    writer.finish()?;
    let read = || State::read(&own, &program);
    assert!(read().may_grow(2) && !read().may_grow(3) && !State::default().may_grow(0));

    let base = std::fs::read(own.join(FILE))?;
    let mut writer = Writer::grow(&own, &read())?;
    writer.add("e", &Known { folder: "new", record: None })?;
    writer.seal()?;
    let foretold = std::fs::read(own.join(FILE))?;
    assert!(foretold.starts_with(&base));
    assert_eq!(known(&own, &program).0.last(), Some(&("e".to_owned(), "new".to_owned(), false)));
    writer.forget("b")?;
    writer.add("c", &Known { folder: "new", record: None })?;
    // Nothing of it counts yet.
    assert_eq!(known(&own, &program).0.len(), 5);
    writer.finish()?;
    let whole = std::fs::read(own.join(FILE))?;
    assert!(whole.starts_with(&foretold));
    let line = |case: &str, folder: &str, record| (case.to_owned(), folder.to_owned(), record);
    let (found, may_grow) = known(&own, &program);
    let wanted = [line("a", "old", true), line("c", "new", false), line("d", "old", true), line("e", "new", false)];
    assert_eq!((found.as_slice(), may_grow), (wanted.as_slice(), true));

    // Where it ends early or holds another byte, it is what it was before that piece, and nothing is added to it.
    let pieces = [(base.len(), 4), (foretold.len(), 5)];
    let mut damaged: Vec<(usize, Vec<u8>)> =
        (base.len() + 1..whole.len()).map(|end| (end, whole[..end].to_vec())).collect();
    damaged.extend((base.len()..whole.len()).map(|at| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        (at, bytes)
    }));
    for (at, bytes) in damaged {
        let is_whole = bytes.len() == foretold.len();
        std::fs::write(own.join(FILE), bytes)?;
        let (found, may_grow) = known(&own, &program);
        let count = pieces.iter().rev().find(|(from, _)| at >= *from).map(|(_, count)| *count);
        assert_eq!((Some(found.len()), may_grow), (count, is_whole), "byte {at}");
        assert!(is_whole || Writer::grow(&own, &read()).is_err(), "byte {at}");
    }
    // A piece behind another than it was made for.
    std::fs::write(own.join(FILE), [&base[..], &whole[foretold.len()..]].concat())?;
    assert_eq!(known(&own, &program).0.len(), 4);

    // With time all is written anew.
    std::fs::write(own.join(FILE), &base)?;
    let mut grown = 0;
    while read().may_grow(1) {
        let mut writer = Writer::grow(&own, &read())?;
        writer.add("a", &Known { folder: "old", record: Some(&record) })?;
        writer.finish()?;
        grown += 1;
    }
    assert!((1..=2).contains(&grown), "{grown}");
    // Nothing to add leaves it as it is, and so does a file that has another name.
    std::fs::write(own.join(FILE), &whole)?;
    Writer::grow(&own, &read())?.finish()?;
    assert_eq!(std::fs::read(own.join(FILE))?, whole);
    std::fs::hard_link(own.join(FILE), dir.path().join("other"))?;
    assert!(Writer::grow(&own, &read()).is_err() || !cfg!(unix));
    Ok(())
}
