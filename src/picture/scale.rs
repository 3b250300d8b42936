use super::Raster;
use crate::evidence::Problem;

/// Weights are counted in so many parts.
const ONE: i32 = 1 << 14;

/// A picture whose longer side has so many pixels. `raster` is halved meanwhile, where that leaves
/// enough for this size and all smaller ones: sizes are asked for from large to small. That is fast,
/// and good enough for photos; `sharp` keeps more for the edges of letters.
pub(super) fn to(raster: &mut Raster, side: u32, sharp: bool) -> Result<Raster, Problem> {
    let enough = side.saturating_mul(if sharp { 4 } else { 2 });
    while raster.width.max(raster.height) >= enough && raster.width.min(raster.height) > 1 {
        *raster = half(raster);
    }
    let long = raster.width.max(raster.height);
    if side >= long {
        return Ok(raster.clone());
    }
    let scaled = |length: u32| {
        let exact = (u64::from(length) * u64::from(side) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(exact.max(1)).unwrap_or(u32::MAX)
    };
    let (width, height) = (scaled(raster.width), scaled(raster.height));
    let count = raster.samples.count();
    let (across, down) = (weights(raster.width, width), weights(raster.height, height));
    // Rows first, so that the sums over columns run along rows, which is how memory is read best.
    let row = raster.width as usize * count;
    let mut data = Vec::with_capacity(width as usize * height as usize * count);
    let mut sums = vec![0_i32; row];
    let mut squeezed = vec![0_u8; row];
    for (first, parts) in &down {
        sums.fill(ONE / 2);
        for (line, part) in raster.data.chunks_exact(row).skip(*first).zip(parts) {
            for (sum, sample) in sums.iter_mut().zip(line) {
                *sum += i32::from(*sample) * part;
            }
        }
        for (sample, sum) in squeezed.iter_mut().zip(&sums) {
            *sample = clamped(*sum);
        }
        match count {
            1 => squeeze::<1>(&squeezed, &across, &mut data),
            3 => squeeze::<3>(&squeezed, &across, &mut data),
            _ => squeeze::<4>(&squeezed, &across, &mut data),
        }
    }
    if data.len() != width as usize * height as usize * count {
        return Err(Problem::damaged("pixels are missing"));
    }
    Ok(raster.with_pixels(width, height, data))
}

/// Makes a row of pixels of `N` samples as wide as there are weights.
fn squeeze<const N: usize>(row: &[u8], weights: &[(usize, Vec<i32>)], out: &mut Vec<u8>) {
    let pixels = row.as_chunks::<N>().0;
    for (first, parts) in weights {
        let mut mixed = [ONE / 2; N];
        for (pixel, part) in pixels.iter().skip(*first).zip(parts) {
            for (sum, sample) in mixed.iter_mut().zip(pixel) {
                *sum += i32::from(*sample) * part;
            }
        }
        out.extend(mixed.map(clamped));
    }
}

fn clamped(sum: i32) -> u8 {
    u8::try_from((sum / ONE).clamp(0, 255)).unwrap_or(0)
}

/// For each pixel of the smaller side: the first pixel of the larger one that counts, and how much
/// each from there on does. The curve is that of Catmull and Rom, which keeps edges sharp.
fn weights(from: u32, to: u32) -> Vec<(usize, Vec<i32>)> {
    let step = f64::from(from) / f64::from(to.max(1));
    let reach = 2.0 * step.max(1.0);
    let one = |index: u32| {
        let centre = (f64::from(index) + 0.5) * step;
        let first = (centre - reach).floor().max(0.0);
        let last = (centre + reach).ceil().min(f64::from(from));
        let count = (last - first) as usize;
        let exact: Vec<f64> = (0..count).map(|at| curve((first + at as f64 + 0.5 - centre) / step.max(1.0))).collect();
        let sum: f64 = exact.iter().sum();
        let mut parts: Vec<i32> = exact.iter().map(|part| (part / sum * f64::from(ONE)).round() as i32).collect();
        // What rounding lost goes to the middle: an even surface stays as it is.
        let lost = ONE - parts.iter().sum::<i32>();
        if let Some(middle) = parts.get_mut(count / 2) {
            *middle += lost;
        }
        (first as usize, parts)
    };
    (0..to).map(one).collect()
}

fn curve(x: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

/// The mean of each two by two pixels; what is left over at the edges goes.
fn half(raster: &Raster) -> Raster {
    let (width, height) = (raster.width / 2, raster.height / 2);
    let count = raster.samples.count();
    let row = raster.width as usize * count;
    let mut data = Vec::with_capacity(width as usize * height as usize * count);
    for pair in raster.data.chunks_exact(row * 2) {
        let (above, below) = pair.split_at(row);
        for (a, b) in above.chunks_exact(count * 2).zip(below.chunks_exact(count * 2)) {
            for at in 0..count {
                let sample = |from: &[u8], at: usize| u16::from(from.get(at).copied().unwrap_or(0));
                let sum = sample(a, at) + sample(a, at + count) + sample(b, at) + sample(b, at + count);
                data.push(u8::try_from((sum + 2) / 4).unwrap_or(255));
            }
        }
    }
    raster.with_pixels(width, height, data)
}
