//! `share`: a package for the client: letter, form, bundle and exhibits, without what is confidential.

use std::io::{Cursor, Write};
use std::path::Path;

use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::args::Format;
use super::args::history::Share;
use super::record::{Outputs, args, desk};
use super::{Console, ERRORS, GOOD, build};
use crate::diag::Arg;
use crate::options::Manner;
use crate::read::{self, built};
use crate::write;

/// Packs a case.
pub fn share(flags: &Share, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &Share, console: &Console) -> Result<u8, u8> {
    let desk = desk(&flags.case, console)?;
    let failed = |path: &Path, detail: String| {
        let path = Arg::from(path.display().to_string());
        console.refuse("tool-write-failed", &args([("path", path), ("detail", detail.into())]))
    };
    if built::exists(&flags.out) && !flags.force {
        return Err(console.refuse("history-package-exists", &args([("path", flags.out.display().to_string().into())])));
    }
    // It is built apart: Amazon's outputs stay as they are.
    let own = desk.root.join(".appealc");
    let scratch = write::scratch(&own).map_err(|error| failed(&own, error.to_string()))?;
    let file = desk.root.join(read::join(&desk.case, read::CASE_FILE));
    let one = build::One {
        today: flags.today.clone(),
        // A client may see what Amazon has refused.
        allow: build::unchanged(),
        manner: Manner { share: true, ..Manner::default() },
        out: Some(scratch.path().to_path_buf()),
    };
    if build::one(&file, one, &console.quieter())? != GOOD {
        console.refuse("history-not-packed", &args([("case", desk.case.as_str().into())]));
        return Err(ERRORS);
    }
    let outputs = Outputs::read(write::folder(scratch.path(), &desk.case), console)?;
    let name = desk.case.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("case").to_owned();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for path in built::listed(&outputs.folder).into_iter().filter(|path| path != built::MANIFEST) {
        let bytes =
            built::output(&outputs.folder, &path).map_err(|problem| failed(&flags.out, format!("{problem:?}")))?;
        files.push((path, bytes));
    }
    let withheld: Vec<u64> =
        outputs.value("withheld").as_array().into_iter().flatten().filter_map(serde_json::Value::as_u64).collect();
    let packed = pack(&name, &files).map_err(|error| failed(&flags.out, error.to_string()))?;
    write::file(&flags.out, &packed, flags.force).map_err(|error| failed(&flags.out, error.to_string()))?;
    match console.format {
        Format::Json => {
            let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
            let line = json!({
                "reason": "shared", "case": desk.case, "package": flags.out.display().to_string(), "files": names,
                "withheld": withheld,
            });
            console.result(&format!("{line}\n"));
        }
        _ => {
            let path = || Arg::from(flags.out.display().to_string());
            let count = Arg::from(files.len());
            let mut text = console.locale.text("history-packed", &args([("path", path()), ("count", count)])) + "\n";
            let numbers: Vec<String> = withheld.iter().map(u64::to_string).collect();
            let id = if numbers.is_empty() { "history-nothing-withheld" } else { "history-withheld" };
            let values = args([("exhibits", numbers.join(", ").into())]);
            text.push_str(&format!("{}\n", console.locale.text(id, &values)));
            console.result(&text);
        }
    }
    Ok(GOOD)
}

/// An archive of files below one folder. The same files make the same bytes.
fn pack(folder: &str, files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let small = path.ends_with(".txt");
        let method = if small { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        zip.start_file(format!("{folder}/{path}"), options.unix_permissions(0o644))?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
