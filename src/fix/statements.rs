//! A TOML text as statements: headers, keys with their values, and what lies between.

use std::ops::Range;

use toml_parser::lexer::{Token, TokenKind};

/// A header or a key with its value; comments after it do not belong to it.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its bytes.
    pub span: Range<usize>,
    /// Whether it is a header.
    pub header: bool,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// A text in tokens and statements.
pub struct Statements<'t> {
    /// The text.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Its statements, in order.
    pub list: Vec<Statement>,
}

/// Whether a token says nothing.
pub fn blank(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment)
}

impl<'t> Statements<'t> {
    /// Cuts a text.
    pub fn new(text: &'t str) -> Self {
        let tokens = toml_parser::Source::new(text).lex().into_vec();
        let mut list: Vec<Statement> = Vec::new();
        let mut open: Option<(usize, usize)> = None;
        let mut depth = 0usize;
        for (at, token) in tokens.iter().enumerate() {
            match token.kind() {
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
                TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.saturating_sub(1),
                TokenKind::Newline | TokenKind::Eof if depth == 0 => {
                    list.extend(open.take().map(|ends| statement(&tokens, ends)));
                    continue;
                }
                _ => {}
            }
            if !blank(token.kind()) && token.kind() != TokenKind::Eof {
                open = Some((open.map_or(at, |(first, _)| first), at));
            }
        }
        list.extend(open.map(|ends| statement(&tokens, ends)));
        Self { text, tokens, list }
    }

    /// The text of a token.
    pub fn token(&self, at: usize) -> &'t str {
        let span = self.tokens[at].span();
        self.text.get(span.start()..span.end()).unwrap_or_default()
    }

    /// The statements of the table around a byte, its header first.
    pub fn table(&self, byte: usize) -> Option<&[Statement]> {
        let within = self.list.iter().rposition(|statement| statement.span.start <= byte)?;
        let first = (0..=within).rev().find(|at| self.list[*at].header)?;
        let rest = &self.list[first + 1..];
        let count = rest.iter().position(|statement| statement.header).unwrap_or(rest.len());
        Some(&self.list[first..=first + count])
    }

    /// What a statement says: its tokens without blanks and comments.
    pub fn says(&self, statement: &Statement) -> Vec<&'t str> {
        statement.tokens.clone().filter(|at| !blank(self.tokens[*at].kind())).map(|at| self.token(at)).collect()
    }

    /// Whether a comment stands inside a statement.
    pub fn comments(&self, statement: &Statement) -> bool {
        statement.tokens.clone().any(|at| self.tokens[at].kind() == TokenKind::Comment)
    }

    /// The bytes to remove so that something goes: its whole line or lines if nothing else stands
    /// there; else only itself, and the blanks before a comment stay.
    pub fn whole_lines(&self, span: Range<usize>) -> Range<usize> {
        let start = self.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[span.end..].find('\n').map_or(self.text.len(), |at| span.end + at + 1);
        let empty = |range: Range<usize>| self.text[range].trim().is_empty();
        if empty(start..span.start) && empty(span.end..end) { start..end } else { span }
    }
}

fn statement(tokens: &[Token], (first, last): (usize, usize)) -> Statement {
    Statement {
        span: tokens[first].span().start()..tokens[last].span().end(),
        header: tokens[first].kind() == TokenKind::LeftSquareBracket,
        tokens: first..last + 1,
    }
}
