//! Letters and form boxes, by Tera. Templates get values; what a seller wrote is never a template.

use serde_json::Value;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult};

use super::blocks::blocks;
use crate::check::case::Stance;
use crate::plan::brief::brief;
use crate::templates::Templates;

/// Why a letter could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The template's name.
    pub template: String,
    /// The bytes of it that are wrong.
    pub span: Option<std::ops::Range<usize>>,
    /// What is wrong; English, by Tera.
    pub detail: String,
}

/// The letter templates of one type.
pub struct Letters {
    tera: Tera,
    folder: String,
}

/// A letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// As plain text.
    pub text: String,
    /// Cut into blocks, to be typeset.
    pub blocks: Vec<Value>,
}

/// Stands for a bar that the seller typed, while the bars of the template cut rows into cells. No
/// seller's text has it: it is for private use.
const BAR: char = '\u{f07c}';

/// A box of Amazon's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormBox {
    /// `root_cause`, `actions`, `prevention`, `arguments`.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

impl Letters {
    /// Reads the templates that the letters of `kind` can use: the base ones and its own.
    ///
    /// # Errors
    /// A template with wrong syntax.
    pub fn new(templates: &Templates, kind: &str) -> Result<Self, TemplateError> {
        let mut tera = Tera::new();
        tera.autoescape_on(Vec::<&str>::new());
        tera.register_filter("brief", in_brief);
        let wanted = templates.iter().filter(|(name, _)| {
            name.ends_with(".tera")
                && (name.starts_with("base/") || name.rsplit_once('/').is_some_and(|(folder, _)| folder == kind))
        });
        tera.add_raw_templates(wanted.map(|(name, template)| (name, template.text.as_str())))
            .map_err(|error| located(templates, &error).unwrap_or_else(|| explain(kind, &error)))?;
        Ok(Self { tera, folder: kind.to_owned() })
    }

    /// The letter.
    ///
    /// # Errors
    /// What the template does wrong.
    pub fn letter(&self, stance: Stance, language: &str, data: &Value) -> Result<Letter, TemplateError> {
        let name = format!("{}/letter.{}.{language}.tera", self.folder, stance.name());
        let mut data = data.clone();
        replace(&mut data, '|', BAR);
        let text = self.render(&name, &data)?;
        let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
        let text = lines.join("\n") + "\n";
        let mut blocks = blocks(&text);
        blocks.iter_mut().for_each(|block| replace(block, BAR, '|'));
        Ok(Letter { text: text.replace(BAR, "|"), blocks })
    }

    /// The boxes of Amazon's form, empty ones left out.
    ///
    /// # Errors
    /// What a template does wrong.
    pub fn form(&self, stance: Stance, language: &str, data: &Value) -> Result<Vec<FormBox>, TemplateError> {
        let names: &[&'static str] = match stance {
            Stance::Appeal => &["root_cause", "actions", "prevention"],
            Stance::Dispute => &["arguments"],
        };
        let mut boxes = Vec::new();
        for name in names {
            let text = self.render(&format!("base/form-{name}.{language}.tera"), data)?;
            let text = text.trim();
            if !text.is_empty() {
                boxes.push(FormBox { name, text: text.to_owned() });
            }
        }
        Ok(boxes)
    }

    fn render(&self, name: &str, data: &Value) -> Result<String, TemplateError> {
        let context = Context::from_serialize(data).map_err(|error| explain(name, &error))?;
        self.tera.render(name, &context).map_err(|error| explain(name, &error))
    }
}

/// `{{ text | brief(words=18) }}`: a statement in few words.
fn in_brief(text: &str, options: Kwargs, _: &State) -> TeraResult<String> {
    Ok(brief(text, options.get::<usize>("words")?.unwrap_or(20)))
}

/// Writes one character for another in every text.
fn replace(value: &mut Value, from: char, to: char) {
    match value {
        Value::String(text) if text.contains(from) => *text = text.replace(from, to.encode_utf8(&mut [0; 4])),
        Value::Array(list) => list.iter_mut().for_each(|one| replace(one, from, to)),
        Value::Object(object) => object.values_mut().for_each(|one| replace(one, from, to)),
        _ => {}
    }
}

fn explain(name: &str, error: &tera::Error) -> TemplateError {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => TemplateError {
            template: report.filename().to_owned(),
            span: Some(report.span().range.clone()),
            detail: report.message().to_owned(),
        },
        other => TemplateError { template: name.to_owned(), span: None, detail: other.to_string() },
    }
}

/// The place of an unknown filter, test or function, which Tera tells in a report only:
/// `error: message`, then ` --> file:line:column`, then the line with carets below.
fn located(templates: &Templates, error: &tera::Error) -> Option<TemplateError> {
    let ErrorKind::Msg(report) = error.kind() else { return None };
    let mut lines = report.lines();
    let detail = lines.next()?.strip_prefix("error: ")?;
    let (_, place) = lines.next()?.split_once("--> ")?;
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let text = &templates.get(name)?.text;
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(before..)?;
    let start = before + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    let carets = lines.nth(2).map_or(0, |marks| marks.matches('^').count());
    let width: usize = text.get(start..)?.chars().take(carets).map(char::len_utf8).sum();
    Some(TemplateError { template: name.to_owned(), span: Some(start..start + width), detail: detail.to_owned() })
}
