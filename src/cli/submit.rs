//! `submit`: freezes what is sent. The case is built, what goes to Amazon is laid out ready to upload, the
//! letter and the manifest are kept with the case, and `history.toml` says so last.

use std::path::Path;

use serde_json::json;

use super::args::Format;
use super::args::history::Submit;
use super::record::{Desk, Outputs, args, day, desk};
use super::{Console, ERRORS, GOOD, build};
use crate::check::ident;
use crate::diag::Arg;
use crate::history::event::{Event, Sent, What};
use crate::history::thread::State;
use crate::history::{self};
use crate::read::commits::Commits;
use crate::read::{self, built};
use crate::report::history as show;
use crate::write;

/// Records what is sent.
pub fn submit(flags: &Submit, console: &Console) -> u8 {
    run(flags, console).unwrap_or_else(|code| code)
}

fn run(flags: &Submit, console: &Console) -> Result<u8, u8> {
    let desk = desk(&flags.case, console)?;
    desk.sound(console)?;
    let date = day(flags.today.as_deref(), console)?;
    if let Some(id) = flags.case_id.as_deref().filter(|id| !ident::case_id(id)) {
        return Err(console.refuse("history-bad-case-id", &args([("value", Arg::from(id))])));
    }
    let market = desk.market(flags.marketplace.as_deref(), console)?;
    let thread = desk.book.history.thread(market.code, desk.glance.market.code);
    let of_case = || args([("case", Arg::from(desk.case.as_str()))]);
    if thread.state().is_some_and(State::is_closed) {
        console.refuse("history-closed", &of_case());
        return Err(ERRORS);
    }
    let allow = if flags.same { build::unchanged() } else { Vec::new() };
    let file = desk.root.join(read::join(&desk.case, read::CASE_FILE));
    let one = build::One { today: flags.today.clone(), allow, manner: desk.manner(market), out: None };
    let built = build::one(&file, one, &console.quieter())?;
    if built != GOOD {
        console.refuse("history-not-built", &of_case());
        return Err(ERRORS);
    }
    let outputs = Outputs::read(desk.folder(market), console)?;
    if outputs.value("draft").as_bool() == Some(true) {
        console.refuse("history-draft", &of_case());
        return Err(ERRORS);
    }
    let (letter, bundle) = (outputs.hash("letter.txt").unwrap_or_default(), outputs.bundle_hashes());
    if desk.settings().approval {
        let signed = thread.approved();
        let good = signed.is_some_and(|(approved, _)| approved.letter == letter && approved.bundle == bundle);
        if !good {
            let id = if signed.is_some() { "history-approval-changed" } else { "history-approval-missing" };
            console.refuse(id, &of_case());
            return Err(ERRORS);
        }
    }
    let again = thread.last_sent().filter(|sent| sent.letter == letter && sent.bundle == bundle);
    if let Some(sent) = again.filter(|_| !flags.same) {
        console.refuse("history-sent-already", &args([("n", sent.n.to_string().into())]));
        return Err(ERRORS);
    }
    let n = desk.book.history.next();
    let commits = Commits::around(&desk.root);
    let commit = commits.as_ref().and_then(Commits::head);
    let inputs = inputs(&desk, &outputs, market.code);
    let lacks = match (&commits, &commit) {
        (Some(commits), Some(commit)) => commits.differ(commit, &inputs).unwrap_or_default(),
        _ => Vec::new(),
    };
    let upload = lay_out(&desk, &outputs, market.code, n, console)?;
    for name in ["letter.txt", "form.txt"] {
        desk.keep(n, name, &whole(&outputs, name, console)?, console)?;
    }
    desk.keep(n, built::MANIFEST, &outputs.text, console)?;
    let own_id = || outputs.manifest.case_id.clone();
    let sent = Sent {
        n,
        case_id: flags.case_id.clone().or_else(own_id),
        letter,
        letter_pdf: outputs.hash("letter.pdf"),
        form: outputs.hash("form.txt"),
        bundle,
        manifest: Some(format!("sha256:{}", read::sha256(&outputs.text))),
        printed: outputs.date(),
        exhibits: u64::try_from(outputs.manifest.exhibits.len()).ok(),
        pages: u64::try_from(outputs.manifest.volumes.iter().sum::<usize>()).ok(),
        dirty: !lacks.is_empty(),
        commit,
        tool: Some(env!("CARGO_PKG_VERSION").to_owned()),
        engine: outputs.value("engine").as_str().map(str::to_owned),
        same: flags.reason.clone(),
    };
    let event = Event::new(date, Some(market.code.to_owned()), What::Sent(sent.clone()));
    desk.record(std::slice::from_ref(&event), console)?;
    let told = show::Submitted {
        case: &desk.case,
        event: &event,
        sent: &sent,
        domain: market.domain,
        folder: &upload.folder,
        files: &upload.files,
        lacks: &lacks,
        repository: commits.is_some(),
    };
    match console.format {
        Format::Json => console.result(&show::submitted_json(&told)),
        _ => console.result(&show::submitted(&told, &console.locale)),
    }
    Ok(GOOD)
}

