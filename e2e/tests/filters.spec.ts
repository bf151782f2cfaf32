// Filters of the list, the tabs' counts under them, and saved ones.
import type { Page } from "@playwright/test";

import {
  assign,
  choose,
  colleague,
  type Desk,
  expect,
  expectAccessible,
  makeGroup,
  newPhone,
  notice,
  openConversation,
  row,
  rows,
  saveGroup,
  tab,
  test,
  type Workspace,
} from "../fixtures";

interface Met {
  name: string;
  conversation_id: string;
  contact_id: string;
}

/** Five conversations, Eve's on top. */
async function five(desk: Desk): Promise<Met[]> {
  const met = [];
  for (const name of ["Ada", "Ben", "Cleo", "Dan", "Eve"]) {
    met.push({ name, ...(await desk.lead({ phone: newPhone(), first_name: name, last_name: "Lee" })) });
  }
  return met;
}

function tagged(workspace: Workspace, contact: string, add: string[], remove: string[] = []) {
  return workspace.call("change_contact_tags", { path: { contact_id: contact }, body: { add, remove } });
}

async function makeTag(workspace: Workspace, name: string): Promise<string> {
  const { id } = await workspace.call<{ id: string }>("create_tag", { body: { name, colour: "teal" } });
  return id;
}

async function filter(page: Page, choices: Record<string, string>, unread = false) {
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Filter conversations" });
  for (const [field, choice] of Object.entries(choices)) await dialog.getByLabel(field, { exact: true }).selectOption(choice);
  if (unread) await dialog.getByRole("checkbox", { name: "Unread only" }).check();
  await dialog.getByRole("button", { name: "Show conversations" }).click();
  await expect(dialog).toBeHidden();
}

function chip(page: Page, name: string) {
  return page.getByRole("list", { name: "Filters" }).getByRole("link", { name: `Remove filter ${name}` });
}

test("C18 the list is filtered by tag, its tabs count what passes, and the address keeps it", async ({ page, desk, workspace }) => {
  const met = await five(desk);
  const tag = await makeTag(workspace, "Quoted");
  for (const one of met.slice(0, 3)) await tagged(workspace, one.contact_id, [tag]);
  await workspace.call("update_conversation", { path: { conversation_id: met[0]!.conversation_id }, body: { archived: true } });
  await workspace.call("update_conversation", { path: { conversation_id: met[1]!.conversation_id }, body: { hot: true } });
  await page.goto("/");
  await filter(page, { Tag: "Quoted" });
  await expect(rows(page)).toHaveText([/Cleo/, /Ben/]);
  await expect(tab(page, "All")).toContainText("3");
  await expect(tab(page, "Hot Leads")).toContainText("1");
  await expect(tab(page, "Recents")).toContainText("2");
  await expect(page).toHaveURL(new RegExp(`tag=${tag}`));
  await page.reload();
  await expect(rows(page)).toHaveText([/Cleo/, /Ben/]);
  await expect(tab(page, "All")).toContainText("3");
  await expect(chip(page, "Tag: Quoted")).toBeVisible();
  await expectAccessible(page);
  await tab(page, "Hot Leads").click();
  await expect(rows(page)).toHaveText([/Ben/]);
  await chip(page, "Tag: Quoted").click();
  await expect(page).toHaveURL(/\/conversations\/hot$/);
  await expect(tab(page, "All")).toContainText("5");
});

test("C18 a filtered list is live: tags, stages, people and messages bring rows and take them", async ({ page, desk, workspace }) => {
  const met = await five(desk);
  const [quoted, warm] = [await makeTag(workspace, "Quoted"), await makeTag(workspace, "Warm")];
  await tagged(workspace, met[0]!.contact_id, [quoted, warm]);
  await page.goto(`/conversations/recents?tag=${quoted}`);
  await expect(rows(page)).toHaveText([/Ada/]);
  // The row shows the other tag, and it is not on the list yet.
  await tagged(workspace, met[2]!.contact_id, [quoted, warm]);
  await expect(rows(page)).toHaveText([/Cleo/, /Ada/]);
  await expect(tab(page, "Recents")).toContainText("2");
  await tagged(workspace, met[0]!.contact_id, [], [quoted]);
  await expect(rows(page)).toHaveText([/Cleo/]);
  await expect(tab(page, "Recents")).toContainText("1");

  const stages = await workspace.call<{ id: string; name: string }[]>("list_pipeline_stages");
  await page.goto("/");
  await filter(page, { "Pipeline stage": "Quoted" });
  await expect(page.getByText("Nothing passes this filter")).toBeVisible();
  const to = (contact: string, name: string) =>
    workspace.call("put_pipeline_card", { path: { contact_id: contact }, body: { stage_id: stages.find((stage) => stage.name === name)!.id } });
  await to(met[1]!.contact_id, "Quoted");
  await expect(rows(page)).toHaveText([/Ben/]);
  await to(met[3]!.contact_id, "Quoted");
  await expect(rows(page)).toHaveText([/Dan/, /Ben/]);
  await to(met[1]!.contact_id, "Won");
  await expect(rows(page)).toHaveText([/Dan/]);
});

