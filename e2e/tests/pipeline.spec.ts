// The pipeline: a contact's stage in the conversation, and the board.
import type { Locator, Page } from "@playwright/test";

import { choose, composer, conversation, expect, newPhone, notice, openConversation, said, test, type Desk, type Workspace } from "../fixtures";

interface Stage {
  id: string;
  name: string;
  cards: number;
  total_micros: number;
}

async function stages(workspace: Workspace): Promise<Map<string, Stage>> {
  const listed = await workspace.call<Stage[]>("list_pipeline_stages");
  return new Map(listed.map((stage) => [stage.name, stage]));
}

/** Puts a contact on top of a stage. */
async function put(workspace: Workspace, contact: string, stage: string, dollars?: number): Promise<void> {
  const { id } = (await stages(workspace)).get(stage)!;
  await workspace.call("put_pipeline_card", {
    path: { contact_id: contact },
    body: { stage_id: id, amount_micros: dollars === undefined ? undefined : dollars * 1_000_000 },
  });
}

/** People called so, on top of each other in a stage: the last one highest. */
async function people(desk: Desk, stage: string, names: string[], dollars?: number): Promise<string[]> {
  const contacts: string[] = [];
  for (const first_name of names) {
    const { contact_id } = await desk.lead({ phone: newPhone(), first_name });
    await put(desk.workspace, contact_id, stage, dollars);
    contacts.push(contact_id);
  }
  return contacts;
}

function column(page: Page, name: string): Locator {
  return page.getByRole("region", { name, exact: true });
}

function cards(page: Page, name: string): Locator {
  return column(page, name).getByRole("link");
}

function card(page: Page, name: string): Locator {
  return page.getByRole("group", { name: "Pipeline board" }).getByRole("link", { name });
}

/** Who stands in a column, from the top. */
async function expectNames(page: Page, stage: string, names: string[]): Promise<void> {
  await expect(cards(page, stage)).toContainText(names);
  await expect(cards(page, stage)).toHaveCount(names.length);
}

/** Drags what is shown at one place to a place within another element. */
async function drag(page: Page, from: Locator, to: Locator, at: { x?: number; y?: number } = {}): Promise<void> {
  const [start, end] = [(await from.boundingBox())!, (await to.boundingBox())!];
  await page.mouse.move(start.x + 40, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 60, start.y + start.height / 2 + 10);
  await page.mouse.move(end.x + end.width * (at.x ?? 0.5), end.y + end.height * (at.y ?? 0.5), { steps: 4 });
}

test("C12 the Pipeline button puts a contact in a stage with the amount quoted, and takes it off again", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await conversation(page).getByRole("button", { name: "Pipeline" }).click();
  const dialog = page.getByRole("dialog", { name: "Maya Robinson" });
  await dialog.getByLabel("Stage").selectOption("Quoted");
  await dialog.getByLabel("Quoted amount").fill("a lot");
  await dialog.getByRole("button", { name: "Put in pipeline" }).click();
  await expect(dialog.getByLabel("Quoted amount")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Quoted amount").fill("1,140.50");
  await dialog.getByRole("button", { name: "Put in pipeline" }).click();
  await expect(notice(page, "Maya Robinson moved to Quoted")).toBeVisible();
  await expect(said(page, "Olivia Owner moved Maya Robinson to Quoted · $1,140.50")).toBeVisible();
  const button = conversation(page).getByRole("button", { name: "Quoted · $1,140.50" });
  await expect(button).toBeVisible();

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Pipeline" }).click();
  await expect(cards(page, "Quoted")).toContainText(["Maya Robinson"]);
  await expect(column(page, "Quoted")).toContainText("$1,140.50");
  await expect(column(page, "Quoted")).toContainText("1 contact");

  await openConversation(page, lead.conversation_id);
  await button.click();
  await dialog.getByLabel("Stage").selectOption("Won");
  await dialog.getByLabel("Quoted amount").fill("");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(conversation(page).getByRole("button", { name: "Pipeline: Won" })).toBeVisible();
  await conversation(page).getByRole("button", { name: "Pipeline: Won" }).click();
  await dialog.getByRole("button", { name: "Take off the pipeline" }).click();
  await expect(said(page, "Olivia Owner took Maya Robinson off the pipeline")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(conversation(page).getByRole("button", { name: "Pipeline: Won" })).toBeVisible();
});

test("C12 what is half typed of an amount stays when somebody else moves the contact meanwhile", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await put(workspace, lead.contact_id, "Contacted");
  await openConversation(page, lead.conversation_id);
  await conversation(page).getByRole("button", { name: "Contacted" }).click();
  const dialog = page.getByRole("dialog", { name: "Maya Robinson" });
  await dialog.getByLabel("Quoted amount").fill("1,14");
  await put(workspace, lead.contact_id, "Quoted", 900);
  await expect(dialog.getByText("Somebody else has just changed this to 900.")).toBeVisible();
  await expect(dialog.getByLabel("Quoted amount")).toHaveValue("1,14");
  await expect(dialog.getByLabel("Stage")).toHaveValue((await stages(workspace)).get("Quoted")!.id);
});

