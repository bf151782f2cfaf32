// The notepad of a contact.
import type { BrowserContext, Page } from "@playwright/test";

import { contact, expect, newPhone, openConversation, row, test, type App, type Workspace } from "../fixtures";

function note(page: Page) {
  return contact(page).getByRole("textbox", { name: "Notes" });
}

function saved(page: Page) {
  return contact(page).getByText("Saved", { exact: true });
}

/** Writes on the server as somebody else's browser would. */
async function elsewhere(workspace: Workspace, contactId: string, text: string) {
  const path = { contact_id: contactId };
  const { revision } = await workspace.call<{ revision: number }>("read_note", { path });
  await workspace.call("save_note", { path, body: { text, revision, new_version: true } });
}

async function standing(workspace: Workspace, contactId: string): Promise<string> {
  return (await workspace.call<{ text: string }>("read_note", { path: { contact_id: contactId } })).text;
}

async function secondBrowser(app: App, workspace: Workspace, browser: { newContext(options: object): Promise<BrowserContext> }) {
  const context = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(context);
  return { context, other: await context.newPage() };
}

test("C11 a note saves by itself, says so, and is live in a second browser", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const { context, other } = await secondBrowser(app, workspace, browser);
  await openConversation(other, lead.conversation_id);
  await expect(note(other)).toHaveValue("");
  await openConversation(page, lead.conversation_id);
  await note(page).pressSequentially("Husband Andre, non-smoker");
  await expect(saved(page)).toBeVisible({ timeout: 5_000 });
  await expect(note(other)).toHaveValue("Husband Andre, non-smoker");
  await page.reload();
  await expect(note(page)).toHaveValue("Husband Andre, non-smoker");
  await context.close();
});

test("C11 half-typed text survives a dropped connection, a reload and another conversation", async ({ page, desk, workspace, context }) => {
  const { lead } = await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo" });
  await openConversation(page, lead.conversation_id);
  await expect(note(page)).toHaveValue("");

  await page.route("**/api/v1/notes/**", (route) => (route.request().method() === "PUT" ? route.abort() : route.continue()));
  await note(page).fill("Closing on a house in June");
  await expect(contact(page).getByText(/^Not saved\./)).toBeVisible();
  await row(page, "Theo").click();
  await expect(note(page)).toHaveValue("");
  await row(page, "Maya").click();
  await expect(note(page)).toHaveValue("Closing on a house in June");
  await page.reload();
  await expect(note(page)).toHaveValue("Closing on a house in June");
  expect(await standing(workspace, lead.contact_id)).toBe("");

  await page.unroute("**/api/v1/notes/**");
  await expect(saved(page)).toBeVisible();
  expect(await standing(workspace, lead.contact_id)).toBe("Closing on a house in June");
  await context.setOffline(true);
  await note(page).fill("Closing on a house in July");
  await expect(contact(page).getByText(/^Not saved\./)).toBeVisible();
  await context.setOffline(false);
  await expect(saved(page)).toBeVisible();
  expect(await standing(workspace, lead.contact_id)).toBe("Closing on a house in July");
});

test("C11 what is written after the session ended is saved once one has signed in again", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await expect(note(page)).toHaveValue("");
  await page.context().clearCookies();
  await note(page).fill("Prefers calls after 5");
  const again = page.getByRole("dialog");
  await expect(again).toBeVisible();
  await again.getByLabel("Password", { exact: true }).fill(workspace.owner.password);
  await again.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(again).toBeHidden();
  await expect(note(page)).toHaveValue("Prefers calls after 5");
  await expect(saved(page)).toBeVisible();
  expect(await standing(workspace, lead.contact_id)).toBe("Prefers calls after 5");
});

test("C11 when somebody else changed the note, both texts are shown and nothing is overwritten", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await note(page).fill("Husband Andre");
  await expect(saved(page)).toBeVisible();

  await page.route("**/api/v1/notes/**", (route) => (route.request().method() === "PUT" ? route.abort() : route.continue()));
  await note(page).fill("Husband Andre, mine");
  await expect(contact(page).getByText(/^Not saved\./)).toBeVisible();
  await elsewhere(workspace, lead.contact_id, "Husband Andre, theirs");
  await page.unroute("**/api/v1/notes/**");
  await expect(contact(page).getByText("Olivia Owner has changed this note meanwhile")).toBeVisible();
  await expect(contact(page).getByText("Husband Andre, theirs")).toBeVisible();
  await expect(note(page)).toHaveValue("Husband Andre, mine");
  expect(await standing(workspace, lead.contact_id)).toBe("Husband Andre, theirs");
  await page.reload();
  await expect(contact(page).getByText("Husband Andre, theirs")).toBeVisible();
  await expect(note(page)).toHaveValue("Husband Andre, mine");

  await contact(page).getByRole("button", { name: "Keep both" }).click();
  await expect(note(page)).toHaveValue("Husband Andre, theirs\n\nHusband Andre, mine");
  await expect(saved(page)).toBeVisible();
  expect(await standing(workspace, lead.contact_id)).toBe("Husband Andre, theirs\n\nHusband Andre, mine");
});

test("C11 earlier versions are read back with author and time, and restored", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await elsewhere(workspace, lead.contact_id, "The first text of this note");
  await elsewhere(workspace, lead.contact_id, "The second text of this note");
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Versions" }).click();
  const versions = page.getByRole("dialog", { name: "Versions of this note" });
  await expect(versions.getByRole("listitem")).toHaveText([/Olivia Owner.*second text.*Stands there now/s, /Olivia Owner.*first text/s]);
  await versions.getByRole("button", { name: "Restore" }).click();
  await expect(note(page)).toHaveValue("The first text of this note");
  await expect(saved(page)).toBeVisible();
  await contact(page).getByRole("button", { name: "Versions" }).click();
  await expect(versions.getByRole("listitem")).toHaveText([/first text/, /second text/, /first text/]);
});

test("C11 a note that is too long says by how much, and is kept", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await note(page).fill("x".repeat(10_003));
  await expect(contact(page).getByText("Not saved. Shorten the note by 3 of its 10003 characters")).toBeVisible();
  await page.reload();
  await expect(note(page)).toHaveValue("x".repeat(10_003));
});
