//! The building blocks of every screen: buttons, fields, dialogs, tables.
//!
//! Nothing here knows a noun of the product or reaches the api. Components take
//! plain values, signals and callbacks, and look the way `styles/` says.

mod avatar;
mod badge;
mod banner;
mod button;
mod caret;
mod checkbox;
mod code_block;
mod colour;
mod confirm_dialog;
mod copy_button;
mod dialog;
mod empty_state;
mod field;
mod growing_text;
mod highlight;
mod icon;
mod id;
mod load_more;
mod menu;
mod page_header;
mod roving;
mod search_field;
mod section;
mod select;
mod skeleton;
mod switch;
mod table;
mod tabs;
mod toast;
mod windowed;

pub use avatar::{ActionBubble, Avatar};
pub use badge::{Count, StateBadge, Tag, Tone};
pub use banner::Banner;
pub use button::{Button, ButtonKind, ButtonLink, IconButton};
pub use caret::Written;
pub use checkbox::Checkbox;
pub use code_block::CodeBlock;
pub use colour::{ColourChoice, fill};
pub use confirm_dialog::ConfirmDialog;
pub use copy_button::CopyButton;
pub use dialog::{Dialog, Reveal, return_focus};
pub use empty_state::EmptyState;
pub use field::{PasswordField, TextArea, TextField, focus_first_invalid, standing};
pub use growing_text::{grow, is_enter_alone, is_escape};
pub use highlight::Highlighted;
pub use icon::{Icon, IconRef};
pub use id::next_id;
pub use load_more::LoadMore;
pub use menu::{Menu, MenuAt, MenuChoice, MenuItem, MenuLink};
pub use page_header::PageHeader;
pub use roving::{
    bring_into_view, focus_again, focus_first, focus_in_place, focus_when_lost, focused,
    keep_focus, rove,
};
pub use search_field::SearchField;
pub use section::{Figure, Section};
pub use select::{Choice, Select};
pub use skeleton::{SkeletonForm, SkeletonPage, SkeletonRows, SkeletonTable, SkeletonThread};
pub use switch::Switch;
pub use table::{Column, DataTable};
pub use tabs::{TabLink, TabLinks};
pub use toast::{ToastRegion, Toasts, provide_toasts, use_toasts};
pub use windowed::{Windowed, WindowedRows};