test("P1 a card dragged to another column stands where it was put, in every browser, and Undo puts it back", async ({ app, page, desk, workspace, browser }) => {
  await people(desk, "Contacted", ["Ana", "Ben", "Cleo"], 100);
  await people(desk, "Quoted", ["Xena", "Yuri"], 250);
  const elsewhere = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(elsewhere);
  const other = await elsewhere.newPage();
  for (const one of [page, other]) {
    await one.goto("/pipeline");
    await expectNames(one, "Contacted", ["Cleo", "Ben", "Ana"]);
  }
  // Into the gap: the lower half of the upper card.
  await drag(page, card(page, "Ben"), card(page, "Yuri"), { y: 0.8 });
  await expect(page.getByText("Ben$100", { exact: true })).toBeVisible();
  await page.mouse.up();
  for (const one of [page, other]) {
    await expectNames(one, "Quoted", ["Yuri", "Ben", "Xena"]);
    await expectNames(one, "Contacted", ["Cleo", "Ana"]);
    await expect(column(one, "Quoted")).toContainText("$600");
    await expect(column(one, "Contacted")).toContainText("$200");
  }
  await expect(page).toHaveURL(/\/pipeline$/);
  await page.getByRole("button", { name: "Undo" }).click();
  for (const one of [page, other]) {
    await expectNames(one, "Contacted", ["Cleo", "Ben", "Ana"]);
    await expectNames(one, "Quoted", ["Yuri", "Xena"]);
  }
  const known = await stages(workspace);
  expect(known.get("Contacted")).toMatchObject({ cards: 3, total_micros: 300_000_000 });
  await elsewhere.close();
});

test("P1 Esc puts a dragged card back, and a drag under way outlives what others do", async ({ page, desk, workspace }) => {
  const [ana] = await people(desk, "Contacted", ["Ana", "Ben"]);
  await people(desk, "Quoted", ["Xena"]);
  await page.goto("/pipeline");
  await drag(page, card(page, "Ben"), card(page, "Xena"));
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expectNames(page, "Contacted", ["Ben", "Ana"]);

  await drag(page, card(page, "Ben"), card(page, "Xena"), { y: 0.8 });
  await put(workspace, ana!, "Won");
  await expectNames(page, "Won", ["Ana"]);
  await page.mouse.up();
  await expectNames(page, "Quoted", ["Xena", "Ben"]);
  await expect(column(page, "Contacted")).toContainText("Nobody here");
});

test("P1 a move that the server refuses is taken back and said", async ({ page, desk }) => {
  await people(desk, "Contacted", ["Ana"]);
  await page.goto("/pipeline");
  await expectNames(page, "Contacted", ["Ana"]);
  await page.route("**/move", (route) => route.abort());
  await drag(page, card(page, "Ana"), column(page, "Won"));
  await page.mouse.up();
  await expect(notice(page, "Copperline doesn't answer")).toBeVisible();
  await expectNames(page, "Contacted", ["Ana"]);
  await expectNames(page, "Won", []);
});

