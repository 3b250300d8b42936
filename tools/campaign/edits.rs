//! Random edits of a workspace. After each, an incremental build has the outputs and says the words of a
//! clean one, builds nothing but what the edit concerns, and names a reason for what it builds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::dice::Dice;
use super::space::{Files, Space, Wrong, difference, files, of_case, settings};

/// Which cases an edit may make stale.
enum Scope {
    Nothing,
    Cases(Vec<String>),
    All,
}

/// How many cases there are at most.
const MOST: usize = 5;

struct Campaign {
    space: Space,
    dice: Dice,
    /// Numbers of the cases that are there, by name.
    names: BTreeMap<String, usize>,
    next: usize,
    /// Files as they were at some earlier step.
    past: Vec<Files>,
    /// What was done, and to which case where it was to one.
    trail: Vec<String>,
}

/// So many steps before one that fails are told.
const TOLD: usize = 40;

/// Makes so many edits.
pub fn run(program: &Path, root: &Path, count: u64, seed: u64) -> Result<String, Wrong> {
    let space = Space::new(program, root)?;
    let mut campaign =
        Campaign { space, dice: Dice(seed), names: BTreeMap::new(), next: 0, past: Vec::new(), trail: Vec::new() };
    for _ in 0..3 {
        campaign.add();
    }
    let (mut built, mut kinds) = (0, BTreeMap::<&str, usize>::new());
    for step in 0..=count {
        let (what, scope) = if step == 0 { ("begin", Scope::All) } else { campaign.edit() };
        if let Some(last) = campaign.trail.last_mut() {
            last.insert_str(0, &format!("{what}: "));
        }
        *kinds.entry(what).or_default() += 1;
        let checked = campaign.check(&scope);
        let before = || campaign.trail.iter().rev().take(TOLD).rev().cloned().collect::<Vec<_>>().join(", ");
        built += checked.map_err(|wrong| format!("step {step}, {what}: {wrong}\nsteps: {}", before()))?;
        if step == 0 && built != campaign.names.len() {
            return Err("the cases cannot be built".to_owned());
        }
    }
    let _ = fs::remove_dir_all(&campaign.space.root);
    Ok(format!("{count} edits, {built} cases built: incremental equals clean after each\n{kinds:?}"))
}

impl Campaign {
    fn add(&mut self) -> String {
        let name = format!("c{}", self.next);
        let figure = 10 + self.dice.below(80);
        self.space.add(&name, self.next, figure);
        self.names.insert(name.clone(), self.next);
        self.next += 1;
        name
    }

    fn any(&mut self) -> String {
        let names: Vec<String> = self.names.keys().cloned().collect();
        names[self.dice.below(names.len())].clone()
    }

    fn path(&self, name: &str) -> String {
        format!("cases/{name}")
    }

    fn one(&self, name: &str) -> Scope {
        Scope::Cases(vec![self.path(name)])
    }

