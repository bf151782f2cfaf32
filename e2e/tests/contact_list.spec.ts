// The contacts page: the list, its filters and orders, and the export.
import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import {
  contact,
  conversation,
  expect,
  formatted,
  goTo,
  newPhone,
  notice,
  openConversation,
  row,
  said,
  send,
  test,
  type Workspace,
} from "../fixtures";

interface Contact {
  id: string;
  phone: string;
}

function add(workspace: Workspace, first_name: string, last_name: string, fields: Record<string, string> = {}) {
  return workspace.call<Contact>("create_contact", { body: { phone: newPhone(), first_name, last_name, ...fields } });
}

function table(page: Page) {
  return page.getByRole("table", { name: "Contacts" });
}

/** The contacts that are drawn, from the top. */
function people(page: Page) {
  return table(page).getByRole("row").getByRole("link", { name: /^(?!Sort|Name|Phone|Source|Added)/ });
}

function line(page: Page, name: string) {
  return table(page).getByRole("row").filter({ hasText: name });
}

function count(page: Page, number: string) {
  return expect(page.getByRole("heading", { level: 1, name: `Contacts ${number}` })).toBeVisible();
}

function sortBy(page: Page, column: string) {
  return table(page).getByRole("columnheader", { name: column }).getByRole("link").click();
}