test("P1 cards move by keys alone, which is announced", async ({ page, desk }) => {
  await people(desk, "Contacted", ["Ana", "Ben"]);
  await people(desk, "Quoted", ["Xena"]);
  await page.goto("/pipeline");
  await card(page, "Ben").focus();
  await page.keyboard.press("ArrowDown");
  await expect(card(page, "Ana")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(card(page, "Xena")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Space");
  const told = page.getByRole("status").filter({ hasText: /place|picked|put|back/ });
  await expect(told).toContainText("picked up. Contacted, place");
  await page.keyboard.press("ArrowRight");
  await expect(told).toContainText("Quoted, place");
  await page.keyboard.press("Escape");
  await expect(told).toContainText("is back where it was");
  await expectNames(page, "Contacted", ["Ben", "Ana"]);

  await card(page, "Ana").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await expect(told).toContainText("Quoted, place 1 of 2");
  await page.keyboard.press("Space");
  await expect(told).toContainText("Ana put down in Quoted");
  await expectNames(page, "Quoted", ["Ana", "Xena"]);
  await expect(card(page, "Ana")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(conversation(page).getByRole("heading", { name: "Ana" })).toBeVisible();
});

test("P1 a card opens its conversation beside the board, where one can answer", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await put(desk.workspace, lead.contact_id, "Quoted", 500);
  await page.goto("/pipeline");
  await handset.sends("Which one is it?");
  await expect(card(page, "Maya Robinson")).toContainText("1 unread");
  await card(page, "Maya Robinson").click();
  await expect(said(page, "Which one is it?")).toBeVisible();
  await expect(card(page, "Maya Robinson")).not.toContainText("unread");
  await expect(card(page, "Maya Robinson")).toHaveAttribute("aria-current", "true");
  await composer(page).fill("The first one");
  await composer(page).press("Enter");
  await expect(said(page, "The first one")).toBeVisible();
  await conversation(page).getByRole("button", { name: "Hot" }).click();
  await expect(card(page, "Maya Robinson")).toContainText("Hot lead");
  await conversation(page).getByRole("link", { name: "Back" }).click();
  await expect(conversation(page)).toHaveCount(0);
  await expect(card(page, "Maya Robinson")).toBeFocused();
});

test("P1 the board is searched by name and phone, and says where nothing is found", async ({ page, desk }) => {
  const phone = newPhone();
  const { contact_id } = await desk.lead({ phone, first_name: "Theo", last_name: "Nguyen" });
  await put(desk.workspace, contact_id, "Won");
  await people(desk, "Contacted", ["Ana", "Ben"]);
  await page.goto("/pipeline");
  await expect(card(page, "Ben")).toBeVisible();
  const search = page.getByRole("textbox", { name: "Search the pipeline" });
  for (const wanted of ["nguyen", phone.slice(-7)]) {
    await search.fill(wanted);
    await search.press("Enter");
    await expect(page).toHaveURL(/search=/);
    await expectNames(page, "Contacted", []);
    await expectNames(page, "Won", ["Theo Nguyen"]);
  }
  await expect(column(page, "Contacted")).toContainText("Nothing found here");
  await page.reload();
  await expectNames(page, "Won", ["Theo Nguyen"]);
  await page.getByRole("button", { name: "Clear search" }).click();
  await expectNames(page, "Contacted", ["Ben", "Ana"]);
});

test("P1 a long column comes in pages, and keeps its scroll when others move cards", async ({ page, desk, workspace }) => {
  test.setTimeout(120_000);
  const { id } = (await stages(workspace)).get("Contacted")!;
  for (let n = 0; n < 60; n += 1) {
    const { id: contact } = await workspace.call<{ id: string }>("create_contact", {
      body: { phone: newPhone(), first_name: `Person ${n}` },
    });
    await workspace.call("put_pipeline_card", { path: { contact_id: contact }, body: { stage_id: id } });
  }
  await page.goto("/pipeline");
  await expect(cards(page, "Contacted")).toHaveCount(40);
  await cards(page, "Contacted").last().scrollIntoViewIfNeeded();
  await expect(cards(page, "Contacted")).toHaveCount(60);
  await expect(column(page, "Contacted")).toContainText("60 contacts");
  const seen = card(page, "Person 20");
  await seen.scrollIntoViewIfNeeded();
  const before = (await seen.boundingBox())!.y;
  await people(desk, "Contacted", ["Newcomer"]);
  await expect(cards(page, "Contacted")).toHaveCount(61);
  expect(Math.abs((await seen.boundingBox())!.y - before)).toBeLessThan(2);
});

test("P1 stages are added, renamed, recoloured, moved and removed with a target", async ({ page, desk, workspace }) => {
  await people(desk, "Quoted", ["Ana", "Ben"], 100);
  await page.goto("/pipeline");
  await page.getByRole("button", { name: "Add stage" }).click();
  const adding = page.getByRole("dialog", { name: "New stage" });
  await adding.getByLabel("Name").fill("quoted");
  await adding.getByRole("button", { name: "Add stage" }).click();
  await expect(adding.getByText("There is a stage called quoted already")).toBeVisible();
  await adding.getByLabel("Name").fill("Inspection");
  await adding.getByLabel("Violet").check({ force: true });
  await adding.getByRole("button", { name: "Add stage" }).click();
  await expect(column(page, "Inspection")).toBeVisible();

  await choose(page, "Change Inspection", "Move left");
  await expect.poll(async () => [...(await stages(workspace)).keys()].indexOf("Inspection")).toBe(5);
  await choose(page, "Change Inspection", "Rename or recolour…");
  const editing = page.getByRole("dialog", { name: "Edit Inspection" });
  await editing.getByLabel("Name").fill("Survey");
  await editing.getByRole("button", { name: "Save changes" }).click();
  await expect(column(page, "Survey")).toBeVisible();

  await choose(page, "Change Quoted", "Remove…");
  const removing = page.getByRole("dialog", { name: "Remove Quoted?" });
  await expect(removing).toContainText("2 contacts stand in this stage.");
  await removing.getByLabel("Move its contacts to").selectOption("Survey");
  await removing.getByRole("button", { name: "Remove stage" }).click();
  await expect(column(page, "Quoted")).toHaveCount(0);
  await expectNames(page, "Survey", ["Ben", "Ana"]);
  await expect(column(page, "Survey")).toContainText("$200");
});

test("P1 the menu of a card moves it, and takes it off with Undo", async ({ page, desk }) => {
  await people(desk, "Contacted", ["Ana", "Ben"], 80);
  await page.goto("/pipeline");
  await card(page, "Ana").hover();
  await choose(page, "Move Ana", "Move to the top");
  await expectNames(page, "Contacted", ["Ana", "Ben"]);
  await choose(page, "Move Ana", "Move to Won");
  await expectNames(page, "Won", ["Ana"]);
  await choose(page, "Move Ana", "Take off the pipeline");
  await expectNames(page, "Won", []);
  await page.getByRole("button", { name: "Undo" }).click();
  await expectNames(page, "Won", ["Ana"]);
  await expect(column(page, "Won")).toContainText("$80");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("P1 one column is shown at a time, and cards move by their menu and by their handle", async ({ page, desk }) => {
    await people(desk, "Contacted", ["Ana", "Ben"], 80);
    await page.goto("/pipeline");
    await page.getByRole("navigation", { name: "Stages" }).getByRole("link", { name: "Contacted" }).click();
    await expect(card(page, "Ana")).toBeVisible();
    await expect(column(page, "Quoted")).toBeHidden();

    // A finger on the handle.
    const handle = column(page, "Contacted").getByTitle("Drag to move");
    const [top, low] = [(await handle.first().boundingBox())!, (await handle.last().boundingBox())!];
    const finger = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0) =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
    await touch("touchStart", top.x + 10, top.y + 30);
    await touch("touchMove", top.x + 10, top.y + 50);
    await touch("touchMove", low.x - 60, low.y + low.height * 0.8);
    await touch("touchEnd");
    await expectNames(page, "Contacted", ["Ana", "Ben"]);

    await choose(page, "Move Ana", "Move to Quoted");
    await expectNames(page, "Contacted", ["Ben"]);
    await page.getByRole("navigation", { name: "Stages" }).getByRole("link", { name: "Quoted" }).click();
    await expectNames(page, "Quoted", ["Ana"]);
    await card(page, "Ana").click();
    await expect(conversation(page).getByRole("heading", { name: "Ana" })).toBeVisible();
    await conversation(page).getByRole("link", { name: "Back" }).click();
    await expect(card(page, "Ana")).toBeVisible();
  });
});
