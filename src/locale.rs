//! The words: messages in English and Chinese, from the Fluent files in `locales/`.
//!
//! A language is a folder there; a message is a few lines in one of its files. Both languages are
//! complete, which a test holds them to.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::diag::Arg;
use crate::options::Lang;
use crate::quote::{escaped, quoted};

/// Values for a message, by name.
pub type Args = BTreeMap<String, Arg>;

/// The files of each language: name, English, Chinese.
const FILES: &[(&str, &str, &str)] = &[
    ("messages", include_str!("../locales/en/messages.ftl"), include_str!("../locales/zh/messages.ftl")),
    ("help", include_str!("../locales/en/help.ftl"), include_str!("../locales/zh/help.ftl")),
    ("tool", include_str!("../locales/en/tool.ftl"), include_str!("../locales/zh/tool.ftl")),
    ("incremental", include_str!("../locales/en/incremental.ftl"), include_str!("../locales/zh/incremental.ftl")),
    ("verify", include_str!("../locales/en/verify.ftl"), include_str!("../locales/zh/verify.ftl")),
    ("parts", include_str!("../locales/en/parts.ftl"), include_str!("../locales/zh/parts.ftl")),
    ("complaints", include_str!("../locales/en/complaints.ftl"), include_str!("../locales/zh/complaints.ftl")),
    ("serve", include_str!("../locales/en/serve.ftl"), include_str!("../locales/zh/serve.ftl")),
    ("history", include_str!("../locales/en/history.ftl"), include_str!("../locales/zh/history.ftl")),
    ("reference", include_str!("../locales/en/reference.ftl"), include_str!("../locales/zh/reference.ftl")),
    ("start", include_str!("../locales/en/start.ftl"), include_str!("../locales/zh/start.ftl")),
    ("words", include_str!("../locales/en/words.ftl"), include_str!("../locales/zh/words.ftl")),
];

/// The longest value that is shown whole, in characters. Lists that the program makes are never
/// cut, and what must be exact is given more room.
fn longest(name: &str) -> usize {
    match name {
        "allowed" | "areas" => usize::MAX,
        "path" | "file" | "case" | "nearest" | "target" | "detail" => 1000,
        _ => 200,
    }
}

/// How deep messages may name messages as their values.
const DEEPEST: usize = 4;

/// The messages of one language, with English behind them.
pub struct Locale {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
    fallback: Option<FluentBundle<FluentResource>>,
}

impl Locale {
    /// Loads a language.
    pub fn new(lang: Lang) -> Self {
        let fallback = (lang != Lang::En).then(|| bundle(Lang::En));
        Self { lang, bundle: bundle(lang), fallback }
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A message; in English where the language lacks it, its id where both do.
    pub fn text(&self, id: &str, args: &Args) -> String {
        self.find(id, None, args, 0).unwrap_or_else(|| id.to_owned())
    }

    /// A message that needs no values.
    pub fn word(&self, id: &str) -> String {
        self.text(id, &Args::new())
    }

    /// The ids of the messages of a file, such as `serve`.
    pub fn ids(file: &str) -> impl Iterator<Item = &'static str> {
        let (_, text, _) = FILES.iter().find(|(name, ..)| *name == file).copied().unwrap_or(("", "", ""));
        let starts = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
        starts.filter_map(|line| Some(line.split_once(" =")?.0))
    }

    /// An attribute of a message, such as `help`, if the message has it.
    pub fn attribute(&self, id: &str, attribute: &str, args: &Args) -> Option<String> {
        self.find(id, Some(attribute), args, 0)
    }

    fn find(&self, id: &str, attribute: Option<&str>, args: &Args, depth: usize) -> Option<String> {
        let bundles = std::iter::once(&self.bundle).chain(self.fallback.as_ref());
        // The message decides, not the attribute: one that lacks `help` has none in any language.
        let (bundle, message) = bundles.filter_map(|b| Some((b, b.get_message(id)?))).next()?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(name.as_str(), self.value(name, arg, args, depth));
        }
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned())
    }

    fn value(&self, name: &str, arg: &Arg, args: &Args, depth: usize) -> FluentValue<'static> {
        match arg {
            Arg::Number(number) => FluentValue::from(*number),
            Arg::Text(text) => FluentValue::from(quoted(text, longest(name))),
            Arg::Message { message } if depth < DEEPEST => {
                let text = self.find(message, None, args, depth + 1);
                FluentValue::from(text.unwrap_or_else(|| escaped(message)))
            }
            Arg::Message { message } => FluentValue::from(escaped(message)),
        }
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let tag = match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    };
    let tag: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Isolation marks are themselves bidirectional controls; values are escaped instead.
    bundle.set_use_isolating(false);
    for (_, en, zh) in FILES {
        let text = match lang {
            Lang::En => en,
            Lang::Zh => zh,
        };
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests look at the repository")]
mod tests;