/// Everything that the outputs were made from, and that a commit must hold for them to be made again: paths from
/// the root.
fn inputs(desk: &Desk, outputs: &Outputs, market: &str) -> Vec<String> {
    let inputs = outputs.value("inputs");
    let names = |key: &str| -> Vec<String> {
        inputs[key].as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default()
    };
    let mut files: Vec<String> = names("texts").into_iter().chain(names("evidence")).collect();
    files.extend(desk.glance.notice());
    let own = names("templates").into_iter().map(|name| format!("templates/{name}"));
    files.extend(own.filter(|path| built::exists(&desk.root.join(path))));
    // Of a report, what was counted in it is enough.
    let reports = outputs.value("exhibits").as_array().into_iter().flatten();
    let reports = reports.filter_map(|exhibit| exhibit["reports"].as_array()).flatten();
    let tallies =
        reports.filter_map(|report| Some(format!("{}{}", report["path"].as_str()?, crate::complaints::kept::SUFFIX)));
    files.extend(tallies.filter(|path| built::exists(&desk.root.join(path))));
    if inputs["since"].is_string() {
        files.push(crate::driver::past::file(&desk.case));
        let base = desk.book.history.thread(market, desk.glance.market.code).base();
        let kept = base.map(|(sent, _)| format!("{}/{}/{}", history::FOLDER, sent.n, built::MANIFEST));
        files.extend(kept.map(|path| read::join(&desk.case, &path)));
    }
    files.sort();
    files.dedup();
    files
}

/// An output as the manifest says that it is.
fn whole(outputs: &Outputs, name: &str, console: &Console) -> Result<Vec<u8>, u8> {
    let refused = |detail: String| {
        let path = Arg::from(outputs.folder.join(name).display().to_string());
        console.refuse("tool-read-failed", &args([("path", path), ("detail", detail.into())]))
    };
    let bytes = built::output(&outputs.folder, name).map_err(|problem| refused(format!("{problem:?}")))?;
    // Somebody else writes there at this moment.
    let right = outputs.hash(name) == Some(format!("sha256:{}", read::sha256(&bytes)));
    if right { Ok(bytes) } else { Err(refused(console.locale.word("history-moved"))) }
}

/// What was laid out.
struct Upload {
    /// The folder, as it is shown.
    folder: String,
    /// The files' names, what each is, and its size.
    files: Vec<(String, &'static str, usize)>,
}

/// Writes what goes to Amazon under names that cannot be mixed up.
fn lay_out(desk: &Desk, outputs: &Outputs, market: &str, n: u64, console: &Console) -> Result<Upload, u8> {
    let folder = outputs.folder.join("upload").join(n.to_string());
    let stem = stem(&outputs.manifest.asins, market);
    let bundles = outputs.bundles();
    let mut wanted = vec![
        ("letter.txt".to_owned(), format!("{stem}-letter.txt"), "letter"),
        ("letter.pdf".to_owned(), format!("{stem}-letter.pdf"), "letter-pdf"),
        ("form.txt".to_owned(), format!("{stem}-form.txt"), "form"),
    ];
    for (at, bundle) in bundles.iter().enumerate() {
        let volume = if bundles.len() > 1 { format!("-{}-of-{}", at + 1, bundles.len()) } else { String::new() };
        wanted.push(((*bundle).to_owned(), format!("{stem}-evidence{volume}.pdf"), "evidence"));
    }
    let mut files = Vec::new();
    for (name, as_name, what) in wanted {
        let bytes = whole(outputs, &name, console)?;
        let path = folder.join(&as_name);
        write::file(&path, &bytes, true).map_err(|error| {
            let path = Arg::from(path.display().to_string());
            console.refuse("tool-write-failed", &args([("path", path), ("detail", error.to_string().into())]))
        })?;
        files.push((as_name, what, bytes.len()));
    }
    Ok(Upload { folder: shown(&desk.root, &folder), files })
}

fn shown(root: &Path, path: &Path) -> String {
    if path.starts_with(root) { read::relative(root, path) } else { path.display().to_string() }
}

/// `B0CHX3QBCH-US`, or `B0CHX3QBCH+11-US` of twelve.
fn stem(asins: &[String], market: &str) -> String {
    let plain = |asin: &String| asin.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let first = asins.first().map(plain).filter(|asin| !asin.is_empty()).unwrap_or_else(|| "case".to_owned());
    match asins.len() {
        0 | 1 => format!("{first}-{market}"),
        many => format!("{first}+{}-{market}", many - 1),
    }
}

/// What a message of JSON begins with.
pub(super) fn reason(reason: &str, desk: &Desk) -> serde_json::Value {
    json!({"reason": reason, "case": desk.case, "history": crate::driver::past::file(&desk.case)})
}