test("P6 contacts are listed newest first, sorted by any column, and the order stands in the address", async ({ page, workspace }) => {
  await page.goto("/contacts");
  await expect(page.getByText("No contacts yet")).toBeVisible();
  await add(workspace, "Zoë", "Adams", { source: "Fair" });
  await add(workspace, "Émile", "Zola", { source: "Ads" });
  await add(workspace, "ada", "Lovelace");
  await expect(people(page)).toHaveText(["ada Lovelace", "Émile Zola", "Zoë Adams"]);
  await count(page, "3");
  await sortBy(page, "Name");
  await expect(people(page)).toHaveText(["ada Lovelace", "Émile Zola", "Zoë Adams"]);
  await expect(table(page).getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
  await sortBy(page, "Name");
  await expect(people(page)).toHaveText(["Zoë Adams", "Émile Zola", "ada Lovelace"]);
  await page.reload();
  await expect(people(page)).toHaveText(["Zoë Adams", "Émile Zola", "ada Lovelace"]);
  await sortBy(page, "Source");
  await expect(people(page)).toHaveText(["ada Lovelace", "Émile Zola", "Zoë Adams"]);
  await page.goBack();
  await expect(people(page).first()).toHaveText("Zoë Adams");
});

test("P6 search and filters narrow the list, and can be shared as an address", async ({ page, workspace }) => {
  const maya = await add(workspace, "Maya", "Robinson", { source: "SmartQuotes" });
  const theo = await add(workspace, "Theo", "Lang", { source: "Fair" });
  await add(workspace, "Ana", "Díaz");
  const tag = await workspace.call<{ id: string }>("create_tag", { body: { name: "Hot quote", colour: "copper" } });
  await workspace.call("change_contact_tags", { path: { contact_id: maya.id }, body: { add: [tag.id] } });
  const stages = await workspace.call<{ id: string; name: string }[]>("list_pipeline_stages");
  await workspace.call("put_pipeline_card", { path: { contact_id: theo.id }, body: { stage_id: stages[2]!.id } });
  await workspace.call("opt_out_contact", { path: { contact_id: theo.id } });
  await page.goto("/contacts");
  await expect(line(page, "Maya")).toContainText("Hot quote");
  await expect(line(page, "Theo")).toContainText("Quoted");
  await expect(line(page, "Theo")).toContainText("Opted out");

  const filter = (name: string, choice: string) => page.getByRole("combobox", { name, exact: true }).selectOption(choice);
  await filter("Tag", "Hot quote");
  await expect(people(page)).toHaveText(["Maya Robinson"]);
  await count(page, "1");
  await filter("Tag", "Any tag");
  await filter("Stage", "Quoted");
  await expect(people(page)).toHaveText(["Theo Lang"]);
  await filter("Opted out", "Not opted out");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(people(page)).toHaveCount(3);
  await filter("Source", "Without a source");
  await expect(people(page)).toHaveText(["Ana Díaz"]);
  await filter("Source", "SmartQuotes");
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Source" })).toHaveValue("=SmartQuotes");
  await expect(people(page)).toHaveText(["Maya Robinson"]);
  await filter("Source", "Any source");
  const search = page.getByRole("textbox", { name: "Search contacts by name, phone or email" });
  await search.fill(formatted(theo.phone));
  await expect(people(page)).toHaveCount(3);
  await search.press("Enter");
  await expect(people(page)).toHaveText(["Theo Lang"]);
  // Accents make no difference, neither typed nor left out.
  await search.fill("diaz");
  await search.press("Enter");
  await expect(people(page)).toHaveText(["Ana Díaz"]);
  await search.fill("robinsón");
  await search.press("Enter");
  await expect(people(page)).toHaveText(["Maya Robinson"]);
  await page.getByRole("button", { name: "Clear search" }).click();
  await expect(people(page)).toHaveCount(3);
});

test("P6 a contact opens beside the list, is edited there, and leads to the conversation", async ({ page, workspace }) => {
  await add(workspace, "Maya", "Robinson");
  await add(workspace, "Theo", "Lang");
  await page.goto("/");
  await goTo(page, "Contacts");
  await people(page).filter({ hasText: "Maya" }).click();
  await expect(contact(page).getByRole("heading", { name: "Maya Robinson" })).toBeVisible();
  await contact(page).getByRole("button", { name: "Edit" }).click();
  await contact(page).getByLabel("Company").fill("Robinson Farms");
  await contact(page).getByLabel("First name").fill("May");
  await contact(page).getByRole("button", { name: "Save changes" }).click();
  await expect(line(page, "May Robinson")).toBeVisible();
  await contact(page).getByRole("link", { name: "Close" }).click();
  await expect(contact(page)).toBeHidden();
  await expect(people(page).filter({ hasText: "May" })).toBeFocused();
  await page.keyboard.press("Enter");
  await contact(page).getByRole("button", { name: "Conversation" }).click();
  await expect(conversation(page).getByRole("heading", { name: "May Robinson" })).toBeVisible();
});

test("P6 a contact is added by hand, and one whose phone is known is named", async ({ page, workspace }) => {
  const theo = await add(workspace, "Theo", "Lang");
  await page.goto("/contacts");
  await page.getByRole("button", { name: "New contact" }).click();
  const dialog = page.getByRole("dialog", { name: "New contact" });
  await dialog.getByLabel("Phone").fill(theo.phone);
  await dialog.getByRole("button", { name: "Add contact" }).click();
  await expect(dialog.getByText("This phone is already a contact: Theo Lang.")).toBeVisible();
  await dialog.getByLabel("Phone").fill(newPhone());
  await dialog.getByLabel("First name").fill("Ana");
  await dialog.getByRole("button", { name: "Add contact" }).click();
  await expect(notice(page, "Ana is added")).toBeVisible();
  await expect(contact(page).getByRole("heading", { name: "Ana" })).toBeVisible();
  await expect(people(page)).toHaveText(["Ana", "Theo Lang"]);
});

test("P6 C13 contacts are selected by their bubbles and tagged, whether they have a conversation or not", async ({ page, workspace }) => {
  for (const name of ["Ada", "Ben", "Cleo", "Dan"]) await add(workspace, name, "Lee");
  await workspace.call("create_tag", { body: { name: "Spring", colour: "green" } });
  await page.goto("/contacts");
  const bubble = (name: string) => page.getByRole("checkbox", { name: `Select ${name} Lee` });
  await bubble("Dan").click();
  await bubble("Ben").click({ modifiers: ["Shift"] });
  const bar = page.getByRole("toolbar", { name: "Selected contacts" });
  await expect(bar).toContainText("3 selected");
  await bar.getByRole("button", { name: "Select all 4 that match" }).click();
  await bubble("Cleo").click();
  await expect(bar).toContainText("3 selected");
  await bar.getByRole("button", { name: "Tag" }).click();
  const dialog = page.getByRole("dialog", { name: "Tag 3 contacts" });
  await dialog.getByRole("checkbox", { name: "Spring" }).check();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(notice(page, "3 tagged")).toBeVisible();
  await expect(table(page).getByRole("row").filter({ hasText: "Spring" })).toHaveCount(3);
  await expect(line(page, "Cleo")).not.toContainText("Spring");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(table(page).getByRole("row").filter({ hasText: "Spring" })).toHaveCount(0);
});

test("P6 of a long list only the rows in view are drawn, and every row can be reached", async ({ page, workspace }) => {
  test.setTimeout(120_000);
  const lines = Array.from({ length: 1_500 }, (_, n) => `+1512${2_000_000 + n},Lead,${String(n).padStart(4, "0")}`);
  const file = `phone,first_name,last_name\n${lines.join("\n")}\n`;
  const { id } = await workspace.call<{ id: string; mapping: string[] }>("create_import", { body: file });
  await workspace.call("check_import", { path: { import_id: id }, body: { mapping: ["phone", "first_name", "last_name"] } });
  const state = async () => (await workspace.call<{ state: string }>("read_import", { path: { import_id: id } })).state;
  await expect.poll(state, { timeout: 30_000 }).toBe("checked");
  await workspace.call("start_import", { path: { import_id: id } });
  await expect.poll(state, { timeout: 60_000 }).toBe("finished");

  await page.goto("/contacts?sort=name");
  await count(page, "1,500");
  await expect(people(page).first()).toHaveText("Lead 0000");
  expect(await people(page).count()).toBeLessThan(60);
  await people(page).first().focus();
  for (let at = 0; at < 30; at++) await page.keyboard.press("ArrowDown");
  await expect(people(page).filter({ hasText: "Lead 0030" })).toBeFocused();
  const list = page.locator(".windowed");
  await expect(async () => {
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(people(page).filter({ hasText: "Lead 1499" })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  expect(await people(page).count()).toBeLessThan(60);
  // Somebody new elsewhere moves nothing that is being read.
  const top = await list.evaluate((element) => element.scrollTop);
  await add(workspace, "Aaron", "First");
  await count(page, "1,501");
  expect(await list.evaluate((element) => element.scrollTop)).toBe(top);
  await list.evaluate((element) => element.scrollTo(0, 0));
  await expect(people(page).first()).toHaveText("Aaron First");
});

test("P6 what the list is narrowed to is downloaded as CSV that runs nothing", async ({ page, workspace }) => {
  await add(workspace, "=1+1", "Robinson", { source: "Fair" });
  await add(workspace, "Theo", "Lang");
  await page.goto("/contacts?source=Fair");
  await expect(people(page)).toHaveCount(1);
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^contacts-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const [head, first, ...rest] = text.trim().split("\r\n");
  expect(head).toContain("phone,first_name,last_name,email");
  expect(first).toContain(",'=1+1,Robinson,");
  expect(rest).toEqual([]);
});

test("P6 X10 on a phone the list is one column, and a contact takes its place", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const maya = await add(workspace, "Maya", "Robinson");
  await page.goto("/contacts");
  await expect(line(page, "Maya")).toContainText(formatted(maya.phone));
  await people(page).filter({ hasText: "Maya" }).click();
  await expect(contact(page).getByRole("heading", { name: "Maya Robinson" })).toBeVisible();
  await contact(page).getByRole("link", { name: "Close" }).click();
  await expect(people(page).filter({ hasText: "Maya" })).toBeVisible();
});

test("P6 X10 on a phone the filters stand behind one button, which says how many are set", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await add(workspace, "Maya", "Robinson", { source: "Fair" });
  await add(workspace, "Theo", "Lang");
  await page.goto("/contacts");
  await expect(people(page)).toHaveCount(2);
  const button = page.getByRole("button", { name: /^Filters/ });
  const order = page.getByRole("combobox", { name: "Order" });
  const [first, second] = [(await button.boundingBox())!, (await order.boundingBox())!];
  expect(Math.abs(first.y - second.y), "they stand in one line").toBeLessThan(2);
  expect(second.x).toBeGreaterThan(first.x + first.width);
  expect(second.x + second.width, "both are seen as a whole").toBeLessThanOrEqual(390);

  await button.click();
  const dialog = page.getByRole("dialog", { name: "Filters" });
  await dialog.getByLabel("Source", { exact: true }).selectOption("Fair");
  await dialog.getByLabel("Opted out", { exact: true }).selectOption("Not opted out");
  await dialog.getByRole("button", { name: "Show contacts" }).click();
  await expect(people(page)).toHaveText(["Maya Robinson"]);
  await expect(button).toHaveText("Filters · 2");
  await page.reload();
  await button.click();
  await expect(dialog.getByLabel("Source", { exact: true })).toHaveValue("=Fair");
  await dialog.getByRole("button", { name: "Clear filters" }).click();
  await expect(people(page)).toHaveCount(2);
  await expect(button).toHaveText("Filters");
});

test("P6 two contacts are merged: the phone that is chosen stays, with the thread of both, in every browser", async ({ app, page, desk, workspace, browser }) => {
  const { lead: maya, handset } = await desk.maya();
  const second = await desk.maya({ first_name: "M." });
  await handset.sends("From my first phone");
  await second.handset.sends("From my second phone");
  await second.handset.sends("stop");
  const elsewhere = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(elsewhere);
  const other = await elsewhere.newPage();
  await openConversation(other, second.lead.conversation_id);

  await page.goto(`/contacts/${maya.contact_id}`);
  await contact(page).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Merge with another contact" }).click();
  const dialog = page.getByRole("dialog", { name: "Merge contacts" });
  await dialog.getByRole("textbox").fill(formatted(second.handset.phone));
  await dialog.getByRole("textbox").press("Enter");
  await dialog.getByRole("button", { name: /^M\. Robinson/ }).click();
  await expect(dialog.getByRole("radio", { name: formatted(handset.phone) })).toBeChecked();
  await expect(dialog).toContainText("Both phones are, from then on.");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(notice(page, "M. Robinson is merged into Maya Robinson")).toBeVisible();
  await count(page, "1");
  await expect(contact(page)).toContainText(formatted(second.handset.phone));
  await expect(contact(page)).toContainText("Opted out");

  // Whoever had the other one open is led to the one that stays.
  await expect(other).toHaveURL(new RegExp(maya.conversation_id));
  await expect(said(other, "From my first phone")).toBeVisible();
  await expect(said(other, "From my second phone")).toBeVisible();
  await expect(said(other, /merged M\. Robinson/)).toBeVisible();

  // Who kept the old address, or reloads it, is led there too.
  await other.goto(`/conversations/all/${second.lead.conversation_id}`);
  await expect(other).toHaveURL(new RegExp(`/conversations/all/${maya.conversation_id}$`));
  await expect(notice(other, "That contact was merged into this one.")).toBeVisible();
  await other.goto(`/contacts/${second.lead.contact_id}?sort=name`);
  await expect(other).toHaveURL(new RegExp(`/contacts/${maya.contact_id}\\?sort=name$`));
  await elsewhere.close();
});

test("P6 what a merged phone writes begins a conversation of its own, which says and shows into whom it was merged", async ({ page, desk, workspace }) => {
  const maya = await desk.maya();
  const other = await desk.maya({ first_name: "M.", last_name: "Robinson" });
  await workspace.call("merge_contact", {
    path: { contact_id: maya.lead.contact_id },
    body: { other: other.lead.contact_id },
  });
  await other.handset.sends("It is me again");
  await page.goto("/conversations/recents");
  await row(page, "It is me again").click();
  const note = conversation(page).getByRole("note");
  await expect(note).toContainText("This number’s contact was merged into Maya Robinson.");
  await send(page, "So it is");
  await expect.poll(() => other.handset.texts()).toContain("So it is");
  await note.getByRole("link", { name: "Maya Robinson" }).click();
  await expect(page).toHaveURL(new RegExp(maya.lead.conversation_id));
  await expect(conversation(page).getByRole("heading", { level: 2, name: "Maya Robinson" })).toBeVisible();
  await expect(note).toHaveCount(0);
});

test("P6 two selected contacts are merged from the list, and the one that stays can be turned round", async ({ page, workspace }) => {
  const first = await add(workspace, "Ana", "Diaz");
  const second = await add(workspace, "Anna", "Diaz", { company: "Diaz & Co." });
  await page.goto("/contacts");
  await page.getByRole("checkbox", { name: "Select Ana Diaz" }).click();
  await page.getByRole("checkbox", { name: "Select Anna Diaz" }).click();
  await page.getByRole("toolbar", { name: "Selected contacts" }).getByRole("button", { name: "Merge" }).click();
  const dialog = page.getByRole("dialog", { name: "Merge contacts" });
  await dialog.getByRole("radio", { name: formatted(first.phone) }).check();
  await expect(dialog).toContainText(`Texts go to ${formatted(first.phone)} from then on.`);
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(people(page)).toHaveText(["Ana Diaz"]);
  await expect(contact(page)).toContainText("Diaz & Co.");
  await expect(contact(page)).toContainText(formatted(second.phone));
});
