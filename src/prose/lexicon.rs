//! All phrase lists of a language, and which of their phrases a sentence may hold: one look at the
//! sentence for all of them. The build script reads the lists, so that no run has to.

use std::sync::OnceLock;

use super::index::Index;
use super::pattern::{Lang, Phrases};

/// A class of phrases, by its data files: [`super::lists::FILES`].
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Class {
    Admission,
    Blame,
    Concrete,
    Denial,
    Emotive,
    OffTopic,
    Personal,
    Placeholder,
    Planned,
    Symptom,
    Vague,
}

/// The phrases of a section.
struct Section {
    name: &'static str,
    /// The number of the first.
    first: u32,
    /// As written, names expanded, alternatives apart.
    texts: &'static [&'static str],
}

/// The lists of a language.
struct Lists {
    classes: [&'static [Section]; 11],
    index: Index,
}

/// `EN` and `ZH`.
mod made {
    use std::borrow::Cow;

    use super::super::index;
    use super::{Index, Lists, Section};

    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// The phrase lists of a language.
pub struct Lexicon {
    lang: Lang,
    lists: &'static Lists,
    phrases: [Vec<OnceLock<Phrases>>; 11],
}

impl Lexicon {
    /// The lists of a language.
    pub fn of(lang: Lang) -> &'static Self {
        static ALL: [OnceLock<Lexicon>; 2] = [OnceLock::new(), OnceLock::new()];
        ALL[lang as usize].get_or_init(|| {
            let lists = lists(lang);
            let phrases = lists.classes.map(|sections| sections.iter().map(|_| OnceLock::new()).collect());
            Self { lang, lists, phrases }
        })
    }

    /// The phrases of a section of a class; none where the language has no such section.
    pub fn section(&self, class: Class, name: &str) -> Option<&Phrases> {
        let sections = self.lists.classes[class as usize];
        let at = sections.iter().position(|section| section.name == name)?;
        let section = &sections[at];
        Some(self.phrases[class as usize][at].get_or_init(|| Phrases::new(self.lang, section.texts, section.first)))
    }

    /// The numbers of the phrases that a text may hold, in order.
    pub fn candidates(&self, text: &str) -> Vec<u32> {
        self.lists.index.candidates(text.as_bytes())
    }

    /// What of a file is a section, in both languages, as written but for alternatives, which stand apart.
    pub fn written(class: Class, name: &str) -> impl Iterator<Item = &'static str> {
        let sections = [Lang::En, Lang::Zh].into_iter().flat_map(move |lang| lists(lang).classes[class as usize]);
        sections.filter(move |section| section.name == name).flat_map(|section| section.texts.iter().copied())
    }
}

const fn lists(lang: Lang) -> &'static Lists {
    match lang {
        Lang::En => &made::EN,
        Lang::Zh => &made::ZH,
    }
}