test("C18 an unread one that is opened stays in the list of unread ones until another is opened", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  const theo = newPhone();
  await desk.lead({ phone: theo, first_name: "Theo", last_name: "Park" });
  await page.goto("/conversations/recents?unread=true");
  await expect(page.getByText("Nothing passes this filter")).toBeVisible();
  await handset.sends("Is it still open?");
  await desk.handset(theo).sends("Hello");
  await expect(rows(page)).toHaveText([/Theo/, /Maya/]);
  await row(page, "Maya").click();
  await expect(async () => {
    const { conversation } = await workspace.call<{ conversation: { unread_count: number } }>("read_conversation", { path: { conversation_id: lead.conversation_id } });
    expect(conversation.unread_count).toBe(0);
  }).toPass();
  await expect(rows(page)).toHaveText([/Theo/, /Maya/]);
  await row(page, "Theo").click();
  await expect(rows(page)).toHaveText([/Theo/]);
});

test("C18 a filter is saved beside the tabs for oneself, then for everybody, renamed and deleted", async ({ app, page, desk, workspace, browser }) => {
  const met = await five(desk);
  const sam = await colleague(app, workspace, browser);
  await assign(workspace, met[0]!.conversation_id, { agent_id: sam.id });
  await sam.page.goto("/");
  await page.goto("/");
  await filter(page, { "Assigned to": "Sam Lee" });
  await expect(rows(page)).toHaveText([/Ada/]);
  await page.getByRole("button", { name: "Save filter" }).click();
  const dialog = page.getByRole("dialog", { name: "Save filter" });
  await dialog.getByLabel("Name").fill("Sam’s");
  await dialog.getByRole("button", { name: "Save filter" }).click();
  await expect(notice(page, "Sam’s is saved")).toBeVisible();
  const saved = (page: Page) => page.getByRole("navigation", { name: "Saved filters" });
  await expect(saved(page).getByRole("link", { name: "Sam’s" })).toHaveAttribute("aria-current", "page");
  await expect(saved(sam.page)).toHaveCount(0);

  await choose(page, "More for Sam’s", "Edit");
  const edit = page.getByRole("dialog", { name: "Edit Sam’s" });
  await edit.getByLabel("Name").fill("Team Sam");
  await edit.getByRole("checkbox", { name: "For everybody" }).check();
  await edit.getByRole("button", { name: "Save filter" }).click();
  for (const one of [page, sam.page]) await expect(saved(one).getByRole("link", { name: /Team Sam/ })).toBeVisible();
  await saved(sam.page).getByRole("link", { name: /Team Sam/ }).click();
  await expect(rows(sam.page)).toHaveText([/Ada/]);
  await expect(sam.page.getByRole("button", { name: "More for Team Sam" })).toHaveCount(0);
  await expectAccessible(sam.page);

  await choose(page, "More for Team Sam", "Delete");
  for (const one of [page, sam.page]) await expect(saved(one)).toHaveCount(0);
  await sam.context.close();
});

test("C18 A2 the list is filtered by a group, live, and the address and a saved filter keep it until the group is deleted", async ({ page, desk, workspace }) => {
  const met = await five(desk);
  const [sales, support] = [await makeGroup(workspace, "Sales"), await makeGroup(workspace, "Support")];
  await assign(workspace, met[0]!.conversation_id, { group_id: sales.id });
  await assign(workspace, met[1]!.conversation_id, { group_id: support.id });
  await page.goto("/");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const field = page.getByRole("dialog", { name: "Filter conversations" }).getByLabel("Assigned to", { exact: true });
  await expect(field.locator('optgroup[label="Groups"] option')).toHaveText(["Everyone", "Sales", "Support"]);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await filter(page, { "Assigned to": "Sales" });
  await expect(rows(page)).toHaveText([/Ada/]);
  await expect(page).toHaveURL(new RegExp(`assignee=group(:|%3A)${sales.id}`));
  await page.reload();
  await expect(chip(page, "Assigned to Sales")).toBeVisible();
  await expect(rows(page)).toHaveText([/Ada/]);
  await assign(workspace, met[2]!.conversation_id, { group_id: sales.id });
  await expect(rows(page)).toHaveText([/Cleo/, /Ada/]);
  await expect(tab(page, "All")).toContainText("2");
  await assign(workspace, met[0]!.conversation_id, { group_id: support.id });
  await expect(rows(page)).toHaveText([/Cleo/]);
  await saveGroup(workspace, { ...sales, name: "Closers" });
  await expect(chip(page, "Assigned to Closers")).toBeVisible();

  await page.getByRole("button", { name: "Save filter" }).click();
  const dialog = page.getByRole("dialog", { name: "Save filter" });
  await dialog.getByLabel("Name").fill("Closing");
  await dialog.getByRole("button", { name: "Save filter" }).click();
  const saved = page.getByRole("navigation", { name: "Saved filters" });
  await expect(saved.getByRole("link", { name: "Closing" })).toHaveAttribute("aria-current", "page");
  await workspace.call("delete_group", { path: { group_id: sales.id } });
  await expect(saved).toHaveCount(0);
  await expect(chip(page, "Assigned to a group that is gone")).toBeVisible();
  await expect(page.getByText("Nothing passes this filter")).toBeVisible();
  await filter(page, { "Assigned to": "Nobody" });
  await expect(rows(page)).toHaveText([/Eve/, /Dan/, /Cleo/]);
});

