// Workflows and redrips: made, tried, changed and kept. Starting them: see `workflow_runs.spec.ts`.
import type { Page } from "@playwright/test";

import {
  choiceOf,
  choose,
  colleague,
  contact,
  conversation,
  dryRun,
  expect,
  expectAccessible,
  HI,
  LATER,
  makeGroup,
  makeToken,
  makeWorkflow,
  newPhone,
  notice,
  openConversation,
  row,
  runs,
  said,
  step,
  test,
  wordsOf,
} from "../fixtures";

function name(page: Page) {
  return page.getByLabel("Name", { exact: true });
}

function list(page: Page, kind = "Workflows") {
  return page.getByRole("list", { name: kind });
}

function save(page: Page) {
  return page.getByRole("button", { name: /^(Make it|Save changes)$/ }).click();
}

async function expectNothingSticksOut(page: Page) {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond, `pixels sticking out of ${page.url()}`).toBeLessThanOrEqual(0);
}

test("P4 a workflow is made with a dry run beside it, changed and deleted", async ({ page, desk, workspace }) => {
  await desk.maya({ state: "TX", zip: "78704" });
  await workspace.call("create_tag", { body: { name: "Nurture", colour: "teal" } });
  await page.goto("/workflows");
  await page.getByRole("link", { name: "New workflow" }).click();
  await name(page).fill("First days");
  await page.getByRole("combobox", { name: "Tag", exact: true }).selectOption("Nurture");
  await wordsOf(page, /^1\. Send a text/).fill("Hi {{first_name|there}}");
  await choose(page, "Add a step", /^Wait$/);
  await step(page, /^2\. Wait/).getByLabel("How long").fill("3");
  const plan = dryRun(page);
  await choose(page, "Add a step", "Send a text");
  await wordsOf(page, /^3\. Send a text/).fill("Still there?");
  await expect(plan.getByRole("listitem")).toHaveCount(2);
  await expect(plan.getByRole("listitem").first()).toContainText("Hi Maya");
  await expect(plan).toContainText("By the clocks of America/Chicago");
  await expectAccessible(page);

  // Another order, and back again; what is typed goes along.
  await page.getByRole("button", { name: "Move up 3. Send a text" }).click();
  await expect(wordsOf(page, /^2\. Send a text/)).toHaveValue("Still there?");
  await save(page);
  await expect(step(page, /^3\. Wait/)).toContainText("Nothing comes after this wait.");
  await page.getByRole("button", { name: "Move down 2. Send a text" }).click();
  await expect(page.getByText("Nothing comes after this wait.")).toHaveCount(0);
  await save(page);

  await expect(list(page)).toContainText("First days");
  await expect(list(page)).toContainText("3 steps, 2 texts");
  await expect(list(page)).toContainText("Not started yet");
  await list(page).getByRole("link", { name: "Edit First days" }).click();
  await name(page).fill("Welcome");
  await save(page);
  await expect(list(page)).toContainText("Welcome");
  await list(page).getByRole("button", { name: "Delete Welcome" }).click();
  await page.getByRole("dialog", { name: "Delete “Welcome”?" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No workflows yet.")).toBeVisible();
});

test("P4 what is wrong is said at its field, and no longer once that is changed", async ({ page, workspace }) => {
  await page.goto("/workflows/new");
  await save(page);
  await expect(name(page)).toBeFocused();
  await expect(page.getByText("Enter a name")).toBeVisible();
  await expect(step(page, /^1\. Send a text/)).toContainText("Write a message");
  await name(page).fill("Welcome");
  await expect(page.getByText("Enter a name")).toHaveCount(0);
  await expect(name(page)).not.toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("Write a message")).toHaveCount(1);
  await wordsOf(page, /^1\. Send a text/).fill("Hi {{name}}");
  await expect(page.getByText("Write a message")).toHaveCount(0);
  await save(page);
  await expect(step(page, /^1\. Send a text/)).toContainText("is no merge field");
  await wordsOf(page, /^1\. Send a text/).fill("Hi {{first_name|there}}");
  await expect(page.getByText("is no merge field")).toHaveCount(0);
  await save(page);
  await expect(list(page)).toContainText("Welcome");
});

test("P4 one with text, tag, stage, assignment and wait is tried, started beside a conversation, done, and ended by a reply", async ({ app, page, desk, workspace, browser }) => {
  const { lead, handset } = await desk.maya({ state: "TX" });
  const sam = await colleague(app, workspace, browser);
  await workspace.call("create_tag", { body: { name: "Nurture", colour: "teal" } });
  await page.goto("/workflows/new");
  await name(page).fill("First days");
  await wordsOf(page, /^1\. Send a text/).fill("Hi {{first_name|there}}");
  await choose(page, "Add a step", "Add a tag");
  await choiceOf(page, /^2\. Add a tag/).selectOption("Nurture");
  await choose(page, "Add a step", "Move to a stage");
  await choiceOf(page, /^3\. Move to a stage/).selectOption("Quoted");
  await choose(page, "Add a step", "Assign");
  await expect(choiceOf(page, /^4\. Assign/)).toHaveValue("");
  await choiceOf(page, /^4\. Assign/).selectOption("Sam Lee");
  await choose(page, "Add a step", /^Wait$/);
  await step(page, /^5\. Wait/).getByLabel("How long").fill("2");
  await choose(page, "Add a step", "Send a text");
  await wordsOf(page, /^6\. Send a text/).fill("Still there?");
  const planned = dryRun(page).getByRole("listitem");
  await expect(planned).toContainText(["Hi Maya", "Add a tag: Nurture", "Move to a stage: Quoted", "Assign: Sam Lee", "Still there?"]);
  const moment = await planned.last().locator("time").getAttribute("datetime");
  expect(new Date(moment!).getTime() - Date.now()).toBeGreaterThan(1.9 * 86_400_000);
  await save(page);
  await expect(list(page)).toContainText("6 steps, 2 texts");

  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Start a workflow or redrip" }).click();
  const dialog = page.getByRole("dialog", { name: "Start a workflow or redrip" });
  await dialog.getByRole("radio", { name: /First days/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(said(page, "Hi Maya")).toContainText("First days (workflow)");
  await expect(row(page, "Maya").getByText("Assigned to Sam Lee")).toBeAttached();
  await expect(conversation(page).getByRole("button", { name: "Assigned to Sam Lee" })).toBeVisible();
  await expect(conversation(page).getByRole("button", { name: "Quoted" })).toBeVisible();
  await expect(contact(page).getByRole("list", { name: "Tags" })).toContainText("Nurture");
  await expect(runs(page)).toContainText([/Next text .*step 6 of 6/]);

  await handset.sends("Yes, call me");
  await expect(contact(page).getByText("None under way.")).toBeVisible();
  await page.goto("/workflows");
  await page.getByRole("button", { name: "1 ended by reply" }).click();
  await expect(page.getByRole("dialog", { name: "First days: ended by reply" })).toContainText("Maya Robinson");
  await sam.context.close();
});

test("P4 C18 a step assigns to a group, which is chosen under its own heading", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await makeGroup(workspace, "Sales");
  const made = await makeWorkflow(workspace, { steps: [{ kind: "assign" }] });
  await page.goto(`/workflows/${made.id}`);
  const choice = choiceOf(page, /^1\. Assign/);
  await expect(choice.locator('optgroup[label="Groups"] option')).toHaveText(["Everyone", "Sales"]);
  await choice.selectOption("Sales");
  await expect(dryRun(page).getByRole("listitem")).toContainText(["Assign: Sales"]);
  await expectAccessible(page);
  await save(page);
  await expect(list(page)).toContainText("1 step");
  await openConversation(page, lead.conversation_id);
  await workspace.call("start_workflow", { path: { contact_id: lead.contact_id }, body: { workflow_id: made.id } });
  await expect(conversation(page).getByRole("button", { name: "Assigned to Sales" })).toBeVisible();
  await expect(row(page, "Maya").getByText("Assigned to Sales")).toBeAttached();
});

test("P4 a dry run can be for anybody, and tells when texting hours make a text wait", async ({ app, page, desk, workspace }) => {
  const there = new Date().toLocaleString("en-US", { timeZone: "America/Denver", hour: "2-digit", hourCycle: "h23" });
  const begins = (Number(there) + 2) % 23;
  await app.setTextingHours(["MT"], `${begins}:00-${begins + 1}:00`);
  await desk.maya({ state: "TX" });
  const phone = newPhone();
  await workspace.call("create_contact", { body: { phone, first_name: "Nora", last_name: "Quill", state: "MT" } });
  await makeWorkflow(workspace, { steps: [HI, { kind: "mark_hot" }] });
  await page.goto("/workflows");
  await list(page).getByRole("link", { name: "Edit Welcome" }).click();
  const plan = dryRun(page);
  await expect(plan.getByRole("listitem").first()).toContainText("Hi Maya");
  await expect(plan).not.toContainText("Without texting hours");
  const search = plan.getByRole("textbox", { name: "Find a contact by name, phone or email" });
  await search.fill("quill");
  await search.press("Enter");
  await expect(plan.getByRole("listitem").first()).toContainText("Hi Nora");
  await expect(plan.getByRole("listitem").first()).toContainText("Without texting hours:");
  await expect(plan.getByRole("listitem").last()).toContainText("Mark hot");
  await search.fill("nobody of that name");
  await search.press("Enter");
  await expect(plan.getByText("Nobody matches.")).toBeVisible();
  await plan.getByRole("button", { name: "Clear search" }).click();
  await expect(plan.getByRole("listitem").first()).toContainText("Hi Maya");
});

test("P4 a refused save keeps what was typed, and says at each field what to do", async ({ page, workspace }) => {
  await makeWorkflow(workspace);
  await page.goto("/workflows/new");
  await name(page).fill("welcome");
  await wordsOf(page, /^1\. Send a text/).fill("Good morning");
  await choose(page, "Add a step", "Wait until a time of day");
  await step(page, /^2\. Wait until/).getByLabel("Time of day, where the contact is").fill("");
  await choose(page, "Add a step", "Mark hot");
  await save(page);
  await expect(step(page, /^2\. Wait until/)).toContainText("Enter a time of day");
  await step(page, /^2\. Wait until/).getByLabel("Time of day, where the contact is").fill("10:30");
  await save(page);
  await expect(page.getByText("There is one called “welcome” already.")).toBeVisible();
  await expect(name(page)).toBeFocused();
  await name(page).fill("Mornings");
  await page.route("**/api/v1/workflows", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await save(page);
  await expect(page.getByText("Copperline doesn't answer. Nothing you wrote is lost")).toBeVisible();
  await expect(name(page)).toHaveValue("Mornings");
  await expect(wordsOf(page, /^1\. Send a text/)).toHaveValue("Good morning");
  await expect(page.getByRole("list", { name: "Steps" }).getByRole("listitem")).toHaveCount(3);
  await page.unroute("**/api/v1/workflows");
  await save(page);
  await expect(list(page)).toContainText("Mornings");
});

test("P4 what somebody else saved meanwhile is not overwritten unseen", async ({ page, workspace }) => {
  const made = await makeWorkflow(workspace);
  await page.goto(`/workflows/${made.id}`);
  await expect(name(page)).toHaveValue("Welcome");
  const theirs = { revision: made.revision, name: "Theirs", steps: [HI], ez: false, ends_on_reply: true };
  await workspace.call("save_workflow", { path: { workflow_id: made.id }, body: theirs });
  await name(page).fill("Mine");
  await save(page);
  await expect(page.getByText("Somebody has saved this since you opened it.")).toBeVisible();
  await expect(name(page)).toHaveValue("Mine");
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect(name(page)).toHaveValue("Theirs");
  await name(page).fill("Both");
  await save(page);
  await expect(list(page)).toContainText("Both");
});

test("P4 a step that is removed by mistake is put back, and nothing typed since is lost", async ({ page, workspace }) => {
  const made = await makeWorkflow(workspace, { steps: [HI, ...LATER] });
  await page.goto(`/workflows/${made.id}`);
  await page.getByRole("button", { name: "Remove 1. Send a text" }).click();
  await expect(notice(page, "Removed: Send a text")).toBeVisible();
  await wordsOf(page, /^2\. Send a text/).fill("Still looking?");
  await choose(page, "Add a step", "Mark hot");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(wordsOf(page, /^1\. Send a text/)).toHaveValue("Hi {{first_name|there}}");
  await expect(wordsOf(page, /^3\. Send a text/)).toHaveValue("Still looking?");
  await expect(step(page, /^4\. Mark hot/)).toBeVisible();
});

test("P4 it starts by itself: on a lead with the token, and on a tag that somebody puts on", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  const token = await makeToken(workspace, "Web form", ["leads"]);
  const tag = await workspace.call<{ id: string }>("create_tag", { body: { name: "Quoted", colour: "teal" } });
  await page.goto("/workflows/new");
  await name(page).fill("Hello");
  await choose(page, "Add what starts it", "A lead comes with the token");
  await page.getByRole("combobox", { name: "A lead comes with the token" }).selectOption("Web form");
  await choose(page, "Add what starts it", "Somebody puts on the tag");
  await page.getByRole("combobox", { name: "Somebody puts on the tag" }).selectOption("Quoted");
  await wordsOf(page, /^1\. Send a text/).fill("Hi {{first_name|there}}");
  await expect(dryRun(page)).toContainText("Started by itself, its texts name Olivia Owner as the agent.");
  await save(page);
  await expect(list(page)).toContainText("Hello");

  const phone = newPhone();
  await workspace.call("create_lead", { body: { phone, first_name: "Theo" }, token: token.secret });
  await expect.poll(() => desk.handset(phone).texts()).toEqual(["Hi Theo"]);
  await openConversation(page, lead.conversation_id);
  await workspace.call("change_contact_tags", { path: { contact_id: lead.contact_id }, body: { add: [tag.id], remove: [] } });
  await expect(said(page, "Hi Maya")).toContainText("Hello (workflow)");
  await expect(contact(page)).toContainText("Hello · Finished");
});

test("P4 the list counts live, keeps the focus, and colleagues without the right read the editor only", async ({ app, page, desk, workspace, browser }) => {
  const { lead, handset } = await desk.maya();
  const made = await makeWorkflow(workspace);
  const sam = await colleague(app, workspace, browser);
  await sam.page.goto(`/workflows/${made.id}`);
  await expect(name(sam.page)).toBeDisabled();
  await expect(wordsOf(sam.page, /^1\. Send a text/)).toBeDisabled();
  await expect(sam.page.getByText("The owner and admins change workflows.")).toBeVisible();
  await expect(sam.page.getByRole("button", { name: "Add a step" })).toHaveCount(0);
  await expect(dryRun(sam.page).getByRole("listitem").first()).toContainText("Hi Maya");

  await page.goto("/workflows");
  await list(page).getByRole("link", { name: "Edit Welcome" }).focus();
  await sam.call("start_workflow", { path: { contact_id: lead.contact_id }, body: { workflow_id: made.id } });
  await expect(page.getByRole("button", { name: "1 running" })).toBeVisible();
  await expect(list(page).getByRole("link", { name: "Edit Welcome" })).toBeFocused();
  await handset.sends("Yes");
  await expect(page.getByRole("button", { name: "1 ended by reply" })).toBeVisible();
  await expect(list(page).getByRole("link", { name: "Edit Welcome" })).toBeFocused();
  await sam.context.close();
});

test("C19 P4 a workflow is made by keyboard alone", async ({ page, workspace }) => {
  await workspace.call("create_tag", { body: { name: "Nurture", colour: "teal" } });
  await page.goto("/workflows");
  await page.getByRole("link", { name: "New workflow" }).focus();
  await page.keyboard.press("Enter");
  await name(page).focus();
  await page.keyboard.type("Keys");
  await wordsOf(page, /^1\. Send a text/).focus();
  await page.keyboard.type("Hello there");
  await page.getByRole("button", { name: "Add a step" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Send a text" })).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("menuitem", { name: "Assign" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Add a step" })).toBeFocused();
  await page.getByRole("button", { name: "Move up 2. Assign" }).focus();
  await page.keyboard.press("Enter");
  await expect(wordsOf(page, /^2\. Send a text/)).toHaveValue("Hello there");
  await name(page).focus();
  await page.keyboard.press("Enter");
  await expect(list(page)).toContainText("2 steps, 1 text");
});

test("X10 P4 on a phone list and editor fit, with nothing sticking out", async ({ page, desk, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await desk.maya();
  const made = await makeWorkflow(workspace, { name: "A name as long as people give them when they mean to find them again", ez: true });
  await page.goto("/workflows");
  await expect(list(page)).toContainText("3 steps, 2 texts");
  await expectNothingSticksOut(page);
  await page.goto(`/workflows/${made.id}`);
  await expect(dryRun(page).getByRole("listitem")).toHaveCount(2);
  for (const kind of ["Assign", "Wait until a time of day", "Send a template", "Mark hot"]) await choose(page, "Add a step", kind);
  await choose(page, "Add what starts it", "Somebody puts on the tag");
  await expectNothingSticksOut(page);
  await expectAccessible(page);
});
