//! Where a bundle shows the pages of PDF files, by what it draws.

use std::path::Path;
use std::sync::Arc;

use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Name, Number, Rect, Stream};

/// A page of a bundle, and what it shows.
pub struct Shown {
    /// Its height in points.
    pub height: f64,
    /// Left, bottom, right, top of every form that fills the unit square, in points.
    pub forms: Vec<[f64; 4]>,
}

type Matrix = [f64; 6];

/// First the one, then the other.
fn then([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix) -> Matrix {
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn at([a, b, c, d, e, f]: Matrix, x: f64, y: f64) -> (f64, f64) {
    (a * x + c * y + e, b * x + d * y + f)
}

/// The pages of a bundle.
pub fn pages(bundle: &Path) -> Vec<Shown> {
    let bytes = std::fs::read(bundle).expect("a bundle");
    let pdf = Pdf::new(Arc::new(bytes)).expect("a PDF file");
    let pages = pdf.pages();
    let shown = pages.iter().map(|page| {
        let content = page.page_stream().unwrap_or_default();
        let mut forms = Vec::new();
        for (name, matrix) in drawn(content) {
            let form = page.resources().get_x_object(&name);
            if form.is_some_and(|form| fills_the_unit_square(&form)) {
                let ((x0, y0), (x1, y1)) = (at(matrix, 0.0, 0.0), at(matrix, 1.0, 1.0));
                forms.push([x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)]);
            }
        }
        Shown { height: f64::from(page.media_box().height() as f32), forms }
    });
    shown.collect()
}

fn fills_the_unit_square(form: &Stream<'_>) -> bool {
    let dict = form.dict();
    let (Some(bounds), Some(matrix)) = (dict.get::<Rect>("BBox"), dict.get::<Array<'_>>("Matrix")) else {
        return false;
    };
    let numbers: Vec<f64> = matrix.iter::<Number>().map(|number| number.as_f64()).collect();
    let Ok(matrix) = Matrix::try_from(numbers) else { return false };
    let ((x0, y0), (x1, y1)) = (at(matrix, bounds.x0, bounds.y0), at(matrix, bounds.x1, bounds.y1));
    let near = |one: f64, other: f64| (one - other).abs() < 1e-3;
    near(x0.min(x1), 0.0) && near(y0.min(y1), 0.0) && near(x0.max(x1), 1.0) && near(y0.max(y1), 1.0)
}

/// What a page draws by name, and where its unit square lands.
fn drawn(content: &[u8]) -> Vec<(Name<'_>, Matrix)> {
    let mut found = Vec::new();
    let mut kept = Vec::new();
    let mut matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let mut instructions = UntypedIter::new(content);
    while let Some(instruction) = instructions.next() {
        match &**instruction.operator {
            b"q" => kept.push(matrix),
            b"Q" => matrix = kept.pop().unwrap_or(matrix),
            b"cm" => {
                let numbers = instruction.operands().filter_map(|operand| operand.clone().into_number());
                let numbers: Vec<f64> = numbers.map(|number| number.as_f64()).collect();
                if let Ok(own) = Matrix::try_from(numbers) {
                    matrix = then(own, matrix);
                }
            }
            b"Do" => {
                let name = instruction.operands().next().and_then(|operand| operand.clone().into_name());
                found.extend(name.map(|name| (name, matrix)));
            }
            _ => {}
        }
    }
    found
}