test("C18 A2 my groups are those I am in, and the list follows whoever joins and leaves", async ({ app, page, desk, workspace, browser }) => {
  const met = await five(desk);
  const sam = await colleague(app, workspace, browser);
  const [sales, support] = [await makeGroup(workspace, "Sales", [sam.id]), await makeGroup(workspace, "Support")];
  await assign(workspace, met[0]!.conversation_id, { group_id: sales.id });
  await assign(workspace, met[1]!.conversation_id, { group_id: support.id });
  await assign(workspace, met[2]!.conversation_id, { agent_id: sam.id });
  for (const one of [page, sam.page]) {
    await one.goto("/");
    await filter(one, { "Assigned to": "My groups" });
    await expect(chip(one, "Assigned to my groups")).toBeVisible();
    await expect(one).toHaveURL(/assignee=my_groups/);
  }
  await expect(page.getByText("Nothing passes this filter")).toBeVisible();
  await expect(rows(sam.page)).toHaveText([/Ada/]);
  await expect(tab(sam.page, "All")).toContainText("1");
  await assign(workspace, met[3]!.conversation_id, { group_id: sales.id });
  await expect(rows(sam.page)).toHaveText([/Dan/, /Ada/]);
  await saveGroup(workspace, { ...support, agent_ids: [sam.id] });
  await expect(rows(sam.page)).toHaveText([/Dan/, /Ben/, /Ada/]);
  await expect(tab(sam.page, "All")).toContainText("3");
  await saveGroup(workspace, { ...sales, agent_ids: [] });
  await expect(rows(sam.page)).toHaveText([/Ben/]);
  await expect(tab(sam.page, "All")).toContainText("1");
  await workspace.call("delete_group", { path: { group_id: support.id } });
  await expect(sam.page.getByText("Nothing passes this filter")).toBeVisible();
  await expect(page.getByText("Nothing passes this filter")).toBeVisible();
  await sam.context.close();
});

test("C18 C6 all that match are those that pass the filter", async ({ page, desk, workspace }) => {
  test.setTimeout(120_000);
  const { secret } = await workspace.call<{ secret: string }>("create_api_token", { body: { name: "Vendor", scopes: ["leads"] } });
  const tag = await makeTag(workspace, "Quoted");
  for (let at = 0; at < 110; at++) {
    const lead = await workspace.call<Met>("create_lead", { body: { phone: newPhone(), first_name: `No ${at}` }, token: secret });
    if (at % 2 === 0) await tagged(workspace, lead.contact_id, [tag]);
  }
  await page.goto(`/conversations/recents?tag=${tag}`);
  await page.getByRole("checkbox", { name: /^Select No 108/ }).click();
  await page.getByRole("button", { name: "Select all 55 that match" }).click();
  await page.getByRole("toolbar", { name: "Selected conversations" }).getByRole("button", { name: "Archive" }).click();
  await expect(notice(page, "55 archived")).toBeVisible();
  await expect(page.getByText("Nothing passes this filter")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).first().click();
  await expect(tab(page, "Recents")).toContainText("55");
});

test("C18 a filter by an open conversation survives, on a phone too", async ({ page, desk, workspace }) => {
  const met = await five(desk);
  await page.setViewportSize({ width: 390, height: 844 });
  await workspace.call("update_conversation", { path: { conversation_id: met[0]!.conversation_id }, body: { unread: true } });
  await page.goto("/");
  await filter(page, {}, true);
  await expect(rows(page)).toHaveText([/Ada/]);
  await openConversation(page, met[1]!.conversation_id);
  await page.goBack();
  await expect(chip(page, "Unread")).toBeVisible();
});

test("C18 X9 where what is filtered by can't be fetched a line says so, and leads on", async ({ page, workspace: _workspace }) => {
  const overlays = "**/assets/split_overlays*";
  await page.route(overlays, (route) => route.abort());
  await page.goto("/conversations/recents?unread=true");
  const missing = page.getByRole("alert").filter({ hasText: "This could not be fetched." });
  await expect(missing).toBeVisible();
  expect((await missing.boundingBox())!.height).toBeLessThan(40);
  await missing.getByRole("button", { name: "Try again" }).click();
  // It may never come to this page: a newer one is needed.
  const reload = missing.getByRole("button", { name: "Load the page again" });
  await expect(reload).toBeVisible();
  await page.unroute(overlays);
  await reload.click();
  await expect(chip(page, "Unread")).toBeVisible();
});
