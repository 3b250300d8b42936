use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Rows, filtered and compressed.
pub(super) struct Planes {
    pub(super) data: Vec<u8>,
}

impl Planes {
    /// Compresses rows of whole bytes.
    pub(super) fn of(pixels: &[u8], width: usize) -> Self {
        let mut packer = Packer::new(width, 1);
        pixels.chunks_exact(width.max(1)).for_each(|row| packer.row(row));
        packer.finish()
    }

    pub(super) fn parameters(&self, colours: u8, bits: u8, width: u32) -> String {
        format!(
            "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {colours}/BitsPerComponent {bits}/Columns {width}>>"
        )
    }
}

/// Compresses rows as PNG does, each with the filter that leaves the smallest numbers.
pub(super) struct Packer {
    zlib: ZlibEncoder<Vec<u8>>,
    above: Vec<u8>,
    step: usize,
    filtered: [Vec<u8>; 3],
}

impl Packer {
    pub(super) fn new(row: usize, step: usize) -> Self {
        Self {
            zlib: ZlibEncoder::new(Vec::new(), Compression::new(5)),
            above: vec![0; row],
            step,
            filtered: [(); 3].map(|()| Vec::with_capacity(row + 1)),
        }
    }

    pub(super) fn row(&mut self, row: &[u8]) {
        let [plain, left, up] = &mut self.filtered;
        for (buffer, filter) in [(&mut *plain, 0_u8), (&mut *left, 1), (&mut *up, 2)] {
            buffer.clear();
            buffer.push(filter);
        }
        plain.extend_from_slice(row);
        left.extend_from_slice(row.get(..self.step).unwrap_or(row));
        let shifted = row.iter().skip(self.step).zip(row);
        left.extend(shifted.map(|(byte, before)| byte.wrapping_sub(*before)));
        up.extend(row.iter().zip(&self.above).map(|(byte, above)| byte.wrapping_sub(*above)));
        let size = |bytes: &Vec<u8>| -> u64 {
            let signed = bytes.iter().skip(1).map(|byte| byte.cast_signed().unsigned_abs());
            signed.map(u64::from).sum()
        };
        let best = self.filtered.iter().min_by_key(|bytes| size(bytes));
        if let Some(best) = best {
            // Writing to memory does not fail.
            let _ = self.zlib.write_all(best);
        }
        self.above.clear();
        self.above.extend_from_slice(row);
    }

    pub(super) fn finish(self) -> Planes {
        Planes { data: self.zlib.finish().unwrap_or_default() }
    }
}
