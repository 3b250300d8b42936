//! The outputs of one case: frame, pages, letter, bundle, manifest, and the swap onto the disk.

use std::path::Path;

use serde_json::{Value, json};

use super::failures::{
    engine_finding, failure, fit_failure, link_failure, moved_finding, refused_finding, template_failure,
};
use super::fit::{self, Fitted, Job};
use super::session::{Progress, Ready, Session};
use super::state::remember;
use super::why::{self, Reason};
use super::{Pictures, over, parts, past, pictures, remains, reports};
use crate::check::case::Case;
use crate::diag::Finding;
use crate::link::{self, LinkError};
use crate::options::EngineChoice;
use crate::plan::fingerprint::Inputs;
use crate::plan::manifest;
use crate::plan::{self, Exhibit, since};
use crate::read;
use crate::read::built::MANIFEST;
use crate::read::stat::Hash;
use crate::render::embedded;
use crate::render::letter::FormBox;
use crate::render::{Document, EngineError};
use crate::source::SourceFile;
use crate::write::{self, Output, Place, Refused};

/// What was made.
#[derive(Default)]
pub struct Made {
    /// Output files, from the root of the workspace (or below `--out`).
    pub paths: Vec<String>,
    /// Their sizes in bytes, those of letter and bundle, by name.
    pub sizes: Vec<(String, u64)>,
    /// Whether everything was still right.
    pub fresh: bool,
    /// Whether something was written.
    pub written: bool,
    /// Why it was built.
    pub why: Vec<Reason>,
    /// Where its outputs stand, or wait to.
    pub place: Option<Place>,
    /// The files with their hashes, by path from the folder.
    pub files: Vec<(String, Hash)>,
    /// Pictures that were made smaller.
    pub pictures: Pictures,
}

/// A diagnostic, with a source of its own if it points into a template.
pub type Failure = Box<(Finding, Vec<SourceFile>)>;

/// Hears what was found about the outputs before they are written, and says whether to write them.
pub type Approve<'a> = &'a mut dyn FnMut(Vec<Finding>) -> bool;

