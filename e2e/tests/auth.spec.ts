// Signing up, in and out, and a password forgotten.
import { expect, test } from "../fixtures";

test.describe("signing up", () => {
  test("what is wrong is said at each field, and nothing typed is lost", async ({ page }) => {
    await page.goto("/sign-up");
    await page.getByLabel("Business name").fill("Lonestar Life");
    await page.getByLabel("Email").fill("jordan at example");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Create a workspace" }).click();

    await expect(page.getByLabel("First name")).toBeFocused();
    for (const field of ["First name", "Email", "Password"]) {
      const input = page.getByLabel(field, { exact: true });
      await expect(input).toHaveAttribute("aria-invalid", "true");
      await expect(input).toHaveAccessibleDescription(/\w/);
    }
    await expect(page.getByLabel("Business name")).toHaveValue("Lonestar Life");
    await expect(page.getByLabel("Email")).toHaveValue("jordan at example");
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("short");
  });

  test("an address with an account learns nothing more than any other", async ({ app, page, workspace, context }) => {
    await context.clearCookies();
    await page.goto("/sign-up");
    await page.getByLabel("Business name").fill("Another Business");
    await page.getByLabel("First name").fill("Olivia");
    await page.getByLabel("Email").fill(workspace.owner.email);
    await page.getByLabel("Password", { exact: true }).fill("another good password");
    await page.getByRole("button", { name: "Create a workspace" }).click();

    await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
    const mail = await app.mailTo(workspace.owner.email, /You have a Copperline account/);
    expect(mail.text).not.toContain("Another Business");
  });
});

test.describe("signing in and out", () => {
  test("a wrong password is refused in plain words and leaves the email typed", async ({ page, workspace, context }) => {
    await context.clearCookies();
    await page.goto("/sign-in");
    await page.getByLabel("Email").fill(workspace.owner.email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();

    await expect(page.getByRole("alert")).toContainText(/password/i);
    await expect(page.getByLabel("Email")).toHaveValue(workspace.owner.email);
    await expect(page).toHaveURL(/\/sign-in$/);
  });

  test("a reload keeps the person signed in, and signing out ends it in every tab", async ({ page, workspace, context }) => {
    await page.goto("/");
    await expect(page).toHaveURL(/\/conversations\/recents$/);
    await page.reload();
    await expect(page.getByRole("heading", { name: "Conversations", level: 1 })).toBeVisible();
    const other = await context.newPage();
    await other.goto("/settings/profile");
    await expect(other.getByLabel("First name")).toHaveValue(workspace.owner.firstName);

    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
    await page.goBack();
    await expect(page).toHaveURL(/\/sign-in$/);

    // The other tab learns of it with its stream's next sign of life, 15 seconds later at the most.
    await expect(other.getByRole("dialog", { name: "Sign in again" })).toBeVisible({ timeout: 30_000 });
  });

  test("a screen's address leads to the sign-in while nobody is signed in", async ({ page }) => {
    await page.goto("/settings/api-tokens");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  test("a password can be shown while it is typed", async ({ page }) => {
    await page.goto("/sign-in");
    const password = page.getByLabel("Password", { exact: true });
    await password.fill("a secret of mine");
    await expect(password).toHaveAttribute("type", "password");
    await page.getByRole("button", { name: "Show password" }).click();
    await expect(password).toHaveAttribute("type", "text");
  });
});

test.describe("a forgotten password", () => {
  test("the mail's link sets a new one, once, and ends every other session", async ({ app, page, workspace, browser, context }) => {
    const elsewhere = await browser.newContext({ baseURL: app.baseURL });
    await workspace.signIn(elsewhere);
    const other = await elsewhere.newPage();
    await other.goto("/settings/profile");
    await expect(other.getByLabel("First name")).toHaveValue(workspace.owner.firstName);

    await context.clearCookies();
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("Email").fill(workspace.owner.email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
    await expect(page.getByText(`${app.dataFolder}/mail`)).toBeVisible();

    const { links } = await app.mailTo(workspace.owner.email, /password/i);
    const link = links[0]!.href;
    await page.goto(link);
    await page.getByLabel("New password", { exact: true }).fill("eight wet umbrellas");
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await expect(page).toHaveURL(/\/conversations\/recents$/);

    // At once, without a click.
    await expect(other.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
    await elsewhere.close();

    await page.goto("/sign-in");
    await page.goto(link);
    await page.getByLabel("New password", { exact: true }).fill("nine wet umbrellas");
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await expect(page.getByRole("link", { name: "Get a new link" })).toBeVisible();
  });

  test("an incomplete link says so and offers a new one", async ({ page }) => {
    await page.goto("/reset-password#token=");
    await page.getByRole("link", { name: "Get a new link" }).click();
    await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  });
});
