// Tags: the workspace's, and those a contact wears.
import type { Page } from "@playwright/test";

import { choose, contact, expect, newPhone, notice, openConversation, part, row, test, type Workspace } from "../fixtures";

interface Tag {
  id: string;
  name: string;
}

function makeTag(workspace: Workspace, name: string, colour: string): Promise<Tag> {
  return workspace.call("create_tag", { body: { name, colour } });
}

/** One tag in the list of the settings screen. */
function item(page: Page, name: string) {
  return part(page, "Tags").getByRole("listitem").filter({ hasText: name });
}

/** The tags in the panel beside the conversation, the one applied last first. */
function worn(page: Page) {
  return contact(page).getByRole("list", { name: "Tags" }).getByRole("listitem");
}

async function tick(page: Page, ...names: string[]) {
  await contact(page).getByRole("button", { name: "Add tags" }).click();
  const dialog = page.getByRole("dialog", { name: "Tags of this contact" });
  for (const name of names) await dialog.getByRole("checkbox", { name }).click();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(dialog).toBeHidden();
}

test("P2 a tag is made, renamed, recoloured and deleted, with how many contacts that changes", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await page.goto("/settings/tags");
  await page.getByLabel("Name", { exact: true }).fill("Hot quote");
  await page.getByRole("radio", { name: "Teal" }).check();
  await page.getByRole("button", { name: "Make tag" }).click();
  await expect(item(page, "Hot quote")).toContainText("No contacts");
  await page.getByLabel("Name", { exact: true }).fill("HOT QUOTE");
  await page.getByRole("button", { name: "Make tag" }).click();
  await expect(page.getByText("There is a tag called “HOT QUOTE” already.")).toBeVisible();

  const [listed] = await workspace.call<{ tag: Tag }[]>("list_tags");
  const { tag } = listed!;
  await workspace.call("change_contact_tags", { path: { contact_id: lead.contact_id }, body: { add: [tag.id] } });
  await expect(item(page, "Hot quote")).toContainText("1 contact");

  await choose(page, "More for Hot quote", "Edit");
  const edit = page.getByRole("dialog", { name: "Edit Hot quote" });
  await edit.getByLabel("Name").fill("Warm quote");
  await edit.getByRole("radio", { name: "Violet" }).check();
  await edit.getByRole("button", { name: "Save changes" }).click();
  await expect(item(page, "Warm quote")).toContainText("1 contact");

  await choose(page, "More for Warm quote", "Delete");
  const ask = page.getByRole("dialog", { name: "Delete Warm quote?" });
  await expect(ask).toContainText("1 contact wears Warm quote and loses it.");
  await ask.getByRole("button", { name: "Delete" }).click();
  await expect(notice(page, "Warm quote is deleted")).toBeVisible();
  await expect(page.getByText("No tags yet")).toBeVisible();
});

test("P2 tags merge: contacts that wear both keep one", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  const theo = await desk.lead({ phone: newPhone(), first_name: "Theo" });
  const [hot, warm] = [await makeTag(workspace, "Hot", "copper"), await makeTag(workspace, "Warm", "ochre")];
  const put = (id: string, add: string[]) =>
    workspace.call("change_contact_tags", { path: { contact_id: id }, body: { add } });
  await put(lead.contact_id, [hot.id]);
  await put(theo.contact_id, [hot.id, warm.id]);
  await page.goto("/settings/tags");
  await choose(page, "More for Hot", "Merge");
  const dialog = page.getByRole("dialog", { name: "Merge Hot into another tag" });
  await expect(dialog).toContainText("2 contacts wear Hot");
  await dialog.getByRole("button", { name: "Merge" }).click();
  await expect(notice(page, "Hot is merged into Warm")).toBeVisible();
  await expect(part(page, "Tags").getByRole("listitem")).toHaveText(/Warm.*2 contacts/);
});

test("C13 several tags are ticked and applied, and the row takes the colour of the last, in every browser", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  await makeTag(workspace, "Hot quote", "copper");
  await makeTag(workspace, "Term life", "teal");
  const elsewhere = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(elsewhere);
  const other = await elsewhere.newPage();
  await openConversation(other, lead.conversation_id);
  await expect(contact(other).getByText("None yet.")).toBeVisible();

  await openConversation(page, lead.conversation_id);
  await tick(page, "Hot quote", "Term life");
  for (const one of [page, other]) {
    await expect(worn(one)).toHaveText(["Term life", "Hot quote"]);
    await expect(one.getByLabel(/Tag: Term life|tag Term life/)).toBeVisible();
  }
  await tick(page, "Term life");
  for (const one of [page, other]) {
    await expect(worn(one)).toHaveText(["Hot quote"]);
    await expect(one.getByLabel(/Tag: Hot quote|tag Hot quote/)).toBeVisible();
  }
  await elsewhere.close();
});

test("P2 C13 a tag that is renamed or deleted elsewhere changes where it is worn", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  const hot = await makeTag(workspace, "Hot", "copper");
  await workspace.call("change_contact_tags", { path: { contact_id: lead.contact_id }, body: { add: [hot.id] } });
  await openConversation(page, lead.conversation_id);
  await expect(worn(page)).toHaveText(["Hot"]);
  await workspace.call("update_tag", { path: { tag_id: hot.id }, body: { name: "Very hot" } });
  await expect(worn(page)).toHaveText(["Very hot"]);
  await expect(page.getByLabel(/[Tt]ag:? Very hot/)).toBeVisible();
  await workspace.call("delete_tag", { path: { tag_id: hot.id } });
  await expect(contact(page).getByText("None yet.")).toBeVisible();
  await expect(page.getByLabel(/[Tt]ag:? Very hot/)).toHaveCount(0);
  await expect(row(page, "Maya Robinson")).toBeVisible();
});

test("C13 a workspace without tags says who makes them and where", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Add tags" }).click();
  const dialog = page.getByRole("dialog", { name: "Tags of this contact" });
  await dialog.getByRole("link", { name: "Make and change tags" }).click();
  await expect(page.getByRole("heading", { name: "New tag" })).toBeVisible();
});

test("C13 C19 on a phone Esc closes the tags and leaves the contact open", async ({ page, desk, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { lead } = await desk.maya();
  await makeTag(workspace, "Hot", "copper");
  await openConversation(page, lead.conversation_id);
  await page.getByRole("button", { name: "Contact" }).click();
  await contact(page).getByRole("button", { name: "Add tags" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Tags of this contact" })).toBeHidden();
  await expect(contact(page).getByRole("button", { name: "Add tags" })).toBeFocused();
});