/// Builds a case, unless what stands there is right already. The outputs then wait beside their place.
///
/// # Errors
/// A diagnostic: typesetting, a template, or writing failed, or the case may not be built. The previous
/// outputs are untouched.
pub fn build(
    session: &mut Session,
    ready: &Ready,
    job: &super::build::Job,
    progress: Progress<'_>,
    approve: Approve<'_>,
) -> Result<Made, Failure> {
    let out = session.out(&ready.settings);
    let case = &ready.case;
    let kind = case.kind.as_ref().map(|kind| kind.id.clone()).unwrap_or_default();
    let inputs = inputs(session, ready);
    let fingerprint = inputs.fingerprint();
    let root = session.options.root.clone();
    // What the user names on the command line may be a link.
    let base = if session.options.out.is_some() { out.clone() } else { root.clone() };
    let place = Place { base, out, case: case.path.clone(), run: job.run.clone() };
    if !session.options.dry_run {
        place.is_free().map_err(|refused| failure(refused_finding(&case.place, &root, &refused)))?;
    }
    let folder = place.folder();
    let shown = |name: &str| shown(&root, &folder.join(name));
    let exhibits = plan::plan(case);
    let why = match standing(session, ready, &folder, &inputs) {
        Ok(earlier) => {
            let told = over::Told::of_manifest(&earlier.manifest);
            let mut found = over::findings(ready, &exhibits, &told);
            found.extend(remains::findings(ready, &exhibits, &remains::of_manifest(&earlier.manifest)));
            if approve(found) && !session.options.dry_run && !job.locked {
                reports::keep(&root, ready).map_err(|error| fail_to_keep(case, error))?;
            }
            let paths = earlier.files.iter().map(|(name, _)| shown(name)).collect();
            let pictures = Pictures { reduced: told.reduced, decoded: 0 };
            let (place, files) = (Some(place), earlier.files);
            return Ok(Made { paths, sizes: told.files, fresh: true, pictures, place, files, ..Made::default() });
        }
        Err(why) => why,
    };
    if job.locked {
        let first = why.into_iter().next().unwrap_or_else(|| Reason::new("why-unknown"));
        return Err(failure(first.into_finding(Finding::new("X005", case.place.clone()))));
    }
    let fail = |error: EngineError| failure(engine_finding(&case.place, &error));
    let source = ready.source(&exhibits, session.options.today);
    let engine = session.engine(&ready.settings).map_err(fail)?;
    let kept = session.options.kept.clone();
    let limit = session.limit();
    let inside = parts::unpacked(&exhibits, ready);
    let (wholes, decoded) = pictures::wholes(&exhibits, ready, &inside, &kept);
    let fitting = Job {
        ready,
        inside: &inside,
        wholes: &wholes,
        source: &source,
        fingerprint: &fingerprint,
        engine: engine.as_ref(),
        limit,
        kept: &kept,
    };
    // What was put away and has changed or gone since is nothing that could be linked.
    let lost = || ready.lost().map(|moved| failure(moved_finding(&case.place, &moved)));
    let not_fitted = |error| lost().unwrap_or_else(|| fit_failure(case, &exhibits, error));
    let not_linked = |error| lost().unwrap_or_else(|| link_failure(case, &exhibits, &error));
    let mut fitted = fit::fit(&fitting, false, progress).map_err(not_fitted)?;
    let mut volumes = fitted.link_all(&fitting).map_err(not_linked)?;
    if fitted.presumed && over::exceeds(ready, &volumes.iter().map(|volume| volume.pdf.size()).collect::<Vec<_>>()) {
        drop(volumes);
        fitted = fit::fit(&fitting, true, progress).map_err(not_fitted)?;
        volumes = fitted.link_all(&fitting).map_err(not_linked)?;
    }

    if let Some(failure) = lost() {
        return Err(failure);
    }
    let mut data = source.letter(&fitted.pages, fitted.totals.iter().sum());
    data["since"] = json!(since(ready));
    let made = session.letters(&kind).and_then(|letters| {
        Ok((letters.letter(case.stance, &case.language, &data)?, letters.form(case.stance, &case.language, &data)?))
    });
    let (mut letter, form) = made.map_err(|error| template_failure(&session.templates, case, &error))?;
    if ready.draft {
        letter.text = marked(&letter.text);
    }
    let mut letter_data = data;
    letter_data["letter"] = json!(letter.blocks);
    let letter_document = Document {
        main: "letter.typ",
        data: serde_json::to_vec(&letter_data).unwrap_or_default(),
        setting: serde_json::to_vec(&source.setting()).unwrap_or_default(),
        fonts: &ready.fonts,
        date: session.options.today,
        limit,
    };
    let letter_pdf = engine.typeset(&letter_document).map_err(fail)?;

    let mut manifest = fitted.manifest(&fitting);
    let form_text = if ready.draft { marked(&form_text(&form)) } else { form_text(&form) };

    let originals = originals(case, &exhibits);
    let letter_pages = link::layout(&letter_pdf).map_or(0, |(pages, _)| pages);
    let mut files = vec![
        Output { path: "letter.txt".into(), pieces: vec![letter.text.as_bytes()] },
        Output { path: "letter.pdf".into(), pieces: vec![&letter_pdf] },
        Output { path: "form.txt".into(), pieces: vec![form_text.as_bytes()] },
    ];
    let names: Vec<String> = (1..=volumes.len()).map(|number| volume_name(number, volumes.len())).collect();
    let bundles = names.iter().zip(&volumes);
    files.extend(bundles.map(|(name, volume)| Output { path: name.clone(), pieces: volume.pdf.iter().collect() }));
    let made = files.len();
    let known: Vec<&str> = originals.iter().map(|(_, sha256)| *sha256).collect();
    files.extend(originals.into_iter().map(|(file, _)| file));
    let mut hashes = Vec::new();
    let entries = files.iter().enumerate().map(|(at, file)| {
        // Originals were hashed when they were read.
        let known = at.checked_sub(made).and_then(|at| known.get(at));
        let sha256 = known.map_or_else(|| read::sha256_of(file.pieces.iter().copied()), |sha256| (*sha256).to_owned());
        let mut entry = json!({"path": file.path, "sha256": sha256, "bytes": file.size()});
        hashes.extend(Hash::parse(&sha256).map(|hash| (file.path.clone(), hash)));
        let volume = names.iter().position(|name| *name == file.path).and_then(|at| volumes.get(at));
        if let Some(volume) = volume {
            entry["pages"] = json!(volume.pages);
        } else if file.path == "letter.pdf" {
            entry["pages"] = json!(letter_pages);
        }
        entry
    });
    manifest.insert("outputs".into(), entries.collect());
    manifest.insert("engine".into(), json!(engine.name()));
    let fonts = ready.fonts.extras.iter().map(|font| format!("sha256:{}", font.sha256));
    manifest.insert("fonts".into(), fonts.collect());
    let counts = form.iter().map(|part| (part.name.to_owned(), json!(part.text.chars().count())));
    manifest.insert("form".into(), Value::Object(counts.collect()));
    manifest.insert("inputs".into(), json!(inputs));
    if ready.draft {
        manifest.insert("draft".into(), json!(true));
    }
    if session.options.manner.share {
        let withheld = exhibits.iter().filter(|exhibit| case.evidence[exhibit.evidence].confidential);
        manifest.insert("withheld".into(), withheld.map(|exhibit| json!(exhibit.number)).collect());
    }
    manifest.insert("said".into(), json!(plan::said::said(case, &exhibits)));
    let remains = remains::look(ready, &exhibits, &files);
    if !remains.is_empty() {
        manifest.insert("remains".into(), remains::entries(&remains));
    }
    let mut manifest_text = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    manifest_text.push(b'\n');
    files.push(Output { path: "manifest.json".into(), pieces: vec![&manifest_text] });

    let told = over::Told::of_manifest(&Value::Object(manifest));
    let mut found = over::findings(ready, &exhibits, &told);
    found.extend(remains::findings(ready, &exhibits, &remains));
    let written = approve(found) && !session.options.dry_run;
    if written {
        write::outputs::stage(&place, &files)
            .map_err(|refused| failure(refused_finding(&case.place, &root, &refused)))?;
        let kept = match job.since.and_then(|since| remember::moved(session, ready, since)) {
            Some(moved) => Err(failure(moved_finding(&case.place, &moved))),
            None => reports::keep(&root, ready).map_err(|error| fail_to_keep(case, error)),
        };
        if let Err(failure) = kept {
            write::outputs::discard(&place);
            return Err(failure);
        }
    }
    let paths = files.iter().map(|file| shown(&file.path)).collect();
    let pictures = Pictures { reduced: fitted.reduced.len(), decoded: fitted.decoded + decoded };
    hashes.push((MANIFEST.to_owned(), Hash::new(&manifest_text)));
    let (place, files) = (Some(place), hashes);
    Ok(Made { paths, sizes: told.files, fresh: false, written, why, pictures, place, files })
}

