// Everything by keyboard: shortcuts, their list, the command palette, and the regions on a phone (C19).
import type { Page } from "@playwright/test";

import {
  bell,
  commentComposer,
  composer,
  contact,
  conversation,
  expect,
  expectAccessible,
  newPhone,
  notice,
  openConversation,
  row,
  rows,
  tab,
  test,
  thread,
} from "../fixtures";

function heading(page: Page) {
  return conversation(page).getByRole("heading", { level: 2 });
}

function palette(page: Page) {
  return page.getByRole("dialog", { name: "Find or do anything" });
}

test("C19 j and k move, e archives, h marks hot, u marks as unread", async ({ page, desk }) => {
  for (const first_name of ["Theo", "Ana", "Maya"]) await desk.lead({ phone: newPhone(), first_name });
  await page.goto("/");
  await expect(rows(page)).toHaveText([/Maya/, /Ana/, /Theo/]);
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText("Maya");
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText("Ana");
  await expect(row(page, "Ana")).toBeFocused();
  await page.keyboard.press("k");
  await expect(heading(page)).toHaveText("Maya");
  await page.keyboard.press("k");
  await expect(heading(page)).toHaveText("Maya");
  await page.keyboard.press("h");
  await expect(notice(page, "Maya is a hot lead")).toBeVisible();
  await expect(tab(page, "Hot Leads")).toContainText("1");
  await page.keyboard.press("e");
  await expect(notice(page, "Archived Maya")).toBeVisible();
  await expect(rows(page)).toHaveText([/Ana/, /Theo/]);
  // What came next has moved up.
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText("Ana");
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText("Theo");
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText("Theo");
  await page.keyboard.press("u");
  await expect(notice(page, "Theo is marked as unread")).toBeVisible();
  await page.keyboard.press("x");
  await expect(page.getByText("1 selected")).toBeVisible();
});

test("C19 C6 with rows selected the keys act on them and not on the open conversation", async ({ page, desk, workspace }) => {
  await workspace.call("create_tag", { body: { name: "Hot quote", colour: "copper" } });
  for (const first_name of ["Theo", "Ana", "Maya"]) await desk.lead({ phone: newPhone(), first_name });
  await page.goto("/");
  await row(page, "Maya").click();
  await expect(heading(page)).toHaveText("Maya");
  const bar = page.getByRole("toolbar", { name: "Selected conversations" });
  const select = async () => {
    for (const name of ["Theo", "Ana"]) await page.getByRole("checkbox", { name: `Select ${name}` }).click();
    await expect(bar).toContainText("2 selected");
  };
  await select();
  await page.keyboard.press("h");
  await expect(notice(page, "2 marked hot")).toBeVisible();
  await expect(bar).toBeHidden();
  await select();
  await page.keyboard.press("t");
  await page.getByRole("dialog", { name: "Tag 2 contacts" }).getByRole("checkbox", { name: "Hot quote" }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(notice(page, "2 tagged")).toBeVisible();
  await select();
  await page.keyboard.press("f");
  await expect(notice(page, /followed up one by one/)).toBeVisible();
  await page.keyboard.press("e");
  await expect(notice(page, "2 archived")).toBeVisible();
  await expect(rows(page)).toHaveText([/Maya/]);
  await page.getByText("2 archived").locator("..").getByRole("button", { name: "Undo" }).click();
  await expect(rows(page)).toHaveCount(3);
  // With nothing selected they act on the open one again.
  await page.keyboard.press("e");
  await expect(notice(page, "Archived Maya")).toBeVisible();
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list).toContainText("Archive, mark hot, mark as read or tag all selected");
});

test("C19 r replies, c comments, t tags, / searches, and none of them while one writes", async ({ page, desk, workspace }) => {
  await workspace.call("create_tag", { body: { name: "Hot quote", colour: "copper" } });
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await page.keyboard.press("r");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("here the jets");
  await expect(composer(page)).toHaveValue("here the jets");
  await composer(page).fill("");
  await composer(page).blur();
  await page.keyboard.press("c");
  await expect(commentComposer(page)).toBeFocused();
  await commentComposer(page).blur();
  await page.keyboard.press("t");
  const tags = page.getByRole("dialog");
  await expect(tags).toContainText("Hot quote");
  // Not through a dialog either.
  await page.keyboard.press("e");
  await page.keyboard.press("Escape");
  await expect(tags).toBeHidden();
  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: "Search conversations" })).toBeFocused();
  await expect(notice(page, /Archived/)).toHaveCount(0);
});

