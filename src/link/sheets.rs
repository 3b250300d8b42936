//! Evidence as a plain PDF file: each piece fills a page, and nothing else is in the file: no
//! outline, no metadata, no form, no attachment.

use super::out::Out;
use super::syntax::reals;
use super::{LinkError, Part, What, deflate, write_parts};
use crate::evidence::PageSize;

/// A page and what fills it.
pub struct Sheet<'a> {
    /// The file that the piece is of; pieces of one file are best given the same slice.
    pub bytes: &'a [u8],
    /// What of the file to show.
    pub what: What,
    /// What opens the file, if it is locked.
    pub password: Option<&'a str>,
    /// The page.
    pub size: PageSize,
}

/// Writes a file of such pages.
///
/// # Errors
///
/// A file that passed inspection and should not have; its slot is the place in the list, from 0.
pub fn sheets(all: &[Sheet<'_>]) -> Result<Vec<u8>, LinkError> {
    let mut out = Out::new(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", 1, 0);
    let (catalog, tree) = (out.reserve(), out.reserve());
    let parts: Vec<Part<'_>> = (0..)
        .zip(all)
        .map(|(slot, sheet)| Part { slot, bytes: sheet.bytes, what: sheet.what, password: sheet.password })
        .collect();
    let mut kids = Vec::with_capacity(all.len());
    let mut forms = Vec::with_capacity(all.len());
    for sheet in all {
        let (page, content, form) = (out.reserve(), out.reserve(), out.reserve());
        let size = [sheet.size.width, sheet.size.height];
        let draw = format!("q {} 0 0 {} 0 0 cm /P Do Q", reals(&size[..1]), reals(&size[1..]));
        out.stream(content, b"/Filter/FlateDecode", &[&deflate(draw.as_bytes())]);
        let body = format!(
            "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {}]/Resources<</XObject<</P {form} 0 R>>>>/Contents {content} 0 R>>",
            reals(&size)
        );
        out.object(page, body.as_bytes());
        kids.push(format!("{page} 0 R"));
        forms.push(form);
    }
    let numbered = forms.iter().zip(&parts).map(|(form, part)| (part.slot, *form, part));
    let layers = write_parts(&mut out, numbered)?;
    let body = format!("<</Type/Pages/Count {}/Kids[{}]>>", kids.len(), kids.join(" "));
    out.object(tree, body.as_bytes());
    let layers = layers.properties().map(|layers| format!("/OCProperties{layers}")).unwrap_or_default();
    out.object(catalog, format!("<</Type/Catalog/Pages {tree} 0 R{layers}>>").as_bytes());
    Ok(out.finish(format!("/Root {catalog} 0 R").as_bytes()).concat())
}
