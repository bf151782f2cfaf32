// Mail that really goes out.
import { App } from "../fixtures/app";
import { expect, test as base } from "../fixtures";
import { MailServer } from "../fixtures/mail_server";

/** A Copperline of its own that hands its mail to a mail server. */
const test = base.extend<{ mailServer: MailServer; mailing: App }>({
  mailServer: async ({}, use) => {
    const server = await MailServer.start();
    await use(server);
    await server.stop();
  },
  mailing: async ({ mailServer }, use) => {
    const app = await App.start({ SMTP_URL: mailServer.url, MAIL_FROM: "Copperline <texts@example.com>" });
    await use(app);
    await app.stop();
  },
});

test("with a mail server set, the confirmation really goes out and its link signs in", async ({ mailing, mailServer, page }) => {
  await page.goto(`${mailing.baseURL}/sign-up`);
  await page.getByLabel("Business name").fill("Lonestar Life");
  await page.getByLabel("First name").fill("Jordan");
  await page.getByLabel("Email").fill("jordan@example.com");
  await page.getByLabel("Password", { exact: true }).fill("seven wet umbrellas");
  await page.getByRole("button", { name: "Create a workspace" }).click();
  await expect(page.getByText("Not there after a minute?")).toBeVisible();

  const mail = await mailServer.mailTo("jordan@example.com", /Confirm/);
  await page.goto(mail.links[0]!.href);
  await expect(page.getByText("Your email is confirmed")).toBeVisible();
  await expect(page).toHaveURL(/\/conversations\/recents$/);
});