fn fail_to_keep(case: &Case, error: std::io::Error) -> Failure {
    let refused = Refused::Io(crate::complaints::kept::SUFFIX.into(), error);
    failure(refused_finding(&case.place, Path::new(""), &refused))
}

/// A path as it is shown: from the root where it lies inside.
pub fn shown(root: &Path, path: &Path) -> String {
    match path.strip_prefix(root) {
        Ok(_) => read::relative(root, path),
        Err(_) => path.to_string_lossy().into_owned(),
    }
}

/// Outputs that are still right.
struct Earlier {
    manifest: Value,
    files: Vec<(String, Hash)>,
}

/// The outputs that stand there, if they are what would be built; else why they are not.
fn standing(session: &mut Session, ready: &Ready, folder: &Path, inputs: &Inputs) -> Result<Earlier, Vec<Reason>> {
    let Some(manifest) = read::built::manifest(folder) else {
        let id = if read::built::is_built(folder) { "why-no-manifest" } else { "why-new" };
        return Err(vec![Reason::new(id)]);
    };
    let engine = match session.options.engine {
        EngineChoice::Embedded => Some(embedded::NAME.to_owned()),
        // One that is not there builds nothing; what it has built may be right.
        EngineChoice::Cli(_) => session.engine(&ready.settings).ok().map(|engine| engine.name().to_owned()),
    };
    let why = why::stale(&manifest, inputs, engine.as_deref());
    if !why.is_empty() {
        return Err(why);
    }
    match read::built::still_right(folder, &manifest) {
        Ok(files) => Ok(Earlier { manifest, files }),
        Err(wrong) => Err(vec![why::wrong(wrong)]),
    }
}

/// What would be found about the outputs of a case that is checked only.
///
/// # Errors
/// As [`build`].
pub fn foresee(session: &mut Session, ready: &Ready, progress: Progress<'_>) -> Result<Vec<Finding>, Failure> {
    let exhibits = plan::plan(&ready.case);
    if !over::likely(ready, &exhibits) {
        return Ok(Vec::new());
    }
    let case = &ready.case;
    let source = ready.source(&exhibits, session.options.today);
    let engine = session.engine(&ready.settings).map_err(|error| failure(engine_finding(&ready.case.place, &error)))?;
    let kept = session.options.kept.clone();
    let limit = session.limit();
    let inside = parts::unpacked(&exhibits, ready);
    let (wholes, _) = pictures::wholes(&exhibits, ready, &inside, &kept);
    let job = Job {
        ready,
        inside: &inside,
        wholes: &wholes,
        source: &source,
        fingerprint: "",
        engine: engine.as_ref(),
        limit,
        kept: &kept,
    };
    progress(super::Step::Outputs { place: case.place.clone() });
    let fitted = fit::fit(&job, true, progress).map_err(|error| fit_failure(case, &exhibits, error))?;
    let told = told(&fitted, &job).map_err(|error| link_failure(case, &exhibits, &error))?;
    Ok(over::findings(ready, &exhibits, &told))
}

