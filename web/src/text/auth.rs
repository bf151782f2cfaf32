//! Words of the screens before the sign-in, and of signing in again.

use super::layout::PRODUCT;

pub const EMAIL: &str = "Email";
pub const PASSWORD: &str = "Password";
pub const PASSWORD_HELP: &str =
    "At least 12 characters. A few words in a row are easy to remember.";
pub const FIRST_NAME: &str = "First name";
pub const LAST_NAME: &str = "Last name";
pub const WORKSPACE_NAME: &str = "Business name";
pub const WORKSPACE_NAME_MISSING: &str = "Enter your business’s name";
pub const FIRST_NAME_MISSING: &str = "Enter your first name";
pub const TIME_ZONE: &str = "Time zone";
pub const TIME_ZONE_HELP: &str = "Times in Copperline are shown in this zone.";

pub const SIGN_IN: &str = "Sign in";
pub const SIGN_IN_LEAD: &str = "Welcome back.";
pub const FORGOTTEN: &str = "Forgot your password?";
pub const NEW_HERE: &str = "New here?";
pub const CREATE_WORKSPACE: &str = "Create a workspace";

pub const SIGN_UP_LEAD: &str = "For your business, with you as its owner.";
pub const HAVE_ACCOUNT: &str = "Have a workspace already?";

pub const CHECK_MAIL: &str = "Check your mail";
pub const CHANGE_EMAIL: &str = "Change what I entered";
pub const MAIL_FOLDER: &str =
    "No mail server is set, so the mail is a file in this folder on the server:";
pub const FOLDER: &str = "folder";
pub const NOT_THERE: &str =
    "Not there after a minute? Look among the unwanted mail, or send it again.";
pub const SEND_AGAIN: &str = "Send it again";
pub const SENT_AGAIN: &str = "Sent again";
pub const CONFIRM_LEAD: &str =
    "Open the link in it to confirm your email and sign in. It works for seven days.";
pub const RESET_LEAD: &str = "If there is an account with this address, the mail has a link to choose a new password. It works for an hour.";

pub const FORGOT_TITLE: &str = "Forgot your password?";
pub const FORGOT_LEAD: &str = "Enter your email. You get a link to choose a new one.";
pub const SEND_LINK: &str = "Send the link";
pub const BACK_TO_SIGN_IN: &str = "Back to sign in";

pub const RESET_TITLE: &str = "Choose a new password";
pub const RESET_HINT: &str = "It ends every other session of yours.";
pub const NEW_PASSWORD: &str = "New password";
pub const SET_PASSWORD: &str = "Set password and sign in";
pub const PASSWORD_SET: &str = "The new password is set";
pub const NEW_LINK: &str = "Get a new link";

pub const CONFIRMING: &str = "Confirming your email";
pub const NOT_CONFIRMED: &str = "Your email isn't confirmed yet";
pub const CONFIRMED: &str = "Your email is confirmed";
pub const SIGN_IN_FOR_LINK: &str = "Sign in with your password: you get a new link then.";
pub const LINK_INCOMPLETE: &str =
    "This link is incomplete. Open it from the mail again, or copy all of it.";

pub const LAPSED: &str = "Your session has ended: a new password was set, or nobody was here for a while. Sign in to go on where you were.";
pub const LINK_OVER: &str = "This link doesn’t work any more";
pub const SEND_AGAIN_BY_SIGN_IN: &str = "Sign in for a new link";
pub const AGAIN_TITLE: &str = "Sign in again";
pub const AGAIN_LEAD: &str = "Your session has ended: a new password was set, or nobody was here for a while. Everything you have written is still here.";
pub const SOMEBODY_ELSE: &str = "Sign in as somebody else";

/// The browser tab's title before the sign-in.
pub fn title(screen: &str) -> String {
    format!("{screen} · {PRODUCT}")
}

/// Where the mail went.
pub fn sent_to(email: &str) -> String {
    format!("We sent a mail to {email}.")
}
