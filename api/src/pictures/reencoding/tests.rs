use image::{GrayImage, Rgba, RgbaImage};

use super::*;

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("a file");
    file.into_inner()
}

fn plain(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_pixel(
        width,
        height,
        image::Rgb([200, 30, 30]),
    ))
}

/// A picture that no JPEG makes small.
fn noise(width: u32, height: u32) -> DynamicImage {
    let mut state = 1_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let mut picture = RgbImage::new(width, height);
    for pixel in picture.pixels_mut() {
        pixel.0 = [next(), next(), next()];
    }
    DynamicImage::ImageRgb8(picture)
}

/// A JPEG with an EXIF part in front, which says how it lies and hides some words.
fn with_exif(jpeg: &[u8], orientation: u8, hidden: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(hidden);
    let length = u16::try_from(exif.len() + 2).expect("short");
    let mut file = jpeg[..2].to_vec();
    file.extend([0xff, 0xe1]);
    file.extend(length.to_be_bytes());
    file.extend(exif);
    file.extend(&jpeg[2..]);
    file
}

fn drawn(file: &[u8]) -> (DynamicImage, Drawn) {
    let drawn = draw(file).expect("it can be used");
    let read = image::load_from_memory_with_format(&drawn.jpeg, ImageFormat::Jpeg);
    let read = read.expect("a JPEG");
    assert_eq!((read.width(), read.height()), (drawn.width, drawn.height));
    (read, drawn)
}

#[test]
fn c8_each_kind_of_picture_becomes_a_jpeg() {
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
    ] {
        let file = file(&plain(40, 30), format);
        assert_eq!(kind_of(&file), Some(format.to_mime_type()));
        let (picture, _) = drawn(&file);
        assert_eq!((picture.width(), picture.height()), (40, 30), "{format:?}");
        let [red, green, _] = picture.to_rgb8().get_pixel(20, 15).0;
        assert!(red > 180 && green < 60, "{format:?}");
    }
    let grey = DynamicImage::ImageLuma8(GrayImage::new(8, 8));
    drawn(&file(&grey, ImageFormat::Png));
}

#[test]
fn c8_a_photograph_is_turned_upright_and_nothing_hidden_survives() {
    let mut lying = plain(40, 20).into_rgb8();
    for pixel in lying.enumerate_pixels_mut().filter(|(x, ..)| *x < 20) {
        pixel.2.0 = [20, 20, 220];
    }
    let jpeg = file(&DynamicImage::ImageRgb8(lying), ImageFormat::Jpeg);
    let hidden = b"GPS 30.2672 N 97.7431 W";
    let file = with_exif(&jpeg, 6, hidden);
    assert!(file.windows(hidden.len()).any(|part| part == hidden));
    let (picture, drawn) = drawn(&file);
    assert_eq!((picture.width(), picture.height()), (20, 40));
    // Turned a quarter to the right, what was at the left is above.
    let picture = picture.to_rgb8();
    assert!(picture.get_pixel(10, 5).0[2] > 150);
    assert!(picture.get_pixel(10, 35).0[0] > 150);
    assert!(!drawn.jpeg.windows(hidden.len()).any(|part| part == hidden));
    assert!(!drawn.jpeg.windows(4).any(|part| part == b"Exif"));
}

#[test]
fn c8_what_is_transparent_is_put_on_white() {
    let clear = RgbaImage::from_pixel(16, 16, Rgba([255, 0, 0, 0]));
    let file = file(&DynamicImage::ImageRgba8(clear), ImageFormat::Png);
    let (picture, _) = drawn(&file);
    assert!(
        picture
            .to_rgb8()
            .pixels()
            .all(|p| p.0.iter().all(|c| *c > 250))
    );
    assert_eq!(over_white(0, 255), 0);
    assert_eq!(over_white(255, 128), 255);
    assert_eq!(over_white(0, 128), 127);
}

#[test]
fn c8_a_large_picture_is_made_smaller_and_keeps_its_shape() {
    let (picture, drawn) = drawn(&file(&plain(4096, 1024), ImageFormat::Png));
    assert_eq!((picture.width(), picture.height()), (2048, 512));
    assert!(drawn.jpeg.len() <= LARGEST);
    let (line, _) = super::tests::drawn(&file(&plain(5000, 1), ImageFormat::Png));
    assert_eq!((line.width(), line.height()), (2048, 1));
}

#[test]
fn c8_a_picture_that_no_quality_makes_small_is_stepped_down() {
    let (picture, drawn) = drawn(&file(&noise(2048, 2048), ImageFormat::Jpeg));
    assert!(drawn.jpeg.len() <= LARGEST, "{}", drawn.jpeg.len());
    assert!(picture.width() < 2048);
}

#[test]
fn c8_what_is_no_picture_or_too_large_a_one_is_refused() {
    let refused = |file: &[u8]| draw(file).expect_err("refused");
    for other in [
        b"".as_slice(),
        b"Hello",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"BM\0\0\0\0\0\0\0\0",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    ] {
        assert_eq!(refused(other), Unusable::OtherKind);
        assert_eq!(kind_of(other), None);
    }
    let whole = file(&noise(64, 64), ImageFormat::Png);
    assert_eq!(refused(&whole[..whole.len() / 2]), Unusable::Broken);
    // A few bytes that claim 60,000 by 60,000 pixels.
    let mut bomb = file(&plain(1, 1), ImageFormat::Gif);
    bomb[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
    assert_eq!(refused(&bomb), Unusable::TooManyPixels);
}
