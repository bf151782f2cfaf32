// Follow-ups: conversations that are put off, what brings them back, and reminders.
import type { Page } from "@playwright/test";

import { choose, colleague, conversation, expect, expectAccessible, newPhone, notice, openConversation, row, rows, said, send, tab, test, type Workspace } from "../fixtures";

/** Puts a conversation off for so many seconds: the page offers no such short times. */
function putOff(workspace: Workspace, id: string, seconds: number) {
  const until = new Date(Date.now() + seconds * 1000).toISOString();
  return workspace.call("put_off_conversation", { path: { conversation_id: id }, body: { until } });
}

async function offer(page: Page, entry: string | RegExp) {
  await conversation(page).getByRole("button", { name: "Follow up later" }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

test("C20 a conversation that is put off leaves Recents in every browser, waits in its list, and is brought back", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Park" });
  const sam = await colleague(app, workspace, browser);
  await sam.page.goto("/");
  await openConversation(page, lead.conversation_id);
  await offer(page, "In an hour");
  await expect(notice(page, /^Maya Robinson is put off until /)).toBeVisible();
  for (const one of [page, sam.page]) await expect(rows(one)).toHaveText([/Theo/]);
  await expect(tab(page, "Recents")).toContainText("1");
  await expect(conversation(page).getByText(/^Put off until /)).toBeVisible();
  await expect(said(page, /Olivia Owner put Maya Robinson off until/)).toBeVisible();
  await expectAccessible(page);
  await choose(sam.page, "More lists", "Put off");
  await expect(rows(sam.page)).toHaveText([/Maya/]);
  await tab(sam.page, "All").click();

  await conversation(page).getByRole("button", { name: "Bring back" }).click();
  await expect(notice(page, "Maya Robinson is back in Recents")).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  await expect(conversation(page).getByText(/^Put off until /)).toBeHidden();
  await sam.context.close();
});

test("C20 at its moment it returns to the top, unread, with a reminder, and is done", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const theo = await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Park" });
  const sam = await colleague(app, workspace, browser);
  await sam.page.goto("/");
  await openConversation(page, theo.conversation_id);
  await putOff(workspace, lead.conversation_id, 3);
  await expect(rows(page)).toHaveText([/Theo/]);
  await expect(page.getByText("Time to follow up with Maya Robinson")).toBeVisible();
  for (const one of [page, sam.page]) {
    await expect(rows(one)).toHaveText([/Maya/, /Theo/]);
    await expect(row(one, "Maya").getByLabel("1 unread").or(row(one, "Maya").getByText("1 unread"))).toBeAttached();
    await expect(row(one, "Maya").getByText("Follow-up due")).toBeAttached();
  }
  await expect(sam.page.getByText("Time to follow up")).toHaveCount(0);
  await sam.page.getByRole("link", { name: /^Due/ }).click();
  await expect(rows(sam.page)).toHaveText([/Maya/]);

  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Open" }).click();
  await expect(conversation(page).getByRole("heading", { name: "Maya Robinson" })).toBeVisible();
  await expect(conversation(page).getByText(/^Follow-up due since /)).toBeVisible();
  await expectAccessible(page);
  await conversation(page).getByRole("button", { name: "Done" }).click();
  await expect(notice(page, "The follow-up with Maya Robinson is done")).toBeVisible();
  await expect(sam.page.getByText("Nothing passes this filter")).toBeVisible();
  await sam.context.close();
});

test("C20 it returns when the contact writes", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Park" });
  await putOff(workspace, lead.conversation_id, 3600);
  await page.goto("/");
  await expect(rows(page)).toHaveText([/Theo/]);
  await handset.sends("I changed my mind");
  await expect(rows(page)).toHaveText([/Maya/, /Theo/]);
  await row(page, "Maya").click();
  await expect(said(page, "I changed my mind")).toBeVisible();
  await expect(conversation(page).getByText(/^Put off until /)).toHaveCount(0);
});

test("C20 a moment of one's own is chosen on the workspace's clock, and writing does what is due", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await offer(page, "Choose a moment");
  const dialog = page.getByRole("dialog", { name: "Follow up later" });
  await dialog.getByLabel("Date").fill("2020-01-01");
  await dialog.getByRole("button", { name: "Put off" }).click();
  await expect(dialog.getByText("Choose a moment to come")).toBeVisible();
  const year = new Date().getFullYear() + 1;
  await dialog.getByLabel("Date").fill(`${year}-06-15`);
  await dialog.getByLabel("Time").fill("14:30");
  await dialog.getByRole("button", { name: "Put off" }).click();
  await expect(conversation(page).getByText(`Put off until Jun 15, ${year}, 2:30 pm`)).toBeVisible();
  const { conversation: read } = await workspace.call<{ conversation: { follow_up: { at: string } } }>("read_conversation", { path: { conversation_id: lead.conversation_id } });
  // Chicago is five hours behind in June.
  expect(new Date(read.follow_up.at).toISOString()).toBe(`${year}-06-15T19:30:00.000Z`);

  await putOff(workspace, lead.conversation_id, 2);
  await expect(conversation(page).getByText(/^Follow-up due since /)).toBeVisible();
  await send(page, "Is now a good time?");
  await expect(conversation(page).getByText(/^Follow-up due since /)).toHaveCount(0);
});
