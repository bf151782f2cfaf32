// Signing up, in and out, and a password forgotten.
import { expect, goTo, part, test } from "../fixtures";

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

  test("a screen's address leads to the sign-in while nobody is signed in, and back to it", async ({ page, workspace, context }) => {
    await context.clearCookies();
    await page.goto("/conversations/hot?search=term%20life");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByLabel("Email").fill(workspace.owner.email);
    await page.getByLabel("Password", { exact: true }).fill(workspace.owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/conversations\/hot\?search=term%20life$/);

    // Whoever is signed in needs no form; and a link can't lead to somebody else's page.
    await page.goto("/sign-in?to=//evil.example/numbers");
    await expect(page).toHaveURL(/\/conversations\/recents$/);

    // The session ends while the page is closed, as a new password elsewhere ends it.
    await context.clearCookies();
    await page.goto("/numbers");
    await expect(page.getByText("Your session has ended")).toBeVisible();
  });

  test("a server that is too busy to open the page is no reason to sign in again", async ({ page, workspace }) => {
    const detail = "Copperline is starting. Try again in a moment.";
    const busy = { type: "about:blank", title: "Unavailable", status: 503, detail, code: "unavailable" };
    await page.route("**/api/v1/conversations/start*", (route) =>
      route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(busy) }),
    );
    await page.goto("/numbers");
    await expect(page.getByText(detail)).toBeVisible();
    await page.unroute("**/api/v1/conversations/start*");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { name: "Numbers", level: 1 })).toBeVisible();
    await expect(page).toHaveURL(/\/numbers$/);
  });

  test("S1 of tabs whose session ran out one refreshes it, and all go on", async ({ page, workspace, context }) => {
    const tabs = [page, await context.newPage()];
    for (const one of tabs) {
      await one.goto("/numbers");
      await expect(one.getByRole("heading", { name: "Numbers", level: 1 })).toBeVisible();
    }
    let refreshes = 0;
    let go = () => {};
    const all = new Promise<void>((resolve) => (go = resolve));
    await context.route("**/api/v1/auth/refresh", async (route) => {
      refreshes++;
      await all;
      await route.continue();
    });
    // As after ten minutes: what refreshes the session is good for longer.
    await context.clearCookies({ name: "copperline_session" });
    for (const one of tabs) await goTo(one, "Billing");
    const inLine = () =>
      page.evaluate(async () => {
        const { held = [], pending = [] } = await navigator.locks.query();
        const turns = [...held, ...pending].filter((lock) => lock.name === "copperline-refresh");
        return new Set(turns.map((lock) => lock.clientId)).size;
      });
    await expect.poll(inLine).toBe(tabs.length);
    go();
    for (const one of tabs) await expect(part(one, "Balance")).toContainText("$0.00");
    expect(refreshes).toBe(1);
    await expect.poll(inLine).toBe(0);
  });

  test("S1 what somebody else answers in the place of a refresh signs nobody out", async ({ page, workspace, context }) => {
    await page.goto("/numbers");
    await expect(page.getByRole("heading", { name: "Numbers", level: 1 })).toBeVisible();
    await context.clearCookies({ name: "copperline_session" });
    await page.route("**/api/v1/auth/refresh", (route) =>
      route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Welcome to our hotel</h1>" }),
    );
    await goTo(page, "Billing");
    await expect(page.getByRole("alert")).toContainText("The server may be starting");
    await page.unroute("**/api/v1/auth/refresh");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(part(page, "Balance")).toContainText("$0.00");
    await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeHidden();
  });

  test("signing out that doesn't reach the server says so", async ({ page, workspace }) => {
    await page.goto("/numbers");
    await page.getByRole("button", { name: "Account" }).click();
    await page.route("**/api/v1/auth/session", (route) => route.abort());
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByText("You are still signed in")).toBeVisible();
  });

  test("an address that leads nowhere keeps the navigation of whoever is signed in", async ({ page, workspace }) => {
    await page.goto("/numbers");
    await expect(page.getByRole("heading", { name: "Numbers", level: 1 })).toBeVisible();
    await page.goto("/nowhere");
    await expect(page.getByText("There is nothing here")).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
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

test.describe("waiting for mail", () => {
  test("where the mail went is still said after a reload, and a link that was used leads on", async ({ app, page, workspace, context }) => {
    await context.clearCookies();
    await page.goto("/forgot-password");
    await page.getByLabel("Email").fill(workspace.owner.email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
    await page.reload();
    await expect(page.getByText(workspace.owner.email)).toBeVisible();
    await page.getByRole("button", { name: "Send it again" }).click();
    await expect(page.getByText("Sent again")).toBeVisible();

    const { links } = await app.mailTo(workspace.owner.email, /Confirm/);
    await page.goto(links[0]!.href);
    await expect(page.getByRole("heading", { name: "This link doesn’t work any more" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  });
});
