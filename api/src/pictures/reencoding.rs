//! Reading a file from outside and drawing it anew: upright, on white, small enough, and with nothing in
//! it that can't be seen.

use std::io::Cursor;

use bytes::Bytes;
use copperline_shared::problem::ErrorCode;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    RgbImage,
};
use tokio::sync::Semaphore;

use crate::error::Error;

/// A file of a few bytes can claim any size.
const PIXELS: u64 = 32_000_000;
const LONGEST_SIDE: u32 = 30_000;
/// In bytes, for reading one picture.
const MEMORY: u64 = 256 * 1024 * 1024;

/// What carriers pass on to any phone, in bytes.
const LARGEST: usize = 1_000_000;
/// The long sides to try, in pixels, and the qualities of each.
const SIDES: [u32; 6] = [2048, 1600, 1280, 1024, 768, 512];
const QUALITIES: [u8; 2] = [85, 72];

/// Reading pictures takes memory and a processor each.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A JPEG.
#[derive(Debug)]
pub(super) struct Drawn {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Why a file can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unusable {
    OtherKind,
    Broken,
    TooManyPixels,
}

impl From<Unusable> for Error {
    fn from(why: Unusable) -> Self {
        let detail = match why {
            Unusable::OtherKind => {
                "This file is no JPEG, PNG, GIF or WebP picture. Save or export it as one of these."
            }
            Unusable::Broken => "This picture is damaged and can't be read. Choose another file.",
            Unusable::TooManyPixels => {
                "This picture has more than 32 megapixels. Make it smaller and try again."
            }
        };
        Self::new(ErrorCode::NotAPicture, detail)
    }
}

/// Draws a file anew, away from what answers requests, and few at a time.
///
/// # Errors
/// [`ErrorCode::NotAPicture`], with what to do.
pub(super) async fn redraw(file: Bytes) -> Result<Drawn, Error> {
    let turn = AT_ONCE.acquire().await;
    let turn = turn.map_err(|closed| Error::Internal(Box::new(closed)))?;
    let drawn = tokio::task::spawn_blocking(move || {
        let drawn = draw(&file);
        drop(turn);
        drawn
    });
    match drawn.await {
        Ok(drawn) => Ok(drawn?),
        // A reader that breaks down over a file says that it is no sound one.
        Err(error) if error.is_panic() => {
            tracing::warn!(%error, "reading a picture broke down");
            Err(Unusable::Broken.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The content type of a file that begins like a picture of a kind that is taken.
#[must_use]
pub fn kind_of(file: &[u8]) -> Option<&'static str> {
    let format = image::guess_format(file).ok()?;
    is_taken(format).then(|| format.to_mime_type())
}

fn is_taken(format: ImageFormat) -> bool {
    use ImageFormat as F;
    matches!(format, F::Jpeg | F::Png | F::Gif | F::WebP)
}

fn draw(file: &[u8]) -> Result<Drawn, Unusable> {
    let picture = on_white(read(file)?);
    let mut size = (0, 0);
    for side in SIDES {
        let smaller = shrunk(&picture, side);
        let picture = smaller.as_ref().unwrap_or(&picture);
        if picture.dimensions() == size {
            continue;
        }
        size = picture.dimensions();
        for quality in QUALITIES {
            let jpeg = encode(picture, quality)?;
            if jpeg.len() <= LARGEST {
                let (width, height) = size;
                return Ok(Drawn {
                    jpeg,
                    width,
                    height,
                });
            }
        }
    }
    Err(Unusable::TooManyPixels)
}

/// Reads the first picture of a file, upright.
fn read(file: &[u8]) -> Result<DynamicImage, Unusable> {
    let format = image::guess_format(file).ok().filter(|f| is_taken(*f));
    let format = format.ok_or(Unusable::OtherKind)?;
    let reader = ImageReader::with_format(Cursor::new(file), format);
    let mut decoder = reader.into_decoder().map_err(unusable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(Unusable::TooManyPixels);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MEMORY);
    decoder.set_limits(limits).map_err(unusable)?;
    // A picture whose hidden part is broken is shown as it lies.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unusable)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

#[expect(clippy::needless_pass_by_value, reason = "maps errors")]
fn unusable(error: ImageError) -> Unusable {
    match error {
        ImageError::Limits(_) => Unusable::TooManyPixels,
        _ => Unusable::Broken,
    }
}

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (to, from) in flat.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, cover] = from.0;
        to.0 = [red, green, blue].map(|colour| over_white(colour, cover));
    }
    flat
}

fn over_white(colour: u8, cover: u8) -> u8 {
    let (colour, cover) = (u32::from(colour), u32::from(cover));
    let mixed = (colour * cover + 255 * (255 - cover) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

/// The picture with a long side of so many pixels; `None` when it is no larger.
fn shrunk(picture: &RgbImage, side: u32) -> Option<RgbImage> {
    let (width, height) = picture.dimensions();
    let long = width.max(height);
    if long <= side {
        return None;
    }
    let to = |length: u32| {
        let length = u64::from(length) * u64::from(side) / u64::from(long);
        u32::try_from(length).unwrap_or(side).max(1)
    };
    let (width, height) = (to(width), to(height));
    Some(imageops::resize(
        picture,
        width,
        height,
        FilterType::CatmullRom,
    ))
}

fn encode(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, Unusable> {
    let (width, height) = picture.dimensions();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality)
        .encode(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .map_err(unusable)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests;
