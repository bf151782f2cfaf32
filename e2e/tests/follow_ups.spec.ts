// Follow-ups: conversations that are put off, what brings them back, and reminders.
import type { Page } from "@playwright/test";

import { choose, colleague, conversation, expect, expectAccessible, newPhone, notice, openConversation, row, rows, said, send, tab, test, type Workspace } from "../fixtures";

/** Puts a conversation off for so many seconds: the page offers no such short times. */
function putOff(workspace: Workspace, id: string, seconds: number) {
  const until = new Date(Date.now() + seconds * 1000).toISOString();
  return workspace.call("put_off_conversation", { path: { conversation_id: id }, body: { until } });
}

/** The button of the menu that puts the open conversation off. */
function followUp(page: Page) {
  return conversation(page).getByRole("button", { name: "Follow up later" });
}

async function offer(page: Page, entry: string | RegExp) {
  await followUp(page).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

function undo(page: Page) {
  return page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Undo" });
}

async function read(workspace: Workspace, id: string) {
  const { conversation } = await workspace.call<{ conversation: { unread_count: number; excerpt: string; follow_up?: { at: string; state: string } } }>(
    "read_conversation",
    { path: { conversation_id: id } },
  );
  return conversation;
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
  await expect(page.getByText("Choose a conversation")).toBeVisible();
  await expect(row(page, "Theo")).toBeFocused();
  await choose(page, "More lists", "Put off");
  await row(page, "Maya").click();
  await expect(conversation(page).getByText(/^Put off until /)).toBeVisible();
  await expect(said(page, /Olivia Owner put Maya Robinson off until/)).toBeVisible();
  await expectAccessible(page);
  await choose(sam.page, "More lists", "Put off");
  await expect(rows(sam.page)).toHaveText([/Maya/]);

  await conversation(page).getByRole("button", { name: "Bring back" }).click();
  await expect(notice(page, "Maya Robinson is back in Recents")).toBeVisible();
  await expect(conversation(page).getByText(/^Put off until /)).toHaveCount(0);
  await expect(followUp(page)).toBeFocused();
  await expect(sam.page.getByText("Nothing passes this filter")).toBeVisible();
  await page.goto("/");
  await expect(rows(page)).toHaveCount(2);
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
  // What was chosen is still there, to be put right.
  await dialog.getByLabel("Date").fill(`${new Date().getFullYear() + 9}-01-01`);
  await dialog.getByRole("button", { name: "Put off" }).click();
  await expect(dialog.getByText("Choose a moment within the next three years")).toBeVisible();
  await expect(dialog.getByLabel("Date")).toBeFocused();
  const year = new Date().getFullYear() + 1;
  await dialog.getByLabel("Date").fill(`${year}-06-15`);
  await dialog.getByLabel("Time").fill("14:30");
  await dialog.getByRole("button", { name: "Put off" }).click();
  await expect(dialog).toBeHidden();
  await expect(notice(page, `Maya Robinson is put off until Jun 15, ${year}, 2:30 pm`)).toBeVisible();
  const { follow_up: chosen } = await read(workspace, lead.conversation_id);
  // Chicago is five hours behind in June.
  expect(new Date(chosen?.at ?? 0).toISOString()).toBe(`${year}-06-15T19:30:00.000Z`);

  await openConversation(page, lead.conversation_id);
  await expect(conversation(page).getByText(`Put off until Jun 15, ${year}, 2:30 pm`)).toBeVisible();
  await putOff(workspace, lead.conversation_id, 2);
  await expect(conversation(page).getByText(/^Follow-up due since /)).toBeVisible();
  await send(page, "Is now a good time?");
  await expect(conversation(page).getByText(/^Follow-up due since /)).toHaveCount(0);
});

test("C20 Undo takes it back: it is in Recents again, and due again if it was", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await offer(page, "In an hour");
  await expect(rows(page)).toHaveCount(0);
  await undo(page).click();
  await expect(notice(page, "Maya Robinson is not put off")).toBeVisible();
  await expect(rows(page)).toHaveText([/Maya/]);
  // Where it was: open, and without a word of it in the thread.
  await expect(page).toHaveURL(new RegExp(lead.conversation_id));
  await expect(conversation(page).getByRole("heading", { name: "Maya Robinson" })).toBeVisible();
  await expect(conversation(page).getByText(/put Maya off|ended the follow-up/)).toHaveCount(0);

  await putOff(workspace, lead.conversation_id, 2);
  await expect(row(page, "Maya").getByText("Follow-up due")).toBeAttached();
  const { follow_up: due } = await read(workspace, lead.conversation_id);
  await row(page, "Maya").click();
  await offer(page, "In an hour");
  await expect(rows(page)).toHaveCount(0);
  await undo(page).click();
  await expect(row(page, "Maya").getByText("Follow-up due")).toBeAttached();
  expect((await read(workspace, lead.conversation_id)).follow_up).toEqual(due);
});

test("C20 Undo leaves alone what a colleague has chosen since", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const sam = await colleague(app, workspace, browser);
  await openConversation(page, lead.conversation_id);
  await offer(page, "In an hour");
  await expect(undo(page)).toBeVisible();
  const until = new Date(Date.now() + 7_200_000).toISOString();
  await sam.call("put_off_conversation", { path: { conversation_id: lead.conversation_id }, body: { until } });
  await undo(page).click();
  await expect(notice(page, "Maya Robinson has changed since, and stays as it is")).toBeVisible();
  const { follow_up } = await read(workspace, lead.conversation_id);
  expect(new Date(follow_up?.at ?? 0).toISOString()).toBe(until);
  await sam.context.close();
});

