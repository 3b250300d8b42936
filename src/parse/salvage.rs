//! A file with syntax errors, made readable: what is broken is taken out, and the rest is read as
//! usual, so that one slip hides no other. Every byte that stays stands where it stood.

use std::ops::Range;

use toml::de::DeTable;
use toml_parser::lexer::TokenKind;

use crate::fix::statements::{Statement, Statements};

/// Most syntax errors that are told of one file: a file of junk has one at every byte.
pub const MAX_ERRORS: usize = 100;

/// Bytes that are parsed again for one file, at most.
const MOST_WORK: usize = 3 << 20;

/// A syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub span: Range<usize>,
    /// What the parser says.
    pub detail: String,
    /// The variant of S001 that words it, if one does.
    pub variant: Option<&'static str>,
    /// What it repeats.
    pub first: Option<Range<usize>>,
    /// What must have been meant: bytes, and what stands there then.
    pub meant: Option<(Range<usize>, String)>,
}

impl Error {
    /// An error as the parser words it.
    pub fn new(span: Range<usize>, detail: &str) -> Self {
        Self { span, detail: detail.to_owned(), variant: None, first: None, meant: None }
    }
}

/// What could be saved.
#[derive(Debug)]
pub struct Salvaged {
    /// The text, of the same length: keys whose statements are broken have a value that fits none.
    pub text: String,
    /// The errors, in order; none follows from another.
    pub errors: Vec<Error>,
    /// The bytes that were changed: what is found there says nothing.
    pub broken: Vec<Range<usize>>,
}

/// Takes the broken statements out of a text; `None` where too much is broken.
pub fn salvage(text: &str) -> Option<Salvaged> {
    let mut all = Salvaged { text: text.to_owned(), errors: Vec::new(), broken: Vec::new() };
    let mut work = 0;
    loop {
        work += text.len();
        if work > MOST_WORK || all.errors.len() > MAX_ERRORS {
            return None;
        }
        let (_, errors) = DeTable::parse_recoverable(&all.text);
        let spans = errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message()));
        let Some((first, _)) = spans.clone().min_by_key(|(span, _)| span.start) else { break };
        let line = all.line(first.start);
        // A broken header is a second one of its name as well.
        let here = spans.filter(|(span, _)| span.start <= line.end);
        let order = |(span, detail): &(Range<usize>, &str)| (detail.contains("duplicate key"), span.start);
        let Some((span, detail)) = here.min_by_key(order) else { break };
        all.take_out(span, detail)?;
    }
    all.errors.sort_by_key(|error| error.span.start);
    Some(all)
}

impl Salvaged {
    /// Takes out the statement of an error.
    fn take_out(&mut self, span: Range<usize>, detail: &str) -> Option<()> {
        let at = span.start.min(self.text.len());
        if let Some(again) = self.broken.iter().position(|broken| broken.start <= at && at <= broken.end) {
            // A key that cannot stand there either, such as a second one of its name.
            let lines = self.broken[again].clone();
            if self.text[lines.clone()].trim().is_empty() {
                return None;
            }
            self.write(lines, "");
            return Some(());
        }
        let mut error = Error::new(span, detail);
        let lines = if detail.contains("duplicate key") {
            self.duplicate(at, &mut error)?
        } else {
            let lines = self.statement(at, &mut error)?;
            self.spoil(lines, &mut error)?
        };
        self.broken.push(lines);
        self.errors.push(error);
        Some(())
    }

    /// The lines of the statement around a byte. A bracket that nothing closes is the error itself.
    fn statement(&self, at: usize, error: &mut Error) -> Option<Range<usize>> {
        let own = self.line(at);
        let statements = Statements::new(&self.text);
        let Some(statement) = statements.list.iter().rev().find(|statement| statement.span.start <= at) else {
            return Some(own);
        };
        let first = self.line(statement.span.start);
        let last = self.line(statement.span.end);
        if last.end < own.start {
            return Some(own);
        }
        if statement.header {
            if own != first {
                error.span = first.clone();
            }
            return Some(first);
        }
        let kind = |at: &usize| statements.tokens[*at].kind();
        let long = |at: &usize| matches!(kind(at), TokenKind::MlBasicString | TokenKind::MlLiteralString);
        let mut strings = statement.tokens.clone().filter(long).map(|at| statements.token(at)).peekable();
        if strings.peek().is_some() {
            let closed = |text: &str| text.len() >= 6 && (text.ends_with("\"\"\"") || text.ends_with("'''"));
            return strings.all(closed).then_some(first.start..last.end);
        }
        // Nobody writes a key into a list: it should have ended before.
        let end = self.next_statement(first.end).min(last.end);
        let bracket = |at: &usize| matches!(kind(at), TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket);
        if let Some(bracket) =
            statement.tokens.clone().find(bracket).filter(|_| own.start > end || at >= self.text.len())
        {
            let span = statements.tokens[bracket].span();
            error.span = span.start()..span.end();
            error.variant = Some("unclosed");
        }
        Some(first.start..end)
    }

    /// Where the lines end before the next that begins a statement.
    fn next_statement(&self, from: usize) -> usize {
        let mut end = from;
        while end < self.text.len() {
            let line = self.line(end + 1);
            if begins_statement(&self.text[line.clone()]) {
                break;
            }
            end = line.end.max(end + 1);
        }
        end
    }

