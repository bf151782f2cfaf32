//! The signed-in person's menu: profile, colours, sign out.

use copperline_shared::palette::Colour;
use leptos::prelude::*;

use super::{
    Frame,
    theme::{Theme, use_theme},
};
use crate::{
    paths, text,
    ui::{Avatar, IconRef, Menu, MenuChoice, MenuItem, MenuLink},
};

/// The person's mark at the end of the rail, with a menu behind it.
#[component]
pub fn AccountMenu(frame: Frame) -> impl IntoView {
    let face = move || view! { <Avatar name=frame.person colour=Some(Colour::Teal) /> };
    view! {
        <Menu label=text::layout::ACCOUNT face place="menu-up-start">
            <div class="menu-head" role="presentation">
                <p class="font-semibold">{frame.person}</p>
                <p class="text-muted">{frame.workspace}</p>
            </div>
            <MenuLink icon=icondata_lu::LuUser href=paths::PROFILE>
                {text::layout::PROFILE}
            </MenuLink>
            <MenuItem icon=icondata_lu::LuSearch on_select=frame.show_palette>
                {text::keyboard::PALETTE}
            </MenuItem>
            <MenuItem icon=icondata_lu::LuKeyboard on_select=frame.show_shortcuts>
                {text::keyboard::TITLE}
            </MenuItem>
            <MenuLink icon=icondata_lu::LuCodeXml href=paths::API_DOCS external=true>
                {text::layout::API_DOCS}
            </MenuLink>
            <div class="menu-line" role="separator"></div>
            <p class="menu-caption" role="presentation">
                {text::layout::THEME}
            </p>
            <ThemeChoice theme=Theme::System icon=icondata_lu::LuMonitor />
            <ThemeChoice theme=Theme::Light icon=icondata_lu::LuSun />
            <ThemeChoice theme=Theme::Dark icon=icondata_lu::LuMoon />
            <div class="menu-line" role="separator"></div>
            <MenuItem icon=icondata_lu::LuLogOut on_select=frame.sign_out>
                {text::layout::SIGN_OUT}
            </MenuItem>
        </Menu>
    }
}

#[component]
fn ThemeChoice(theme: Theme, icon: IconRef) -> impl IntoView {
    let chosen = use_theme();
    view! {
        <MenuChoice
            icon
            chosen=Signal::derive(move || chosen.get() == theme)
            on_select=Callback::new(move |()| chosen.set(theme))
        >
            {theme.label()}
        </MenuChoice>
    }
}
