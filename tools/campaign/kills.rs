//! `kill -9` at random moments of a build: nothing is ever half there, and the next build ends as a clean
//! one does.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::dice::Dice;
use super::space::{Space, Wrong, difference, files, of_case, partial, settings};

/// How many cases there are.
const CASES: usize = 5;
/// How many states of the workspace the builds go to and fro between.
const STATES: usize = 3;

/// Kills so many builds.
pub fn run(program: &Path, root: &Path, count: u64, seed: u64) -> Result<String, Wrong> {
    let mut dice = Dice(seed);
    let space = Space::new(program, root)?;
    for number in 0..CASES {
        space.add(&format!("c{number}"), number, 40 + number);
    }
    // A case inside another's folder, so that its outputs are carried over.
    space.add("c0/inner", 90, 50);
    let names: Vec<String> =
        (0..CASES).map(|number| format!("cases/c{number}")).chain(["cases/c0/inner".to_owned()]).collect();
    let mut wanted = Vec::new();
    let mut longest = Duration::ZERO;
    for state in 0..STATES {
        space.write("appealc.toml", settings(state).as_bytes());
        let begun = Instant::now();
        let (built, files) = space.clean()?;
        longest = longest.max(begun.elapsed());
        if built.code != 0 {
            return Err(format!("a clean build failed: {:?}", built.diagnostics));
        }
        wanted.push(files);
    }
    space.build(&[])?;
    // What a seller put beside the outputs stays, whatever happens.
    space.write("build/cases/c0/notes.txt", b"mine");
    let (mut interrupted, mut state) = (0, STATES - 1);
    for round in 0..count {
        let before = state;
        state = (state + 1 + dice.below(STATES - 1)) % STATES;
        space.write("appealc.toml", settings(state).as_bytes());
        if dice.once_in(4) {
            let _ = fs::remove_dir_all(space.root.join(".appealc"));
        }
        // A case that is there for this build alone: nothing may be left of it.
        let passing = space.root.join("cases/passing");
        space.add("passing", 91, 60);
        let mut child = space.command(&[]).spawn().map_err(|error| error.to_string())?;
        let most = usize::try_from(longest.as_micros()).unwrap_or(1);
        std::thread::sleep(Duration::from_micros(dice.below(most) as u64));
        child.kill().map_err(|error| error.to_string())?;
        let status = child.wait().map_err(|error| error.to_string())?;
        interrupted += usize::from(!status.success());
        let told = |wrong: String| format!("round {round}: {wrong}");
        let found = files(&space.root.join("build"));
        for name in &names {
            let mut own = found.clone();
            own.retain(|path, _| {
                !(name == "cases/c0" && (path.starts_with("cases/c0/inner/") || path == "cases/c0/notes.txt"))
            });
            partial(&own, name).map_err(told)?;
            // The old outputs or the new ones, never some of each.
            let own = of_case(&own, name);
            let old = of_case(&wanted[before], name);
            let new = of_case(&wanted[state], name);
            let inner = |files: &super::space::Files| -> super::space::Files {
                files
                    .iter()
                    .filter(|(path, _)| !path.starts_with("inner/"))
                    .map(|(p, b)| (p.clone(), b.clone()))
                    .collect()
            };
            let away = own.is_empty() && name == "cases/c0/inner";
            if own != inner(&old) && own != inner(&new) && !away {
                return Err(told(format!("{name} has neither the old outputs nor the new ones")));
            }
        }
        fs::remove_dir_all(&passing).map_err(|error| error.to_string())?;
        let built = space.build(&[])?;
        if built.code != 0 {
            return Err(told(format!("the next build failed: {:?}", built.diagnostics)));
        }
        let mut found = files(&space.root.join("build"));
        if found.remove("cases/c0/notes.txt").as_deref() != Some(b"mine") {
            return Err(told("the seller's own file is gone".to_owned()));
        }
        if let Some(wrong) = difference(&found, &wanted[state]) {
            return Err(told(format!("after the next build: {wrong}")));
        }
        let built = space.build(&[])?;
        if built.of("fresh").len() != names.len() {
            return Err(told(format!("built once more: {:?}", built.cases)));
        }
    }
    if count >= 20 && interrupted == 0 {
        return Err("no build was interrupted".to_owned());
    }
    let _ = fs::remove_dir_all(&space.root);
    Ok(format!("{count} builds, {interrupted} of them killed before their end: no partial output, all ended clean"))
}
