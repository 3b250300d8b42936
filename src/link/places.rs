use std::collections::BTreeMap;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, Name};

use crate::evidence::formats::pdf::contents;
use crate::evidence::pages::Resources;

use super::LinkError;
use super::frame::Frame;

/// How large the placeholders of a frame are printed: slot to width and height in points. A slot that
/// is drawn several times counts where it is largest.
///
/// # Errors
///
/// A frame that is not of Typst's making.
pub fn printed_sizes(frame: &[u8]) -> Result<BTreeMap<u32, (f64, f64)>, LinkError> {
    let frame = Frame::read(frame)?;
    let slots: BTreeMap<u32, u32> = frame.slots()?.into_iter().map(|(slot, number)| (number, slot)).collect();
    let mut sizes: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    for page in frame.pages()? {
        let resources = match &page.resources {
            Some(Resources::Ref(reference)) => frame.pdf.xref().get::<Dict<'_>>((*reference).into()),
            Some(Resources::Here(dict)) => Some(dict.clone()),
            None => None,
        };
        let objects = resources.and_then(|resources| resources.get::<Dict<'_>>("XObject"));
        let Some(objects) = objects else { continue };
        let mut content = Vec::new();
        for stream in contents(&frame.pdf, &page.dict) {
            let data = stream.decoded().map_err(|_| LinkError::Frame("a page that does not decode".to_owned()))?;
            content.extend_from_slice(&data);
            content.push(b'\n');
        }
        for (name, matrix) in drawn(&content) {
            let slot = objects.get_ref(name.as_slice()).and_then(|reference| slots.get(&reference.obj_number));
            let Some(slot) = slot else { continue };
            let [a, b, c, d] = matrix;
            let size = sizes.entry(*slot).or_default();
            *size = (size.0.max(a.hypot(b)), size.1.max(c.hypot(d)));
        }
    }
    Ok(sizes)
}

/// What a page draws by name, with the scale and turn of its unit square.
fn drawn(content: &[u8]) -> Vec<(Vec<u8>, [f64; 4])> {
    let mut found = Vec::new();
    let mut kept = Vec::new();
    let mut matrix = [1.0, 0.0, 0.0, 1.0];
    let mut instructions = UntypedIter::new(content);
    while let Some(instruction) = instructions.next() {
        match &**instruction.operator {
            b"q" => kept.push(matrix),
            b"Q" => matrix = kept.pop().unwrap_or(matrix),
            b"cm" => {
                let numbers = instruction.operands().filter_map(|operand| operand.clone().into_number());
                let numbers: Vec<f64> = numbers.map(|number| number.as_f64()).collect();
                if let [a, b, c, d, ..] = numbers.as_slice() {
                    let [e, f, g, h] = matrix;
                    matrix = [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
                }
            }
            b"Do" => {
                let name = instruction.operands().next().and_then(|operand| operand.clone().into_name());
                found.extend(name.map(|name: Name<'_>| (name.to_vec(), matrix)));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrices_are_multiplied_and_restored() {
        let found = drawn(b"q 2 0 0 -2 9 9 cm q 100 0 0 50 0 0 cm /x0 Do Q /x1 Do Q /x2 Do");
        assert_eq!(found[0], (b"x0".to_vec(), [200.0, 0.0, 0.0, -100.0]));
        assert_eq!(found[1], (b"x1".to_vec(), [2.0, 0.0, 0.0, -2.0]));
        assert_eq!(found[2], (b"x2".to_vec(), [1.0, 0.0, 0.0, 1.0]));
    }
}