test("C20 what the contact writes at the last moment is shown, not put off", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await page.route("**/follow_up", async (route) => {
    await handset.sends("Wait for me");
    await expect(async () => expect((await read(workspace, lead.conversation_id)).excerpt).toBe("Wait for me")).toPass();
    await route.continue();
  });
  await offer(page, "In an hour");
  await expect(notice(page, /^Something has just come in here/)).toBeVisible();
  await expect(said(page, "Wait for me")).toBeVisible();
  await expect(row(page, "Maya")).toBeVisible();
  await page.unroute("**/follow_up");
  // Seen now, it can be put off.
  await offer(page, "In an hour");
  await expect(notice(page, /^Maya Robinson is put off until /)).toBeVisible();
});

test("C20 a refused moment leaves the dialog open, with the reason", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await page.route("**/follow_up", async (route) => {
    await handset.sends("Wait for me");
    await expect(async () => expect((await read(workspace, lead.conversation_id)).excerpt).toBe("Wait for me")).toPass();
    await route.continue();
  });
  await offer(page, "Choose a moment");
  const dialog = page.getByRole("dialog", { name: "Follow up later" });
  await dialog.getByRole("button", { name: "Put off" }).click();
  await expect(dialog.getByText(/^Something has just come in here/)).toBeVisible();
  await expect(page.getByText("Wait for me").first()).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/follow_up");
  await dialog.getByRole("button", { name: "Put off" }).click();
  await expect(dialog).toBeHidden();
  await expect(notice(page, /^Maya Robinson is put off until /)).toBeVisible();
});

test("C20 a conversation that stands open at its moment is unread until somebody is there, and reminds", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const theo = await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Park" });
  const sam = await colleague(app, workspace, browser);
  await sam.page.goto("/");
  await expect(rows(sam.page)).toHaveCount(2);
  await openConversation(page, lead.conversation_id);
  await putOff(workspace, lead.conversation_id, 3);
  await expect(conversation(page).getByText(/^Put off until /)).toBeVisible();
  await expect(conversation(page).getByText(/^Follow-up due since /)).toBeVisible();
  await expect(notice(page, "Time to follow up with Maya Robinson")).toBeVisible();
  const unread = row(sam.page, "Maya").getByLabel("1 unread").or(row(sam.page, "Maya").getByText("1 unread"));
  await expect(unread).toBeAttached();
  // What happens later has come here, and it is still unread.
  await workspace.call("update_conversation", { path: { conversation_id: theo.conversation_id }, body: { hot: true } });
  await expect(tab(page, "Hot Leads")).toContainText("1");
  expect((await read(workspace, lead.conversation_id)).unread_count).toBe(1);
  expect(await workspace.call("list_notifications")).toMatchObject({ unread: 1 });

  await conversation(page).getByRole("heading", { name: "Maya Robinson" }).click();
  await expect(unread).toHaveCount(0);
  await expect(async () => expect(await workspace.call("list_notifications")).toMatchObject({ unread: 0 })).toPass();
  await sam.context.close();
});

test("C20 on a phone it leads back to the list, and everything has room", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Park" });
  await page.setViewportSize({ width: 390, height: 844 });
  await openConversation(page, lead.conversation_id);
  await offer(page, "In an hour");
  await expect(rows(page)).toHaveText([/Theo/]);
  await expect(row(page, "Theo")).toBeVisible();
  expect(page.url()).not.toContain(lead.conversation_id);
  await choose(page, "More lists", "Put off");
  await row(page, "Maya").click();
  await expect(conversation(page).getByRole("button", { name: "Bring back" })).toBeInViewport();
  await followUp(page).click();
  await expect(page.getByRole("menuitem", { name: "Choose a moment" })).toBeInViewport();
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
  await page.getByRole("menuitem", { name: "Choose a moment" }).click();
  await expect(page.getByRole("dialog", { name: "Follow up later" })).toBeVisible();
  await expectAccessible(page);
});

test("C20 C2 when everything is put off, Recents says so and leads there", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  const theo = await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Park" });
  await workspace.call("update_conversation", { path: { conversation_id: theo.conversation_id }, body: { archived: true } });
  await putOff(workspace, lead.conversation_id, 3600);
  await page.goto("/");
  await expect(page.getByText("All caught up")).toBeVisible();
  await expect(page.getByText("Every conversation is archived")).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Open what is put off" }).click();
  await expect(rows(page)).toHaveText([/Maya/]);
});

test("C20 C4 taken out of the archive it is still put off, and the notice says so", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await putOff(workspace, lead.conversation_id, 3600);
  await workspace.call("update_conversation", { path: { conversation_id: lead.conversation_id }, body: { archived: true } });
  await openConversation(page, lead.conversation_id, "archived");
  await conversation(page).getByRole("button", { name: "Unarchive" }).click();
  await expect(notice(page, "Maya Robinson is out of the archive, and still put off")).toBeVisible();
  await undo(page).click();
  await conversation(page).getByRole("button", { name: "Bring back" }).click();
  await expect(notice(page, "Maya Robinson is back in Recents")).toBeVisible();
  await page.goto("/");
  await expect(rows(page)).toHaveText([/Maya/]);
});

test("C20 C19 f offers to follow up later, with the keyboard alone", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Park" });
  await openConversation(page, lead.conversation_id);
  await page.keyboard.press("f");
  await expect(page.getByRole("menuitem", { name: "In an hour" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(followUp(page)).toBeFocused();
  await page.keyboard.press("f");
  await page.keyboard.press("Enter");
  await expect(notice(page, /^Maya Robinson is put off until /)).toBeVisible();
  await expect(row(page, "Theo")).toBeFocused();
});