test("C19 Esc leaves what is being written, which stays, and the keys do something again", async ({ page, desk, workspace }) => {
  await workspace.call("create_template", { body: { title: "Hello", body: "Hi there", shortcut: "hello" } });
  const { lead } = await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo" });
  await openConversation(page, lead.conversation_id);
  await page.keyboard.press("r");
  await page.keyboard.type("Half a text /hel");
  // What is open over it closes first, and only that.
  const offered = page.getByRole("listbox", { name: "Templates by shortcut" });
  await expect(offered).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(offered).toBeHidden();
  await expect(composer(page)).toBeFocused();
  await page.getByRole("button", { name: "Schedule" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toBeHidden();
  await expect(page.getByRole("button", { name: "Schedule" })).toBeFocused();

  await composer(page).focus();
  await page.keyboard.press("Escape");
  await expect(thread(page)).toBeFocused();
  await page.keyboard.press("k");
  await expect(heading(page)).toHaveText("Theo");
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText("Maya Robinson");
  await expect(composer(page)).toHaveValue("Half a text /hel");

  await page.keyboard.press("c");
  await page.keyboard.type("Half a comment");
  await page.keyboard.press("Escape");
  await expect(thread(page)).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: "Search conversations" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(row(page, "Maya Robinson")).toBeFocused();
  await expect(commentComposer(page)).toHaveValue("Half a comment");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Stop writing, the text stays");
});

test("C19 the focus returns to where it was from everything that opens over the page", async ({ page, desk, workspace }) => {
  await workspace.call("create_tag", { body: { name: "Hot quote", colour: "copper" } });
  await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo" });
  await page.goto("/");
  await expect(row(page, "Theo")).toBeVisible();
  for (const name of ["Theo", "Maya Robinson"]) {
    await page.keyboard.press("j");
    await expect(heading(page)).toHaveText(name);
  }
  await expect(row(page, "Maya Robinson")).toBeFocused();
  await expect(contact(page).getByRole("button", { name: "Add tags" })).toBeVisible();
  // Each the first time, when it is fetched, and again.
  for (const key of ["?", "?", "t", "t", "Control+k", "Control+k", "b", "n", "n"]) {
    await page.keyboard.press(key);
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(row(page, "Maya Robinson"), `after ${key}`).toBeFocused();
  }
  // By a button of its own as well as by Esc.
  await page.keyboard.press("t");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).press("Enter");
  await expect(row(page, "Maya Robinson")).toBeFocused();
  // What is gone meanwhile can't have it: the Tab key goes on in what is below the navigation.
  await contact(page).getByRole("button", { name: "Add tags" }).press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await contact(page).getByRole("button", { name: "Add tags", includeHidden: true }).evaluate((button) => button.remove());
  await page.keyboard.press("Escape");
  await expect(page.locator("main")).toBeFocused();
});

test("C19 t tags on a narrow screen too", async ({ page, desk, workspace }) => {
  await page.setViewportSize({ width: 1000, height: 800 });
  await workspace.call("create_tag", { body: { name: "Hot quote", colour: "copper" } });
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await page.keyboard.press("t");
  await page.getByRole("checkbox", { name: "Hot quote" }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(contact(page).getByRole("list", { name: "Tags" })).toContainText("Hot quote");
});

test("C19 ? lists the shortcuts, and single keys can be switched off", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const words of ["Next conversation", "Archive or unarchive", "Tag the contact", "Find or do anything"]) {
    await expect(list).toContainText(words);
  }
  await expect(list.locator("kbd")).toContainText(["j", "k", "/", "n", "x", "r", "c", "e", "h", "t", "u", "Ctrl K", "b", "?"]);
  await expectAccessible(page);
  await list.getByRole("switch", { name: "Single keys do something" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await page.keyboard.press("h");
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeVisible();
  await expect(notice(page, /hot lead/)).toHaveCount(0);
  await page.reload();
  await expect(heading(page)).toBeVisible();
  await page.keyboard.press("?");
  await expect(list).toBeHidden();
});

test("C19 the palette finds contacts, messages, screens and actions by keyboard alone", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  const theo = await desk.lead({ phone: newPhone(), first_name: "Theo" });
  await desk.sends(theo.conversation_id, "The windmill quote is ready");
  await page.goto("/templates");
  await expect(page.getByRole("heading", { name: "Templates" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const line = palette(page).getByRole("combobox");
  await expect(line).toBeFocused();
  await expect(palette(page).getByRole("group", { name: "Recent conversations" })).toContainText("Theo");
  await line.fill("maya rob");
  await expect(palette(page).getByRole("group", { name: "Contacts" }).getByRole("option")).toContainText(["Maya Robinson"]);
  await expect(palette(page).getByRole("option", { selected: true })).toContainText("Maya Robinson");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(heading(page)).toHaveText("Maya Robinson");
  expect(page.url()).toContain(lead.conversation_id);

  // A message, at its place in the thread.
  await page.keyboard.press("Control+k");
  await line.fill("windmill");
  await expect(palette(page).getByRole("group", { name: "Messages" })).toContainText("windmill");
  await page.keyboard.press("Enter");
  await expect(page.locator(".is-found")).toContainText("The windmill quote is ready");

  // A screen, past other results.
  await page.keyboard.press("Control+k");
  await line.fill("stop trig");
  await expect(palette(page).getByRole("option")).toHaveText([/Stop triggers/]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/stop-triggers/);

  // An action that is possible here, and its key beside it.
  await openConversation(page, lead.conversation_id);
  await composer(page).focus();
  await page.keyboard.press("Control+k");
  await line.fill("archive or");
  await expect(palette(page).getByRole("option", { selected: true })).toContainText("Archive or unarchive");
  await page.keyboard.press("Enter");
  await expect(notice(page, "Archived Maya Robinson")).toBeVisible();
  // Another moves the focus where it leads.
  await page.keyboard.press("Control+k");
  await line.fill("write a comment");
  await page.keyboard.press("Enter");
  await expect(commentComposer(page)).toBeFocused();
  await page.keyboard.press("Control+k");
  await line.fill("zzz");
  await expect(palette(page)).toContainText("Nothing matches “zzz”");
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(commentComposer(page)).toBeFocused();
});

test("C19 the main work is done without a mouse", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await page.goto("/");
  await expect(row(page, "Maya Robinson")).toBeVisible();
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText("Maya Robinson");
  await page.keyboard.press("r");
  await page.keyboard.type("Hi Maya");
  await page.keyboard.press("Enter");
  await expect(async () => expect(await handset.texts()).toEqual(["Hi Maya"])).toPass();
  await expect(composer(page)).toHaveValue("");
  await composer(page).blur();
  await page.keyboard.press("b");
  await expect(page.getByRole("dialog", { name: "Notifications" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog", { name: "New conversation" })).toBeVisible();
  expect(page.url()).toContain(lead.conversation_id);
});

test("C19 on a phone list, thread and contact stand alone, each with a way back", async ({ page, desk }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { lead } = await desk.maya({ email: "maya@example.net" });
  await page.goto("/");
  await row(page, "Maya Robinson").click();
  await expect(heading(page)).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  await composer(page).fill("Half");
  await page.getByRole("button", { name: "Contact" }).click();
  await expect(contact(page)).toContainText("maya@example.net");
  const width = await contact(page).evaluate((panel) => panel.getBoundingClientRect().width);
  expect(width).toBe(390);
  await contact(page).getByRole("button", { name: "Back" }).click();
  await expect(contact(page)).toBeHidden();
  await expect(composer(page)).toHaveValue("Half");
  await conversation(page).getByRole("link", { name: "Back" }).click();
  await expect(row(page, "Maya Robinson")).toBeFocused();
  await expect(bell(page)).toBeInViewport();
  expect(page.url()).not.toContain(lead.conversation_id);
});

test("C19 on a phone the browser's Back leads from the contact to the thread and from there to the list", async ({ page, desk }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { lead } = await desk.maya({ email: "maya@example.net" });
  await page.goto("/");
  await row(page, "Maya Robinson").click();
  await expect(heading(page)).toBeVisible();
  const thread = page.url();
  await page.getByRole("button", { name: "Contact" }).click();
  await expect(contact(page)).toContainText("maya@example.net");
  expect(page.url()).not.toBe(thread);
  await page.goBack();
  await expect(contact(page)).toBeHidden();
  await expect(heading(page)).toBeVisible();
  expect(page.url()).toBe(thread);
  await page.goForward();
  await expect(contact(page)).toBeVisible();
  // It is there again after a reload, and its own Back leads to the thread.
  await page.reload();
  await expect(contact(page)).toContainText("maya@example.net");
  await contact(page).getByRole("button", { name: "Back" }).click();
  await expect(contact(page)).toBeHidden();
  await expect(page).toHaveURL(thread);
  // Opened and closed by its buttons it leaves no step behind.
  await page.goto("/");
  await row(page, "Maya Robinson").click();
  await page.getByRole("button", { name: "Contact" }).click();
  await contact(page).getByRole("button", { name: "Back" }).click();
  await expect(contact(page)).toBeHidden();
  await page.goBack();
  await expect(row(page, "Maya Robinson")).toBeVisible();
  expect(page.url()).not.toContain(lead.conversation_id);
});

test("C19 on a phone the contact of a card's conversation is a step of its own, too", async ({ page, desk }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { lead } = await desk.maya({ email: "maya@example.net" });
  await page.goto(`/pipeline/${lead.conversation_id}`);
  await expect(heading(page)).toBeVisible();
  await page.getByRole("button", { name: "Contact" }).click();
  await expect(contact(page)).toContainText("maya@example.net");
  await page.goBack();
  await expect(contact(page)).toBeHidden();
  await expect(heading(page)).toBeVisible();
});

test("C19 the palette and the list of shortcuts are in the account menu, for whoever has no keyboard", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  await expect(page.getByText(workspace.name).or(page.getByText("Start with a number"))).toBeVisible();
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Find or do anything" }).click();
  await expect(palette(page)).toBeVisible();
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
  await expectAccessible(page);
});
