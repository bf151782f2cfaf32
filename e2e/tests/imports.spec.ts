// Importing files of contacts, and of numbers never to be texted.
import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { App } from "../fixtures/app";
import { createWorkspace } from "../fixtures/workspace";
import { composer, conversation, expect, formatted, loseAnswer, newPhone, notice, openConversation, test } from "../fixtures";

/** Hands a file over as somebody who chooses it. */
async function upload(page: Page, button: string, text: string | Buffer, name = "leads.csv") {
  await page.goto("/contacts/imports");
  await chooseFile(page, button, text, name);
}

async function chooseFile(page: Page, button: string, text: string | Buffer, name = "leads.csv") {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  const buffer = Buffer.isBuffer(text) ? text : Buffer.from(text);
  await (await choosing).setFiles({ name, mimeType: "text/csv", buffer });
}

function taken(page: Page, column: string) {
  return page.getByRole("combobox", { name: `What ${column} is` });
}

function figure(page: Page, label: string) {
  return page.locator(".facts > div").filter({ hasText: label }).locator("dd");
}

const check = (page: Page) => page.getByRole("button", { name: "Look through the file" }).click();

test("P6 a file's columns are confirmed, a dry run shows what would happen, and the import tells what came of it", async ({ page, workspace }) => {
  const [maya, theo, known] = [newPhone(), newPhone(), newPhone()];
  await workspace.call("create_contact", { body: { phone: known, first_name: "Old" } });
  const file = [
    "Cell,First Name,E-mail,Opt-in date,Shoe size",
    `${formatted(maya)},Maya,maya@example.net,2026-11-01,38`,
    `${theo},Theo,,,44`,
    `${known},New,,,`,
    `12345,Nobody,,,`,
  ].join("\n");
  await upload(page, "Import contacts", file);
  await expect(page.getByRole("heading", { name: "leads.csv" })).toBeVisible();
  await expect(page.getByText("Contacts · 4 lines")).toBeVisible();
  await expect(taken(page, "Cell").locator("option:checked")).toHaveText("Phone");
  await expect(taken(page, "Opt-in date").locator("option:checked")).toHaveText("Consent: when");
  await expect(taken(page, "Shoe size").locator("option:checked")).toHaveText("Leave out");
  await taken(page, "Shoe size").selectOption("Other field, by this name");
  await page.getByRole("textbox", { name: "Source" }).fill("Austin fair");
  await check(page);
  await expect(page.getByText("Nothing is changed yet.")).toBeVisible();
  await expect(figure(page, "Would be added")).toHaveText("2");
  await expect(figure(page, "Stay as they are")).toHaveText("1");
  await expect(figure(page, "Can’t be imported")).toHaveText("1");
  const wrong = page.getByRole("table", { name: "What is wrong with lines" });
  await expect(wrong.getByRole("row").filter({ hasText: "Nobody" })).toContainText("phone:");
  const { count } = await workspace.call<{ count: number }>("count_contacts");
  expect(count).toBe(1);

  await page.getByRole("button", { name: "Change the columns" }).click();
  await page.getByRole("radio", { name: "Update it with what the file says" }).check();
  await check(page);
  await expect(figure(page, "Would be updated")).toHaveText("1");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download these lines" }).click();
  const report = await readFile(await (await downloading).path(), "utf8");
  expect(report.trim().split("\r\n")).toHaveLength(2);
  expect(report).toContain("5,refused,");

  await page.getByRole("button", { name: "Import 3 contacts" }).click();
  await expect(notice(page, "leads.csv is imported: 2 added, 1 updated")).toBeVisible();
  await expect(figure(page, "Added")).toHaveText("2");
  await page.getByRole("link", { name: "Show contacts" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Maya" })).toContainText("Austin fair");
  await expect(page.getByRole("row").filter({ hasText: "New" })).toBeVisible();

  // The next file with such columns needs no choice.
  await upload(page, "Import contacts", "Shoe size,CELL\n39,5125550199\n", "more.csv");
  await expect(taken(page, "Shoe size").locator("option:checked")).toHaveText("Other field, by this name");
  await expect(taken(page, "CELL").locator("option:checked")).toHaveText("Phone");
  await page.goto("/contacts/imports");
  await expect(page.getByRole("listitem").filter({ hasText: "leads.csv" })).toContainText("Finished");
  await expect(page.getByRole("listitem").filter({ hasText: "more.csv" })).toContainText("Columns to confirm");
});

test("P6 what is no CSV, has no phone or is too large is refused with what to do", async ({ page, workspace: _workspace }) => {
  await upload(page, "Import contacts", Buffer.from("PK\u0003\u0004 a workbook"), "leads.xlsx");
  await expect(page.getByText("This is no CSV file. Open it in your spreadsheet and save it as CSV.")).toBeVisible();
  await upload(page, "Import contacts", Buffer.alloc(16 * 1024 * 1024 + 1, "x"), "large.csv");
  await expect(page.getByText("The file is larger than 16 MB. Split it into several files.")).toBeVisible();
  await upload(page, "Import contacts", "Name,City\nMaya,Austin\n");
  await check(page);
  await expect(page.getByText("Choose the column with the phone.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel the import" }).click();
  await expect(page.getByText("Cancelled")).toBeVisible();
});

test("P6 a file whose upload got no answer is one import when it is chosen again", async ({ page, workspace: _workspace }) => {
  const file = `phone\n${newPhone()}\n`;
  await loseAnswer(page, /\/api\/v1\/imports\?/);
  await upload(page, "Import contacts", file);
  await expect(notice(page, "Copperline doesn't answer")).toBeVisible();
  await chooseFile(page, "Import contacts", file);
  await expect(page.getByRole("heading", { name: "leads.csv" })).toBeVisible();
  await page.goto("/contacts/imports");
  await expect(page.getByRole("listitem").filter({ hasText: "leads.csv" })).toHaveCount(1);
});

test("P6 numbers never to be texted are refused to everybody, contact or not", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  const stranger = newPhone();
  await upload(page, "Import numbers never to be texted", `${handset.phone}\n${stranger}\n`, "dnc.csv");
  await check(page);
  await expect(figure(page, "Contacts that would be opted out")).toHaveText("1");
  await expect(figure(page, "Not contacts yet")).toHaveText("1");
  await page.getByRole("button", { name: "Put 2 numbers on the list" }).click();
  await expect(notice(page, "dnc.csv is imported: 2 numbers are on the list")).toBeVisible();
  await page.getByRole("link", { name: "Show the list" }).click();
  const list = page.getByRole("table", { name: "Numbers" });
  await expect(list).toContainText(formatted(stranger));

  await page.getByRole("button", { name: "Add a number" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a number" });
  const third = newPhone();
  await dialog.getByLabel("Phone").fill(third);
  await dialog.getByRole("button", { name: "Put it on the list" }).click();
  await expect(list).toContainText(formatted(third));
  await page.getByRole("textbox", { name: "Search the numbers" }).fill(formatted(third));
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(list.getByRole("row")).toHaveCount(2);

  await openConversation(page, lead.conversation_id);
  await expect(composer(page)).toBeHidden();
  await expect(conversation(page)).toContainText("Nothing lifts that.");
  await handset.sends("START");
  await expect(conversation(page)).toContainText("START");
  await expect(composer(page)).toBeHidden();
});

test("P6 an import of 50,000 lines goes on after the program was killed in the middle, and no line counts twice", async ({ browser }) => {
  test.setTimeout(300_000);
  const app = await App.start();
  try {
    const context = await browser.newContext({ baseURL: app.baseURL });
    const workspace = await createWorkspace(app, context.request);
    await workspace.signIn(context);
    const page = await context.newPage();
    const lines = Array.from({ length: 50_000 }, (_, n) => `+1512${2_000_000 + n},Lead,${n},2026-11-01`);
    lines[7] = "not a phone,Broken,7,";
    await upload(page, "Import contacts", `phone,first_name,last_name,consent_at\n${lines.join("\n")}\n`, "fifty.csv");
    await check(page);
    await expect(figure(page, "Would be added")).toHaveText("49,999", { timeout: 120_000 });
    await page.getByRole("button", { name: "Import 49,999 contacts" }).click();
    await expect(page.getByText(/Importing: [1-9]\d?,\d{3} of 50,000/)).toBeVisible({ timeout: 60_000 });
    await app.kill();
    await app.up();
    await expect(figure(page, "Added")).toHaveText("49,999", { timeout: 200_000 });
    const { count } = await workspace.call<{ count: number }>("count_contacts");
    expect(count).toBe(49_999);
    await context.close();
  } finally {
    await app.stop();
  }
});

test("P6 a tag that is not there is offered once, and what can't be imported stands first", async ({ page, workspace }) => {
  const phones = Array.from({ length: 4 }, () => newPhone());
  const lines = phones.map((phone) => `${phone},Bulk`);
  await upload(page, "Import contacts", ["Phone,Tags", ...lines, "12345,Bulk"].join("\n"));
  await check(page);
  const wrong = page.getByRole("table", { name: "What is wrong with lines" });
  await expect(wrong.getByRole("row")).toHaveCount(2);
  await expect(wrong).toContainText("12345");
  const kinds = page.getByRole("list", { name: "Kinds of problems" });
  await kinds.getByRole("button", { name: /^There is no tag/ }).click();
  await expect(wrong.getByRole("row")).toHaveCount(5);
  await page.getByRole("button", { name: "Make the tag “Bulk”" }).click();
  await expect(page.getByRole("list", { name: "Tags that are not there" })).toHaveCount(0);
  await expect(figure(page, "Would be added")).toHaveText("4");
  await page.getByRole("button", { name: "Import 4 contacts" }).click();
  await expect(figure(page, "Added")).toHaveText("4");
  const tags = await workspace.call<{ tag: { name: string }; contacts: number }[]>("list_tags");
  expect(tags.map((of) => of.tag.name)).toContain("Bulk");
});

test("P6 an import's page says when its numbers may be old", async ({ page, context, workspace }) => {
  await workspace.call("count_contacts");
  await upload(page, "Import contacts", `Phone\n${newPhone()}\n`);
  await expect(taken(page, "Phone")).toBeVisible();
  // As if the dry run took its time.
  await page.route(/\/api\/v1\/imports\/[^/]+$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), state: "checking" } });
  });
  await page.reload();
  const progress = page.getByRole("region", { name: "Progress" });
  await expect(progress).toBeVisible();
  await expect(progress).not.toContainText("No connection");
  await context.setOffline(true);
  await expect(progress).toContainText("No connection: it may be further by now.");
  await context.setOffline(false);
  await expect(progress).not.toContainText("No connection");
});
