//! Copperline.
