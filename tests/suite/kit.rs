//! What the tests share: workspaces of their own, the program, and what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The day on which the tests judge.
pub const TODAY: &str = "2026-11-23";

/// A case that has no findings; its evidence is what [`Space::evidence`] writes.
pub const BASE: &str = include_str!("../rules/base.toml");

/// A photo of 640 by 480 pixels.
pub const PHOTO: &[u8] = include_bytes!("../fixtures/box.jpg");

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Fails unless a file of `docs/` is what the program makes now; with `APPEALC_BLESS` set, it is written.
#[track_caller]
pub fn is_current(name: &str, wanted: &str) {
    let path = repository().join("docs").join(name);
    if std::env::var_os("APPEALC_BLESS").is_some() {
        fs::write(&path, wanted).expect("docs can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == wanted, "docs/{name} is stale: APPEALC_BLESS=1 cargo test writes it");
}

/// Says why a check was skipped; where nothing may be skipped, fails.
pub fn skipped(what: &str) {
    assert!(std::env::var_os("APPEALC_CI").is_none(), "missing: {what}");
    println!("skipped: no {what}");
}

/// Whether these programs are there; says which is not.
pub fn have(programs: &[&str]) -> bool {
    let missing = programs.iter().find(|program| which(program).is_none());
    if let Some(missing) = missing {
        skipped(missing);
    }
    missing.is_none()
}

/// Where a program is.
pub fn which(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// The corpus, if it is there.
pub fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("APPEALC_CORPUS").map(PathBuf::from);
    named.into_iter().chain([repository().join("../shared/corpus")]).find(|path| path.is_dir())
}

/// Every file below a folder, sorted, as paths from it with `/`.
pub fn files(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.push(name);
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found);
    found.sort();
    found
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    for name in files(from) {
        let target = to.join(&name);
        fs::create_dir_all(target.parent().expect("a parent")).expect("a folder");
        fs::copy(from.join(&name), target).expect("a copy");
    }
}

/// What a run of the program came to.
pub struct Run {
    /// Its exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// The JSON objects on standard output.
    pub fn objects(&self) -> Vec<Value> {
        let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        self.out.lines().map(parse).collect()
    }

    /// The diagnostics among the JSON objects.
    pub fn diagnostics(&self) -> Vec<Value> {
        self.objects().into_iter().filter(|object| object["reason"] == "diagnostic").collect()
    }

    /// The codes of the diagnostics, in order.
    pub fn codes(&self) -> Vec<String> {
        self.diagnostics().iter().map(|d| d["code"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// What became of a case.
    pub fn status(&self, case: &str) -> String {
        let objects = self.objects();
        let found = objects.iter().find(|object| object["reason"] == "case" && object["case"] == case);
        found.and_then(|object| object["status"].as_str()).unwrap_or("not told").to_owned()
    }

    /// Fails unless the exit code is this.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "standard output:\n{}\nstandard error:\n{}", self.out, self.err);
        self
    }
}

/// The program, as it would run on another machine: nothing of this one's settings.
pub fn appealc(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_appealc"));
    command.args(args).current_dir(folder);
    for name in ["APPEALC_LANG", "LC_ALL", "LC_MESSAGES", "SOURCE_DATE_EPOCH", "TYPST", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.env("LANG", "C.UTF-8");
    command
}

/// Runs a command to its end.
pub fn finish(command: &mut Command) -> Run {
    let done = command.output().expect("the program starts");
    Run {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&done.stdout).into_owned(),
        err: String::from_utf8_lossy(&done.stderr).into_owned(),
    }
}

/// A workspace of its own, gone when the test ends.
pub struct Space {
    dir: TempDir,
}

impl Space {
    /// An empty workspace.
    pub fn new() -> Self {
        let space = Self { dir: TempDir::new().expect("a temporary folder") };
        space.write("appealc.toml", "[seller]\nname = \"Li Wei\"\nstore = \"Nordhaus Home\"\n");
        space
    }

    /// A workspace with a copy of a folder of the repository under the same name, such as `cases`.
    pub fn with(folders: &[&str]) -> Self {
        let space = Self { dir: TempDir::new().expect("a temporary folder") };
        for folder in folders {
            copy(&repository().join(folder), &space.at(folder));
        }
        let settings = fs::read(repository().join("appealc.toml")).expect("settings");
        space.write("appealc.toml", settings);
        space
    }

    /// A path in it.
    pub fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Writes a file and the folders that it needs.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let full = self.at(path);
        fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        fs::write(full, content).expect("a file");
    }

    /// Reads a file.
    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Reads a text.
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.read(path)).expect("UTF-8")
    }

    /// Reads a JSON file.
    pub fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&self.read(path)).expect("JSON")
    }

    /// Writes `cases/<name>/case.toml` and the evidence of the base case. Each name has an ASIN of
    /// its own in place of the base's, so that cases are no duplicates of each other.
    pub fn case(&self, name: &str, text: &str) {
        let own = name.bytes().fold(17_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
        self.same_case(name, &text.replace("\"B0CHX3QBCH\"", &format!("\"B0{own:08X}\"")));
    }

    /// Writes a case as [`Space::case`] does, without changing a word.
    pub fn same_case(&self, name: &str, text: &str) {
        self.write(&format!("cases/{name}/case.toml"), text);
        self.evidence(&format!("cases/{name}/evidence"));
        self.reports(&format!("cases/{name}/reports"));
    }

    /// Writes the reports that the examples of the rules' pages name: of the base case's product.
    pub fn reports(&self, folder: &str) {
        let file = |name: &str, content: &str| self.write(&format!("{folder}/{name}"), content);
        let damaged = ("CARRIER_DAMAGED", "DAMAGED_BY_CARRIER", "box crushed");
        let defective = ("SELLABLE", "DEFECTIVE", "split corner");
        let unwanted = ("SELLABLE", "UNWANTED_ITEM", "");
        let usual = [damaged, damaged, defective, damaged, unwanted, damaged, damaged, defective];
        file("fba-returns.tsv", &returns(&usual));
        let mut rows = [damaged, damaged, damaged, unwanted, unwanted].to_vec();
        rows.extend([defective; 5]);
        rows.extend([("DEFECTIVE", "DEFECTIVE", "dead"); 2]);
        file("defective.tsv", &returns(&rows));
        file("new-code.tsv", &returns(&[damaged, ("SELLABLE", "BRAND_NEW_CODE", ""), damaged]));
        file("cut.tsv", &(returns(&usual) + "2026-09-02\t112-2222222-2222222\tBCB-3\n"));
        let csv = |dates: [&str; 2]| {
            let row = |date: &str, order: u32| {
                format!("{date},112-3333333-{order:07},BCB-3,B0CHX3QBCH,1,CARRIER_DAMAGED,DAMAGED_BY_CARRIER\n")
            };
            let header = "return-date,order-id,sku,asin,quantity,detailed-disposition,reason\n";
            format!("{header}{}{}", row(dates[0], 1), row(dates[1], 2))
        };
        file("dates.csv", &csv(["2026-08-03", "09/08/2026"]));
        file("dates-iso.csv", &csv(["2026-08-03", "2026-08-09"]));
    }

    /// Writes the evidence that the base case and the examples of the rules' pages name.
    pub fn evidence(&self, folder: &str) {
        let file = |name: &str, content: &[u8]| self.write(&format!("{folder}/{name}"), content);
        file("returns.csv", b"month,returned,reason\n2026-07,17,split corner\n2026-08,19,split corner\n");
        file("notice.txt", b"Dear seller,\nyour listing B0CHX3QBCH was removed on 2 October 2026.\n");
        file("box-after.jpg", PHOTO);
        file("box-after.png", PHOTO);
        file("thumbnail.jpg", &thumbnail());
        file("drop-test.pdf", &super::pdf::plain(2));
        file(
            "delivery-note.pdf",
            &super::pdf::lines(&["Delivery note 4471", "Delivered to Jane Doe, 14 Example Street"]),
        );
        file("empty.jpg", b"");
        let hash = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
        let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize 12345\n");
        file("pointer.jpg", pointer.as_bytes());
        file("truncated.jpg", &PHOTO[..PHOTO.len() / 2]);
        file("locked.pdf", include_bytes!("../fixtures/locked.pdf"));
        file("photos.zip", b"PK\x03\x04\x14\0\0\0\0\0photo.jpg");
        file("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat");
    }

    /// Makes it a git repository that tracks every file but these.
    pub fn keep_in_git(&self, but: &[&str]) {
        let repository = gix::init(self.dir.path()).expect("a repository");
        let mut state = gix::index::State::new(repository.object_hash());
        let blob = gix::ObjectId::empty_blob(repository.object_hash());
        let kept = files(self.dir.path()).into_iter();
        for name in kept.filter(|name| !name.starts_with(".git/") && !but.contains(&name.as_str())) {
            let flags = gix::index::entry::Flags::empty();
            let mode = gix::index::entry::Mode::FILE;
            state.dangerously_push_entry(Default::default(), blob, flags, mode, name.as_bytes().into());
        }
        state.sort_entries();
        let mut index = gix::index::File::from_state(state, repository.index_path());
        index.write(gix::index::write::Options::default()).expect("an index");
    }

    /// Runs the program in it.
    pub fn run(&self, args: &[&str]) -> Run {
        finish(&mut appealc(self.dir.path(), args))
    }

    /// `check --format json` as of [`TODAY`], in a language.
    pub fn check(&self, path: &str, lang: &str) -> Run {
        self.run(&["check", path, "--format", "json", "--lang", lang, "--today", TODAY])
    }

    /// `build --format json` as of [`TODAY`], with more arguments.
    pub fn build(&self, args: &[&str]) -> Run {
        let mut all = vec!["build", "--format", "json", "--today", TODAY];
        all.extend(args);
        self.run(&all)
    }
}

/// FBA returns of the base case's product, one every five days from 6 July 2026: grading, reason, comment.
pub fn returns(rows: &[(&str, &str, &str)]) -> String {
    let mut text = "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\t\
        detailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments\n"
        .to_owned();
    let mut day = jiff::civil::date(2026, 7, 6);
    for (number, (grading, reason, comment)) in rows.iter().enumerate() {
        text.push_str(&format!(
            "{day}T08:11:09+00:00\t112-0000000-{number:07}\tBCB-3\tB0CHX3QBCH\tX00BCB0003\tCutting board\t1\tONT8\t\
             {grading}\t{reason}\tUnit returned to inventory\tLPNRR{number:08}\t{comment}\n"
        ));
        day = day.checked_add(jiff::Span::new().days(5)).expect("a day");
    }
    text
}

/// A photo as chats make them.
fn thumbnail() -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut file, 80);
    encoder.encode(&[128; 240 * 180], 240, 180, jpeg_encoder::ColorType::Luma).expect("it encodes");
    file
}
