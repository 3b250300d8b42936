//! Nothing here can fail: what cannot be written becomes `null`.

use hayro_syntax::object::{Dict, MaybeRef, Name, ObjRef, Object};

/// How deep arrays and dictionaries may be nested; deeper ones only occur in hostile files.
const DEPTH: usize = 96;

/// Translates references while objects are written: the number in the output, or nothing for
/// what is not carried over.
pub(super) trait Refs {
    /// The number of an object in the output.
    fn number(&mut self, reference: ObjRef) -> Option<u32>;
}

/// References stay as they are: for objects of the frame.
pub(super) struct Same;

impl Refs for Same {
    fn number(&mut self, reference: ObjRef) -> Option<u32> {
        Some(reference.obj_number)
    }
}

/// Writes a name.
pub(super) fn name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        let regular = byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte);
        if regular {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Writes a string of bytes.
pub(super) fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~') && !b"()\\".contains(byte);
    if bytes.iter().all(plain) {
        out.push(b'(');
        out.extend_from_slice(bytes);
        out.push(b')');
    } else {
        out.push(b'<');
        let digit = |half: u8| HEX.get(usize::from(half)).copied().unwrap_or_default();
        out.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
        out.push(b'>');
    }
}

/// Writes text: ASCII as it is, anything else as UTF-16 with its mark.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    if text.is_ascii() {
        string(out, text.as_bytes());
    } else {
        let wide = text.encode_utf16().flat_map(u16::to_be_bytes);
        let marked: Vec<u8> = [0xFE, 0xFF].into_iter().chain(wide).collect();
        string(out, &marked);
    }
}

/// Writes a number; what is none becomes 0.
pub(super) fn real(out: &mut Vec<u8>, number: f64) {
    let number = if number.is_finite() { number } else { 0.0 };
    // Six significant digits are too few for the translation of a large page.
    let rounded = (number * 1e9).round() / 1e9;
    let exact = if number.abs() < 1e-3 { number } else { rounded };
    let exact = if exact == 0.0 { 0.0 } else { exact };
    out.extend_from_slice(format!("{exact}").as_bytes());
}

/// Several numbers with spaces between.
pub(super) fn reals(numbers: &[f64]) -> String {
    let mut out = Vec::new();
    for (i, number) in numbers.iter().enumerate() {
        if i > 0 {
            out.push(b' ');
        }
        real(&mut out, *number);
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Writes an object that was read; a stream only as its dictionary.
pub(super) fn object(out: &mut Vec<u8>, read: &Object<'_>, refs: &mut dyn Refs) {
    direct(out, read, refs, 0);
}

fn nested(out: &mut Vec<u8>, read: &MaybeRef<Object<'_>>, refs: &mut dyn Refs, depth: usize) {
    match read {
        MaybeRef::Ref(reference) => match refs.number(*reference) {
            Some(number) => out.extend_from_slice(format!("{number} 0 R").as_bytes()),
            None => out.extend_from_slice(b"null"),
        },
        MaybeRef::NotRef(object) => direct(out, object, refs, depth),
    }
}

fn direct(out: &mut Vec<u8>, read: &Object<'_>, refs: &mut dyn Refs, depth: usize) {
    if depth > DEPTH {
        out.extend_from_slice(b"null");
        return;
    }
    match read {
        Object::Null(_) => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Number(number) => {
            let (whole, float) = (number.as_i64(), number.as_f64());
            #[allow(clippy::cast_precision_loss)]
            if whole as f64 == float {
                out.extend_from_slice(whole.to_string().as_bytes());
            } else {
                real(out, float);
            }
        }
        Object::String(bytes) => string(out, bytes.as_bytes()),
        Object::Name(read) => name(out, read),
        Object::Array(array) => {
            out.push(b'[');
            for (i, item) in array.raw_iter().enumerate() {
                if i > 0 {
                    out.push(b' ');
                }
                nested(out, &item, refs, depth + 1);
            }
            out.push(b']');
        }
        Object::Dict(dict) => dictionary(out, dict, refs, depth),
        Object::Stream(stream) => dictionary(out, stream.dict(), refs, depth),
    }
}

fn dictionary(out: &mut Vec<u8>, dict: &Dict<'_>, refs: &mut dyn Refs, depth: usize) {
    if acts(dict) {
        out.extend_from_slice(b"null");
        return;
    }
    out.extend_from_slice(b"<<");
    for (key, item) in dict.entries() {
        name(out, &key);
        out.push(b' ');
        nested(out, &item, refs, depth + 1);
        out.push(b'\n');
    }
    out.extend_from_slice(b">>");
}

/// Whether a dictionary is an action of a kind that is never carried over, wherever it stands.
pub(super) fn acts(dict: &Dict<'_>) -> bool {
    const ACTIONS: &[&[u8]] = &[
        b"JavaScript",
        b"Launch",
        b"URI",
        b"GoToR",
        b"GoToE",
        b"SubmitForm",
        b"ImportData",
        b"Rendition",
        b"RichMediaExecute",
    ];
    dict.get::<Name<'_>>("S").is_some_and(|kind| ACTIONS.contains(&&*kind))
}

/// Writes the entries of a dictionary except some, without the brackets around them.
pub(super) fn entries(out: &mut Vec<u8>, dict: &Dict<'_>, except: &[&[u8]], refs: &mut dyn Refs) {
    for (key, item) in dict.entries() {
        if !except.contains(&&*key) {
            name(out, &key);
            out.push(b' ');
            nested(out, &item, refs, 1);
            out.push(b'\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn scalars() {
        assert_eq!(made(|o| name(o, b"A B#")), "/A#20B#23");
        assert_eq!(made(|o| string(o, b"plain")), "(plain)");
        assert_eq!(made(|o| string(o, b"a)b")), "<612962>");
        assert_eq!(made(|o| text(o, "\u{8D28}")), "<FEFF8D28>");
        assert_eq!(reals(&[1.0, -0.0, 0.5, f64::NAN, 1.0 / 3.0]), "1 0 0.5 0 0.333333333");
        assert_eq!(reals(&[0.000_016_666_666_666]), "0.000016666666666");
    }
}
