//! Signing up, in, and in again; forgotten passwords; links from mails.

mod confirm_email;
mod entering;
mod forgot_password;
mod mail_sent;
mod reset_password;
mod sign_in;
mod sign_in_again;
mod sign_up;

pub use confirm_email::ConfirmEmailScreen;
pub use forgot_password::ForgotPasswordScreen;
pub use reset_password::ResetPasswordScreen;
pub use sign_in::SignInScreen;
pub use sign_in_again::{SignInAgain, fetch_again};
pub use sign_up::SignUpScreen;