fn told(fitted: &Fitted, job: &Job<'_>) -> Result<over::Told, LinkError> {
    let sizes = fitted.sizes(job)?;
    let files = sizes.iter().enumerate().map(|(at, size)| (volume_name(at + 1, sizes.len()), *size)).collect();
    let volumes = fitted.pages.iter().map(|(number, place)| (*number, place.volume)).collect();
    Ok(over::Told {
        files,
        weights: fitted.weights.clone(),
        volumes,
        stubborn: fitted.stubborn.clone(),
        reduced: fitted.reduced.len(),
    })
}

/// `bundle.pdf`, or `bundle-1-of-3.pdf` where there are several.
fn volume_name(number: usize, of: usize) -> String {
    if of == 1 { "bundle.pdf".to_owned() } else { format!("bundle-{number}-of-{of}.pdf") }
}

/// Whether the manifest that stands there is of these inputs. The files beside it are not read.
pub fn are_right(session: &Session, ready: &Ready) -> bool {
    let folder = write::folder(&session.out(&ready.settings), &ready.case.path);
    read::built::manifest(&folder)
        .is_some_and(|manifest| manifest["fingerprint"].as_str() == Some(inputs(session, ready).fingerprint().as_str()))
}

/// Everything that the outputs of a case are made from.
pub(super) fn inputs(session: &Session, ready: &Ready) -> Inputs {
    let kind = ready.case.kind.as_ref().map_or("", |kind| kind.id.as_str());
    // The past counts only as far as the letter speaks of it.
    let texts = ready.sources.iter().filter(|source| *source.path != *past::file(&ready.case.path));
    let texts = texts.map(|source| (source.path.to_string(), read::sha256(source.text.as_bytes())));
    let evidence = ready.case.evidence.iter().filter_map(|e| e.file.as_ref()).filter(|file| !file.path.is_empty());
    let used = session.templates.iter().filter(|(name, _)| uses(kind, name));
    Inputs {
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        texts: texts.collect(),
        // A file that something was blacked out of counts as the seller has it.
        evidence: evidence.map(|file| (file.path.clone(), file.source_sha256().to_owned())).collect(),
        templates: used.map(|(name, template)| (name.to_owned(), read::sha256(template.text.as_bytes()))).collect(),
        fonts: ready.fonts.extras.iter().map(|font| font.sha256.clone()).collect(),
        complaints: ready.case.complaints.as_ref().and_then(|complaints| {
            let text = serde_json::to_vec(complaints.tally.as_ref()?).ok()?;
            Some(read::sha256(&text))
        }),
        since: since(ready).map(|since| read::sha256(&serde_json::to_vec(&since).unwrap_or_default())),
        manner: session.options.manner.name(),
        date: session.options.today_given.then_some(session.options.today),
    }
}

/// What a second letter says is new since the last one.
fn since(ready: &Ready) -> Option<since::Since> {
    since::since(&ready.case, &plan::plan(&ready.case), &ready.past)
}

/// Whether outputs of a type are made with a template.
pub(super) fn uses(kind: &str, template: &str) -> bool {
    // `bundle.typ` and its like stand at the top.
    !template.contains('/')
        || template.starts_with("base/")
        || template.strip_prefix(kind).is_some_and(|rest| rest.starts_with('/'))
}

/// The originals, byte for byte, and their hashes. An exhibit that shows pages of a file gives the
/// whole file.
fn originals<'a>(case: &'a Case, exhibits: &[Exhibit]) -> Vec<(Output<'a>, &'a str)> {
    let all = exhibits.iter().filter_map(|exhibit| {
        let file = case.evidence[exhibit.evidence].file.as_ref()?;
        let bytes = &file.content;
        let name = manifest::original_name(exhibit, &file.name, exhibits.len());
        Some((Output { path: format!("exhibits/{name}"), pieces: vec![bytes] }, file.sha256()))
    });
    all.collect()
}

/// A text that nobody takes for a finished one.
fn marked(text: &str) -> String {
    const MARK: &str = "DRAFT – not for submission";
    format!("{MARK}\n\n{}\n\n{MARK}\n", text.trim_end())
}

/// The boxes of Amazon's form, each with its length in characters.
fn form_text(form: &[FormBox]) -> String {
    let mut text = String::new();
    for part in form {
        let title = match part.name {
            "root_cause" => "ROOT CAUSE / 根本原因",
            "actions" => "ACTIONS TAKEN / 已采取的措施",
            "prevention" => "STEPS TO PREVENT / 预防措施",
            _ => "ARGUMENTS / 争议理由",
        };
        let count = part.text.chars().count();
        text.push_str(&format!("===== {title} ({count} characters / {count} 个字符) =====\n{}\n\n", part.text));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
