use super::{Class, Raster, Samples, decode, encode, renditions, scale};

fn raster(width: u32, height: u32, samples: Samples, pixel: impl Fn(u32, u32) -> Vec<u8>) -> Raster {
    let all = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let data = all.flat_map(|(x, y)| pixel(x, y)).collect();
    Raster { width, height, samples, data, profile: None, orientation: 1 }
}

fn photo(width: u32, height: u32) -> Raster {
    raster(width, height, Samples::Rgb, |x, y| {
        let grain = (x * 7 + y * 13 + x * y % 31) % 40;
        [x / 8 + grain, y / 6 + grain, (x + y) / 16 + grain].map(|n| u8::try_from(n % 256).unwrap_or(0)).to_vec()
    })
}

fn jpeg(raster: &Raster) -> Vec<u8> {
    encode::write(raster, Some(95), Class::Photo).expect("it encodes").bytes
}

#[test]
fn ladders_fall() {
    let made = renditions(&jpeg(&photo(2200, 1400)), "jpeg", 0, Class::Photo).expect("renditions").made;
    assert_eq!(made.len(), 7);
    assert_eq!((made[0].width, made[0].height, made[0].quality), (2000, 1273, Some(85)));
    for pair in made.windows(2) {
        assert!(pair[1].width < pair[0].width && pair[1].bytes.len() < pair[0].bytes.len());
    }
    for one in &made {
        let back = decode::jpeg(&one.bytes).expect("it decodes");
        assert_eq!((back.width, back.height), (one.width, one.height));
    }
    // A small one keeps its size and loses only quality.
    let small = renditions(&jpeg(&photo(900, 700)), "jpeg", 0, Class::Photo).expect("renditions").made;
    assert_eq!((small[0].width, small[0].quality), (900, Some(85)));
    assert_eq!(small[1].width, 850);
}

#[test]
fn even_surfaces_stay_even() {
    for (samples, sharp) in [(Samples::Grey, false), (Samples::Rgb, true), (Samples::Cmyk, false)] {
        let mut flat = raster(1234, 777, samples, |_, _| vec![93; samples.count()]);
        for side in [1000, 401, 77, 1] {
            let small = scale::to(&mut flat, side, sharp).expect("it scales");
            assert_eq!(small.width, side);
            assert!(small.data.iter().all(|sample| *sample == 93), "{samples:?} {side}");
        }
    }
}

#[test]
fn orientations_turn_as_readers_turn_them() {
    // Stored as a row of three: 1 2 3 above 4 5 6.
    let shown: [(u8, u32, [u8; 6]); 8] = [
        (1, 3, [1, 2, 3, 4, 5, 6]),
        (2, 3, [3, 2, 1, 6, 5, 4]),
        (3, 3, [6, 5, 4, 3, 2, 1]),
        (4, 3, [4, 5, 6, 1, 2, 3]),
        (5, 2, [1, 4, 2, 5, 3, 6]),
        (6, 2, [4, 1, 5, 2, 6, 3]),
        (7, 2, [6, 3, 5, 2, 4, 1]),
        (8, 2, [3, 6, 2, 5, 1, 4]),
    ];
    for (orientation, width, wanted) in shown {
        let stored = raster(3, 2, Samples::Grey, |x, y| vec![u8::try_from(1 + x + 3 * y).unwrap_or(0)]);
        let turned = Raster { orientation, ..stored }.upright();
        assert_eq!((turned.width, turned.data), (width, wanted.to_vec()), "{orientation}");
    }
}

#[test]
fn colours_survive() {
    for (samples, pixel) in
        [(Samples::Grey, vec![200]), (Samples::Rgb, vec![200, 40, 90]), (Samples::Cmyk, vec![10, 200, 60, 30])]
    {
        let flat = raster(64, 64, samples, |_, _| pixel.clone());
        let back = decode::jpeg(&jpeg(&flat)).expect("it decodes");
        assert_eq!(back.samples, samples);
        for (found, wanted) in back.data.iter().zip(pixel.iter().cycle()) {
            assert!(found.abs_diff(*wanted) <= 3, "{samples:?}: {found} for {wanted}");
        }
    }
}

#[test]
fn screenshots_stay_exact() {
    let lines =
        raster(1600, 900, Samples::Rgb, |x, y| if (x / 9 + y / 14) % 3 == 0 { vec![20; 3] } else { vec![250; 3] });
    let file = encode::write(&lines, None, Class::Writing).expect("it encodes").bytes;
    let made = renditions(&file, "png", 0, Class::Writing).expect("renditions").made;
    assert_eq!((made[0].width, made[0].quality), (1600, None));
    assert_eq!(decode::png(&made[0].bytes).expect("it decodes").data, lines.data);
    assert!(made.iter().all(|one| one.quality.is_none()));
    // A photo in a PNG becomes a JPEG.
    let file = encode::write(&photo(1500, 900), None, Class::Writing).expect("it encodes").bytes;
    let made = renditions(&file, "png", 0, Class::Photo).expect("renditions").made;
    assert!(made.iter().all(|one| one.quality.is_some()));
}

#[test]
fn what_is_transparent_becomes_paper() {
    let clear = raster(8, 8, Samples::RgbAlpha, |x, _| vec![0, 0, 0, if x < 4 { 0 } else { 255 }]);
    let mut file = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut file, 8, 8);
    encoder.set_color(::png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&clear.data).expect("pixels");
    writer.finish().expect("an end");
    let back = decode::png(&file).expect("it decodes");
    assert_eq!(back.samples, Samples::Rgb);
    assert_eq!((back.data[0], back.data[23]), (255, 0));
}

#[test]
fn broken_files_are_refused() {
    let file = jpeg(&photo(300, 200));
    for end in [0, 2, 100, file.len() / 2] {
        assert!(renditions(&file[..end], "jpeg", 0, Class::Photo).is_err(), "{end}");
    }
    assert!(renditions(b"GIF89a", "gif", 0, Class::Photo).is_err());
}
