use hayro_syntax::object::{Array, Dict, MaybeRef, Name};

use crate::evidence::{Problem, pages};

use super::copy::Copier;
use super::out::Out;
use super::syntax;

/// The optional content of all sources: numbers of groups in the output.
#[derive(Default)]
pub(super) struct Layers {
    all: Vec<u32>,
    off: Vec<u32>,
    /// Entries of `/AS`: which groups change by themselves on screen or in print.
    automatic: Vec<String>,
}

impl Layers {
    /// Adds the groups of a source that its copied pages use, and their default state.
    ///
    /// # Errors
    ///
    /// A stream that does not decrypt.
    pub(super) fn collect(&mut self, out: &mut Out<'_>, copier: &mut Copier<'_>) -> Result<(), Problem> {
        let catalog = pages::catalog(copier.pdf)?;
        let Some(properties) = catalog.get::<Dict<'_>>("OCProperties") else {
            return Ok(());
        };
        let config = properties.get::<Dict<'_>>("D").unwrap_or_default();
        let all = used(copier, &properties, "OCGs");
        let listed_on = used(copier, &config, "ON");
        let listed_off = used(copier, &config, "OFF");
        let base_off = matches!(config.get::<Name<'_>>("BaseState").as_deref(), Some(b"OFF"));
        for number in all {
            let off = listed_off.contains(&number) || (base_off && !listed_on.contains(&number));
            if off {
                self.off.push(number);
            }
            self.all.push(number);
        }
        let automatic = config.get::<Array<'_>>("AS");
        for entry in automatic.iter().flat_map(|list| list.iter::<Dict<'_>>()) {
            let groups = used(copier, &entry, "OCGs");
            if groups.is_empty() {
                continue;
            }
            let mut written = b"<</Event".to_vec();
            let event = entry.get::<Name<'_>>("Event");
            syntax::name(&mut written, event.as_deref().unwrap_or(b"View"));
            written.extend_from_slice(b"/Category[");
            let categories = entry.get::<Array<'_>>("Category");
            for name in categories.iter().flat_map(|list| list.iter::<Name<'_>>()) {
                syntax::name(&mut written, &name);
            }
            written.extend_from_slice(format!("]/OCGs[{}]>>", references(&groups)).as_bytes());
            self.automatic.push(String::from_utf8_lossy(&written).into_owned());
        }
        copier.drain(out)
    }

    /// The value of the catalog's `/OCProperties`, if there is anything to say.
    pub(super) fn properties(&self) -> Option<String> {
        if self.all.is_empty() {
            return None;
        }
        Some(format!(
            "<</OCGs[{}]/D<</Name(Layers)/Order[]/OFF[{}]/AS[{}]>>>>",
            references(&self.all),
            references(&self.off),
            self.automatic.join(" ")
        ))
    }
}

/// The groups of a list that were copied.
fn used(copier: &Copier<'_>, dict: &Dict<'_>, key: &str) -> Vec<u32> {
    let Some(list) = dict.get::<Array<'_>>(key) else {
        return Vec::new();
    };
    list.raw_iter()
        .filter_map(|item| match item {
            MaybeRef::Ref(reference) => copier.copied(reference),
            MaybeRef::NotRef(_) => None,
        })
        .collect()
}

fn references(numbers: &[u32]) -> String {
    let all: Vec<String> = numbers.iter().map(|n| format!("{n} 0 R")).collect();
    all.join(" ")
}