    /// Makes one edit; gives what it is called and whom it concerns.
    fn edit(&mut self) -> (&'static str, Scope) {
        if self.dice.once_in(10) {
            self.past.push(inputs(&self.space.root));
            self.past.truncate(8);
        }
        let name = self.any();
        self.trail.push(name.clone());
        let path = self.path(&name);
        let root = self.space.root.clone();
        match self.dice.below(25) {
            0 if self.names.len() < MOST => {
                let name = self.add();
                ("add a case", self.one(&name))
            }
            1 if self.names.len() > 2 => {
                let _ = fs::remove_dir_all(root.join(&path));
                self.names.remove(&name);
                ("delete a case", Scope::Nothing)
            }
            2 => {
                let new = format!("r{}", self.next);
                self.next += 1;
                let _ = fs::rename(root.join(&path), root.join(self.path(&new)));
                let number = self.names.remove(&name).unwrap_or_default();
                self.names.insert(new.clone(), number);
                ("rename a case", self.one(&new))
            }
            3 | 4 => {
                let number = self.names[&name];
                let figure = 10 + self.dice.below(80);
                self.space.write(&format!("{path}/case.toml"), super::space::case(number, figure).as_bytes());
                ("edit a case", self.one(&name))
            }
            5 => {
                let text = fs::read_to_string(root.join(&path).join("case.toml")).unwrap_or_default();
                self.space.write(&format!("{path}/case.toml"), format!("{text}\nproduckt = 1\n").as_bytes());
                ("break a case", self.one(&name))
            }
            6 => {
                let text = fs::read_to_string(root.join(&path).join("case.toml")).unwrap_or_default();
                let text = text.replace("\nproduckt = 1\n", "");
                self.space.write(&format!("{path}/case.toml"), text.as_bytes());
                ("mend a case", self.one(&name))
            }
            7 => {
                let rows = format!("month,returned\n2026-07,{}\n", self.dice.below(1000));
                self.space.write(&format!("{path}/evidence/returns.csv"), rows.as_bytes());
                ("edit evidence", self.one(&name))
            }
            8 => {
                // As long as before, and with the time of before.
                let full = root.join(&path).join("evidence/note.txt");
                let time = fs::metadata(&full).and_then(|meta| meta.modified());
                let mut bytes = fs::read(&full).unwrap_or_default();
                if let Some(byte) = bytes.first_mut() {
                    *byte = b'A' + u8::try_from(self.dice.below(26)).unwrap_or_default();
                    self.space.write(&format!("{path}/evidence/note.txt"), &bytes);
                }
                if let (Ok(time), Ok(file)) = (time, fs::File::options().write(true).open(&full)) {
                    let _ = file.set_modified(time);
                }
                ("edit evidence, same size and time", self.one(&name))
            }
            9 => {
                let _ = fs::remove_file(root.join(&path).join("evidence/note.txt"));
                ("delete evidence", self.one(&name))
            }
            10 => {
                self.space.write(
                    &format!("{path}/evidence/note.txt"),
                    b"Double-wall box with corner guards since 7 October.\n",
                );
                ("bring evidence back", self.one(&name))
            }
            11 => {
                let text = format!("Drop test from {} cm.\n", 70 + self.dice.below(9));
                self.space.write("shared/sop.txt", text.as_bytes());
                ("edit shared evidence", Scope::All)
            }
            12 => {
                let name = self.dice.below(3);
                self.space.write("appealc.toml", settings(name).as_bytes());
                ("edit settings", Scope::All)
            }
            13 => {
                let lints =
                    self.dice.of(&["", "[lints]\nuncited-evidence = \"deny\"\n", "[lints]\naction = \"allow\"\n"]);
                self.space.write(&format!("{path}/appealc.toml"), lints.as_bytes());
                ("settings of a case", self.one(&name))
            }
            14 => {
                let _ = fs::remove_file(root.join(&path).join("appealc.toml"));
                ("no settings of a case", self.one(&name))
            }
            15 => {
                let file = "templates/onpe/packaging/letter.appeal.en.tera";
                if root.join(file).exists() {
                    let _ = fs::remove_dir_all(root.join("templates"));
                } else {
                    self.space.write(file, b"{% extends \"base/appeal.en.tera\" %}\n{# own #}\n");
                }
                ("a template", Scope::All)
            }
            16 => {
                touch(&root.join("cases"));
                touch(&root.join("shared"));
                touch(&root.join("build"));
                ("touch everything", Scope::Nothing)
            }
            17 => {
                // Uncited: a warning that must be told again and again.
                let text = fs::read_to_string(root.join(&path).join("case.toml")).unwrap_or_default();
                let text = text.replace("evidence = [\"note\"]", "evidence = [\"returns\"]");
                self.space.write(&format!("{path}/case.toml"), text.as_bytes());
                ("a warning", self.one(&name))
            }
            18 => {
                let output = self.dice.of(&[
                    "letter.txt",
                    "bundle.pdf",
                    "manifest.json",
                    "form.txt",
                    "exhibits/Exhibit 01 - returns.csv",
                ]);
                let _ = fs::remove_file(root.join("build").join(&path).join(output));
                ("delete an output", self.one(&name))
            }
            19 => {
                let full = root.join("build").join(&path).join("letter.txt");
                if let Ok(mut bytes) = fs::read(&full) {
                    bytes[0] ^= 1;
                    let _ = fs::write(&full, bytes);
                }
                ("damage an output", self.one(&name))
            }
            20 => {
                let state = root.join(".appealc/state");
                let bytes = fs::read(&state).unwrap_or_default();
                match self.dice.below(5) {
                    0 => drop(fs::remove_dir_all(root.join(".appealc"))),
                    1 => drop(fs::write(&state, &bytes[..bytes.len() / 2])),
                    // What was added last, if anything was, is not whole.
                    2 => drop(fs::write(&state, &bytes[..bytes.len().saturating_sub(7)])),
                    3 => drop(fs::write(&state, [&bytes[..], b"half a piece"].concat())),
                    _ => drop(fs::write(&state, b"appealc state 1\n")),
                }
                ("lose the state", Scope::Nothing)
            }
            21 if !self.past.is_empty() => {
                let files = self.past[self.dice.below(self.past.len())].clone();
                self.revert(&files);
                ("revert everything", Scope::All)
            }
            22 => {
                let _ = fs::remove_dir_all(root.join("build"));
                ("delete all outputs", Scope::All)
            }
            23 => {
                // Swap two cases' folders: nothing but places change.
                let other = self.any();
                if other != name {
                    let (one, two) = (root.join(&path), root.join(self.path(&other)));
                    let between = root.join("cases/between");
                    let _ = fs::rename(&one, &between)
                        .and_then(|()| fs::rename(&two, &one))
                        .and_then(|()| fs::rename(&between, &two));
                    if let (Some(a), Some(b)) = (self.names.remove(&name), self.names.remove(&other)) {
                        self.names.extend([(name.clone(), b), (other.clone(), a)]);
                    }
                }
                ("swap two cases", Scope::Cases(vec![path, self.path(&other)]))
            }
            _ => ("nothing", Scope::Nothing),
        }
    }

