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
    // Cut short, longer, or with any byte changed, it counts as none.
    for end in [0, 1, 20, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(own.join(FILE), &bytes[..end])?;
        assert!(State::read(&own, &program).cases().next().is_none(), "{end} bytes");
    }
    std::fs::write(own.join(FILE), [&bytes[..], b"x"].concat())?;
    assert!(State::read(&own, &program).cases().next().is_none());
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
