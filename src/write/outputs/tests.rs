use super::*;

/// Writes, makes durable and swaps in; the manifest names the files.
fn write(out: &Path, case: &str, files: &[(&str, &str)]) -> Result<(), Refused> {
    let entries: Vec<_> = files.iter().map(|(path, _)| serde_json::json!({"path": path})).collect();
    let manifest = serde_json::json!({"outputs": entries}).to_string();
    let all = files.iter().copied().chain([(MANIFEST, manifest.as_str())]);
    let all: Vec<Output<'_>> =
        all.map(|(path, text)| Output { path: path.to_owned(), pieces: vec![text.as_bytes()] }).collect();
    let place = place(out, case);
    stage(&place, &all)?;
    sync(&[&place]).map_err(at(out))?;
    commit(&place, &[])
}

fn place(out: &Path, case: &str) -> Place {
    Place { base: out.to_path_buf(), out: out.to_path_buf(), case: case.to_owned(), run: "1".into() }
}

fn read(out: &Path, path: &str) -> String {
    fs::read_to_string(out.join(path)).unwrap_or_else(|error| format!("{error}"))
}

fn io_error(refused: Refused) -> io::Error {
    io::Error::other(format!("{refused:?}"))
}

#[test]
fn outputs_are_swapped_and_foreign_files_stay() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    let out = dir.path();
    write(out, "cases/a", &[("letter.txt", "1"), ("exhibits/x", "1"), ("bundle.pdf", "1")]).map_err(io_error)?;
    for (path, text) in [("notes.txt", "mine"), ("exhibits/mine.jpg", "mine"), ("bundle-old.pdf", "mine")] {
        fs::write(out.join("cases/a").join(path), text)?;
    }
    write(out, "cases/a/b", &[("letter.txt", "b")]).map_err(io_error)?;
    write(out, "cases/a", &[("letter.txt", "2")]).map_err(io_error)?;
    assert_eq!(read(out, "cases/a/letter.txt"), "2");
    for mine in ["notes.txt", "exhibits/mine.jpg", "bundle-old.pdf"] {
        assert_eq!(read(out, &format!("cases/a/{mine}")), "mine", "{mine}");
    }
    assert_eq!(read(out, "cases/a/b/letter.txt"), "b");
    assert!(!out.join("cases/a/exhibits/x").exists() && !out.join("cases/a/bundle.pdf").exists());
    assert!(!out.join(STAGING).exists());
    Ok(())
}

#[test]
fn volumes_of_a_larger_bundle_go() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    let out = dir.path();
    for case in ["", "cases/a"] {
        write(out, case, &[("bundle-1-of-2.pdf", "1"), ("bundle-2-of-2.pdf", "1")]).map_err(io_error)?;
        fs::write(folder(out, case).join("bundles.txt"), "mine")?;
        write(out, case, &[("bundle.pdf", "1")]).map_err(io_error)?;
        let folder = folder(out, case);
        assert!(folder.join("bundle.pdf").exists() && folder.join("bundles.txt").exists(), "{case}");
        assert!(!folder.join("bundle-1-of-2.pdf").exists(), "{case}");
    }
    Ok(())
}

#[test]
fn what_stands_in_the_way_is_told_and_stays() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    let (out, other) = (dir.path().join("out"), dir.path().join("other"));
    fs::create_dir_all(out.join("cases"))?;
    fs::create_dir_all(&other)?;
    fs::write(out.join("cases/file"), "mine")?;
    let files = [("letter.txt", "1")];
    assert!(matches!(write(&out, "cases/file", &files), Err(Refused::NotAFolder(_))));
    assert!(matches!(write(&out, "cases/file/b", &files), Err(Refused::NotAFolder(_))));
    fs::create_dir_all(out.join("cases/a/letter.txt"))?;
    assert!(matches!(write(&out, "cases/a", &files), Err(Refused::NotAFile(_))));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&other, out.join("cases/link"))?;
        for case in ["cases/link", "cases/link/deep"] {
            assert!(matches!(write(&out, case, &files), Err(Refused::Link(_))), "{case}");
        }
    }
    assert_eq!(fs::read_dir(other)?.count(), 0);
    assert_eq!(read(&out, "cases/file"), "mine");
    assert!(!out.join(STAGING).exists());
    Ok(())
}

/// A killed build: at any moment of the swap, what was not ours comes back and the rest goes.
#[test]
fn what_a_killed_build_left_is_undone() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    let out = &dir.path().join("build");
    fs::create_dir_all(out)?;
    let place = place(out, "cases/a");
    let output = Output { path: "letter.txt".into(), pieces: vec![b"2"] };
    for moment in 0..4 {
        write(out, "cases/a", &[("letter.txt", "1")]).map_err(io_error)?;
        fs::write(out.join("cases/a/notes.txt"), "mine")?;
        stage(&place, std::slice::from_ref(&output)).map_err(io_error)?;
        let note = place.staging().with_extension("case");
        let (staging, target, old) = (place.staging(), place.folder(), place.staging().with_extension("old"));
        match moment {
            // Staged only; something lay beside it.
            0 => fs::write(out.join(STAGING).join("junk"), "")?,
            // Swapped by exchange, nothing given back yet.
            1 => {
                fs::write(note, "cases/a")?;
                fs::rename(&target, &old)?;
                fs::rename(&staging, &target)?;
                fs::rename(&old, &staging)?;
            }
            // Between two renames.
            2 => {
                fs::write(note, "cases/a")?;
                fs::rename(&target, &old)?;
            }
            // After both.
            _ => {
                fs::write(note, "cases/a")?;
                fs::rename(&target, &old)?;
                fs::rename(&staging, &target)?;
            }
        }
        recover(out)?;
        assert_eq!(read(out, "cases/a/notes.txt"), "mine", "{moment}");
        let letter = if matches!(moment, 0 | 2) { "1" } else { "2" };
        assert_eq!(read(out, "cases/a/letter.txt"), letter, "{moment}");
        assert!(!out.join(STAGING).exists(), "{moment}");
    }
    // A note that a stranger wrote leads nowhere.
    fs::create_dir_all(out.join(STAGING).join(format!("{}-1", staged_as("../x"))))?;
    fs::write(out.join(STAGING).join(format!("{}-1", staged_as("../x"))).join("notes.txt"), "theirs")?;
    fs::write(out.join(STAGING).join(format!("{}-1.case", staged_as("../x"))), "../x")?;
    recover(out)?;
    assert!(!out.join("../x").exists() && !out.join(STAGING).exists());
    Ok(())
}