    fn revert(&mut self, files: &Files) {
        let root = self.space.root.clone();
        for folder in ["cases", "shared", "templates"] {
            let _ = fs::remove_dir_all(root.join(folder));
        }
        for (path, bytes) in files {
            self.space.write(path, bytes);
        }
        self.names = BTreeMap::new();
        let cases = files.iter().filter_map(|(path, text)| {
            let name = path.strip_prefix("cases/")?.strip_suffix("/case.toml")?;
            let text = String::from_utf8_lossy(text);
            let number = text.split("B0CAMP").nth(1)?.get(..4)?.parse().ok()?;
            Some((name.to_owned(), number))
        });
        self.names.extend(cases.collect::<Vec<_>>());
    }

    /// Compares an incremental build with a clean one; gives how many cases were built.
    fn check(&mut self, scope: &Scope) -> Result<usize, Wrong> {
        let before = files(&self.space.root.join("build"));
        let built = self.space.build(&[])?;
        let (clean, wanted) = self.space.clean()?;
        if built.code != clean.code || built.diagnostics != clean.diagnostics {
            let only =
                |a: &[String], b: &[String]| a.iter().filter(|line| !b.contains(line)).cloned().collect::<Vec<_>>();
            let (more, less) =
                (only(&built.diagnostics, &clean.diagnostics), only(&clean.diagnostics, &built.diagnostics));
            return Err(format!(
                "exit codes {} and {}; told too much: {more:?}; not told: {less:?}",
                built.code, clean.code
            ));
        }
        let failed = clean.of("failed");
        if built.of("failed") != failed {
            return Err(format!("failed: {:?}, in a clean build {failed:?}", built.of("failed")));
        }
        let found = files(&self.space.root.join("build"));
        let mut expected = wanted;
        for case in &failed {
            // The outputs of before are untouched.
            let own = of_case(&before, case).into_iter().map(|(path, bytes)| (format!("{case}/{path}"), bytes));
            expected.extend(own);
        }
        if let Some(wrong) = difference(&found, &expected) {
            return Err(format!("{wrong}; {:?}", built.cases));
        }
        let made = built.of("built");
        for case in &made {
            let why = &built.cases[case].1;
            if why.is_empty() || why.contains("does not say") {
                return Err(format!("{case} was built without a reason"));
            }
        }
        let concerned: BTreeSet<String> = match scope {
            Scope::Nothing => BTreeSet::new(),
            Scope::Cases(cases) => cases.iter().cloned().collect(),
            Scope::All => made.clone(),
        };
        if let Some(case) = made.difference(&concerned).next() {
            return Err(format!("{case} was built, which the edit does not concern: {}", built.cases[case].1));
        }
        let again = self.space.build(&[])?;
        if !again.of("built").is_empty() || again.diagnostics != built.diagnostics || again.code != built.code {
            return Err(format!("built again, it is another: {:?}", again.cases));
        }
        Ok(made.len())
    }
}

fn inputs(root: &Path) -> Files {
    let mut all = files(root);
    all.retain(|path, _| !path.starts_with("build/"));
    all
}

fn touch(folder: &Path) {
    for path in files(folder).keys() {
        if let Ok(file) = fs::File::options().append(true).open(folder.join(path)) {
            let _ = file.set_modified(std::time::SystemTime::now());
        }
    }
}
