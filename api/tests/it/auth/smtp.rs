//! With `SMTP_URL` set, mail really leaves through lettre.

use copperline_api::mail::Mailer;
use copperline_shared::auth::ConfirmEmail;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{JORDAN, sign_up, visitor};
use crate::support::{PASSWORD, TestApp};

/// A mail as the server was given it.
#[derive(Default)]
struct Delivered {
    envelope: Vec<String>,
    text: String,
}

/// A mail server on loopback (RFC 5321) that keeps what it is given.
async fn mail_server() -> (String, UnboundedReceiver<Delivered>) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("loopback can be listened on");
    let address = listener.local_addr().expect("a listener has an address");
    let url = format!("smtp://{address}");
    let (keep, kept) = unbounded_channel();
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            actix_web::rt::spawn(converse(stream, keep.clone()));
        }
    });
    (url, kept)
}

async fn converse(stream: TcpStream, keep: UnboundedSender<Delivered>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut mail = Delivered::default();
    write.write_all(b"220 loopback ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let reply = match verb.as_str() {
            "EHLO" => "250-loopback\r\n250 8BITMIME",
            "MAIL" | "RCPT" => {
                mail.envelope.push(line);
                "250 ok"
            }
            "DATA" => {
                write.write_all(b"354 go ahead\r\n").await?;
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    mail.text += line.strip_prefix('.').unwrap_or(&line);
                    mail.text.push('\n');
                }
                let _ = keep.send(std::mem::take(&mut mail));
                "250 kept"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        write.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
    Ok(())
}

#[actix_web::test]
async fn a_confirmation_mail_reaches_a_mail_server_with_its_link_whole() {
    let (url, mut delivered) = mail_server().await;
    let app = TestApp::start_with(|app| {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url)
            .unwrap()
            .build();
        let from = "Copperline <copperline@example.com>".parse().unwrap();
        app.mailer = Mailer::Smtp { transport, from };
    })
    .await;
    let sent = visitor(&app)
        .create_workspace()
        .body(sign_up("Reyes", PASSWORD))
        .send()
        .await;
    assert_eq!(sent.unwrap().into_inner().mail_folder, None);
    app.work().await;

    let mail = delivered.recv().await.unwrap();
    assert!(mail.envelope[0].contains("copperline@example.com"));
    assert!(mail.envelope[1].contains(JORDAN));
    assert!(
        mail.text
            .contains("Subject: Confirm your email for Copperline")
    );
    let link = mail
        .text
        .lines()
        .find(|line| line.contains("/confirm-email#token="))
        .unwrap();
    let token = link.split_once("#token=").unwrap().1.trim().to_owned();
    visitor(&app)
        .confirm_email()
        .body(ConfirmEmail { token })
        .send()
        .await
        .expect("the link works");
}