    /// Takes out a second statement for one key, or a second table of one name. Returns its lines.
    fn duplicate(&mut self, at: usize, error: &mut Error) -> Option<Range<usize>> {
        let statements = Statements::new(&self.text);
        let second = statements.list.iter().rposition(|statement| statement.span.start <= at)?;
        let statement = &statements.list[second];
        let says = statements.says(statement);
        error.variant = Some("duplicate");
        let end = if statement.header {
            let name = says.concat();
            let plain = name.trim_matches(['[', ']']);
            // `[actions]` among several `[[actions]]`: one bracket is missing.
            let same = |other: &&&Statement| other.header && statements.says(other).concat() == format!("[{plain}]");
            let fault = if name.starts_with("[[") {
                statements.list[..second].iter().find(|o| same(&o))
            } else {
                Some(statement)
            };
            if let Some(fault) = fault.filter(|_| !super::keys::is_one_table(plain)) {
                let lines = self.line(fault.span.start);
                let fault = fault.span.clone();
                error.span = fault.clone();
                return self.header(lines, fault, error);
            }
            error.detail = name;
            let rest = statements.list[second + 1..].iter().take_while(|statement| !statement.header);
            rest.last().map_or(statement.span.end, |last| last.span.end)
        } else {
            let key = |says: &[&str]| says.split(|token| *token == "=").next().map(|key| key.concat());
            let mut before = statements.list[..second].iter().rev().take_while(|other| !other.header);
            let twin = before.find(|other| key(&statements.says(other)) == key(&says))?;
            error.detail = key(&says)?;
            error.first = Some(twin.span.clone());
            if statements.says(twin) == says && !statements.comments(statement) {
                error.meant = Some((statements.whole_lines(statement.span.clone()), String::new()));
            }
            statement.span.end
        };
        let lines = self.line(statement.span.start).start..self.line(end).end;
        self.write(lines.clone(), "");
        Some(lines)
    }

    /// Gives the key of these lines a value that no key can have. Returns the lines that it changed.
    fn spoil(&mut self, lines: Range<usize>, error: &mut Error) -> Option<Range<usize>> {
        let line = self.text[self.line(lines.start)].to_owned();
        let plain = line.trim_start();
        let indent = line.len() - plain.len();
        if plain.starts_with('[') {
            let header = plain.split('#').next().unwrap_or_default().trim_end().len();
            let start = lines.start + indent;
            return self.header(lines, start..start + header, error);
        }
        let long = plain.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        let (key, rest) = plain.split_at(long);
        // `key value` without a sign of equality, too.
        let is_key =
            !key.is_empty() && (rest.trim_start().starts_with(['=', '＝', ':', '：']) || rest.starts_with(' '));
        let room = line.trim_end().len();
        let spoilt = ["-1", "0"].map(|value| format!("{}{key}={value}", " ".repeat(indent)));
        let fits = spoilt.iter().find(|spoilt| is_key && spoilt.len() <= room).map_or("", |spoilt| spoilt.as_str());
        self.write(lines.clone(), fits);
        Some(lines)
    }

    /// Mends a header; where its brackets want room, the next line gives up blanks before its value.
    fn header(&mut self, lines: Range<usize>, header: Range<usize>, error: &mut Error) -> Option<Range<usize>> {
        let name = self.text[header.clone()].trim_matches(|c: char| "[]［］ \t".contains(c)).to_owned();
        let of_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        if name.is_empty() || !name.bytes().all(of_name) {
            return None;
        }
        let wanted = if super::keys::is_one_table(&name) { format!("[{name}]") } else { format!("[[{name}]]") };
        error.variant = Some("header");
        error.detail.clone_from(&wanted);
        error.meant = Some((header, wanted.clone()));
        if wanted.len() <= lines.len() {
            self.write(lines.clone(), &wanted);
            return Some(lines);
        }
        let next = self.line(lines.end + 1);
        let (key, _) = self.text.get(next.clone())?.split_once('=')?;
        let equals = next.start + key.len();
        let value = equals + 1 + self.text[equals + 1..].len() - self.text[equals + 1..].trim_start_matches(' ').len();
        let written = format!("{wanted}\n{}", key.trim());
        let room = value - lines.start;
        if written.len() + 1 > room || value > next.end {
            return None;
        }
        let padded = format!("{written}{}=", " ".repeat(room - written.len() - 1));
        self.text.replace_range(lines.start..value, &padded);
        Some(lines)
    }

    /// Puts a text in the place of lines; blanks for the rest of them.
    fn write(&mut self, lines: Range<usize>, text: &str) {
        let old = &self.text[lines.clone()];
        let rest = old.bytes().skip(text.len()).map(|b| if matches!(b, b'\n' | b'\r') { char::from(b) } else { ' ' });
        let new: String = text.chars().chain(rest).collect();
        self.text.replace_range(lines, &new);
    }

    /// The line around a byte, without its end.
    fn line(&self, at: usize) -> Range<usize> {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        start..end
    }
}

/// Whether a line is a header or gives a key its value.
fn begins_statement(line: &str) -> bool {
    let line = line.trim_start();
    let long = line.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let header = line.trim_start_matches('[');
    (long > 0 && line[long..].trim_start().starts_with('='))
        || (header.len() < line.len() && header.starts_with(|c: char| c.is_ascii_lowercase()))
}
