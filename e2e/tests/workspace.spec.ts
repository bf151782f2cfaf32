// The workspace's own settings.
import type { Page } from "@playwright/test";

import { expect, notice, openConversation, part, said, test } from "../fixtures";

/** A moment's hour as the page writes it, by the clock of a place. */
function clock(at: string, timeZone: string): string {
  const time = new Intl.DateTimeFormat("en-US", { timeZone, hour: "numeric", minute: "2-digit" });
  return time.format(new Date(at)).replace(/\s/, " ").toLowerCase();
}

async function open(page: Page, name: string) {
  await page.goto("/settings/workspace");
  await expect(page.getByLabel("Business name")).toHaveValue(name);
}

test("S1 the new name is in every open browser at once", async ({ page, workspace, browser, baseURL }) => {
  const colleague = await browser.newContext({ baseURL });
  await workspace.signIn(colleague);
  const other = await colleague.newPage();
  await other.goto("/numbers");
  await other.getByRole("button", { name: "Account" }).click();
  await expect(other.getByRole("menu").getByText(workspace.name)).toBeVisible();

  await open(page, workspace.name);
  await page.getByLabel("Business name").fill("  Hill   Country Life ");
  await part(page, "Business").getByRole("button", { name: "Save changes" }).click();
  await expect(notice(page, "Saved for everybody in the workspace")).toBeVisible();
  await expect(page.getByLabel("Business name")).toHaveValue("Hill Country Life");
  await expect(other.getByRole("menu").getByText("Hill Country Life")).toBeVisible();
  await colleague.close();
});

test("S1 another time zone changes the times that are shown, and nothing else", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await handset.sends("Is the quote ready?");
  await openConversation(page, lead.conversation_id);
  const time = said(page, "Is the quote ready?").getByRole("time");
  const at = (await time.getAttribute("datetime"))!;
  await expect(time).toHaveText(clock(at, "America/Chicago"));
  await page.getByRole("textbox", { name: "Write a message" }).fill("Half a th");

  await workspace.call("update_workspace", { body: { time_zone: "Asia/Kolkata" } });
  await expect(time).toHaveText(clock(at, "Asia/Kolkata"));
  await expect(page.getByRole("textbox", { name: "Write a message" })).toHaveValue("Half a th");
});

test("S1 what is half typed stays when somebody else saves, and takes nothing back", async ({ page, workspace }) => {
  await open(page, workspace.name);
  await page.getByLabel("Business name").fill("Half a na");
  await workspace.call("update_workspace", { body: { time_zone: "America/Denver" } });
  await expect(page.getByLabel("Time zone")).toHaveValue("America/Denver");
  await expect(page.getByLabel("Business name")).toHaveValue("Half a na");

  await part(page, "Business").getByRole("button", { name: "Save changes" }).click();
  await expect(notice(page, "Saved for everybody in the workspace")).toBeVisible();
  const now = await workspace.call<{ name: string; time_zone: string }>("read_workspace");
  expect(now).toMatchObject({ name: "Half a na", time_zone: "America/Denver" });
});

test("S1 a business without a name is refused at its field", async ({ page, workspace }) => {
  await open(page, workspace.name);
  await page.getByLabel("Business name").fill(" ");
  await part(page, "Business").getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByLabel("Business name")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Business name")).toBeFocused();
  await expect(page.getByText("Enter your business’s name")).toBeVisible();
});

test("S1 X5 whether consent must be on record, and what quiet hours do to replies, is set beside it", async ({ page, workspace }) => {
  await open(page, workspace.name);
  const texting = part(page, "Texting");
  await texting.getByRole("switch", { name: "Text only with recorded consent" }).check();
  await texting.getByLabel("Replies in quiet hours").selectOption("Wait like everything else");
  await texting.getByRole("button", { name: "Save changes" }).click();
  await expect(notice(page, "Saved for everybody in the workspace")).toBeVisible();
  expect(await workspace.call("read_workspace")).toMatchObject({ consent_required: true, live_replies: "wait" });
  await workspace.call("update_workspace", { body: { consent_required: false, live_replies: "ask" } });
  await expect(texting.getByRole("switch", { name: "Text only with recorded consent" })).not.toBeChecked();
  await expect(texting.getByLabel("Replies in quiet hours")).toHaveValue("ask");
});
