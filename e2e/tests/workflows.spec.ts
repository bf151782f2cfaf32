// Workflows and redrips: made and tried, started beside a conversation and for a selection.
import type { Page } from "@playwright/test";

import {
  choose,
  contact,
  conversation,
  expect,
  expectAccessible,
  newPhone,
  notice,
  openConversation,
  part,
  row,
  said,
  test,
  type Workspace,
} from "../fixtures";

interface Made {
  id: string;
  revision: number;
}

type Step = Record<string, unknown>;

const HI: Step = { kind: "send", body: "Hi {{first_name|there}}" };
const LATER: Step[] = [{ kind: "wait", amount: 2, unit: "days" }, { kind: "send", body: "Still there?" }];

function make(workspace: Workspace, body: Record<string, unknown>): Promise<Made> {
  return workspace.call("create_workflow", { body: { name: "Welcome", steps: [HI, ...LATER], ...body } });
}

/** What is under way, in the panel beside the conversation. */
function runs(page: Page) {
  return contact(page).getByRole("list", { name: "Workflows" }).getByRole("listitem");
}

function step(page: Page, name: RegExp) {
  return page.getByRole("list", { name: "Steps" }).getByRole("listitem", { name });
}

test("P4 a workflow is made with a dry run beside it, changed and deleted", async ({ page, desk, workspace }) => {
  await desk.maya({ state: "TX", zip: "78704" });
  await workspace.call("create_tag", { body: { name: "Nurture", colour: "teal" } });
  await page.goto("/workflows");
  await page.getByRole("link", { name: "New workflow" }).click();
  await page.getByLabel("Name", { exact: true }).fill("First days");
  await page.getByLabel("Tag").selectOption({ label: "Nurture" });
  await step(page, /^1\. Send a text/).getByLabel("Text").fill("Hi {{first_name|there}}");
  await choose(page, "Add a step", "Wait");
  await step(page, /^2\. Wait/).getByLabel("How long").fill("3");
  const plan = page.getByRole("region", { name: "Dry run" });
  await choose(page, "Add a step", "Send a text");
  await step(page, /^3\. Send a text/).getByLabel("Text").fill("Still there?");
  await expect(plan.getByRole("listitem")).toHaveCount(2);
  await expect(plan.getByRole("listitem").first()).toContainText("Hi Maya");
  await expect(plan).toContainText("By the clocks of America/Chicago");
  await expectAccessible(page);

  // Another order, and back again; what is typed goes along.
  await step(page, /^3\. Send a text/).getByRole("button", { name: "Move up 3. Send a text" }).click();
  await expect(step(page, /^2\. Send a text/).getByLabel("Text")).toHaveValue("Still there?");
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByText("Nothing comes after this wait.")).toBeVisible();
  await step(page, /^2\. Send a text/).getByRole("button", { name: "Move down 2. Send a text" }).click();
  await page.getByRole("button", { name: "Make it" }).click();

  const list = page.getByRole("list", { name: "Workflows" });
  await expect(list).toContainText("First days");
  await expect(list).toContainText("3 steps, 2 texts");
  await expect(list).toContainText("Not started yet");
  await list.getByRole("link", { name: "Edit First days" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Welcome");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(list).toContainText("Welcome");
  await list.getByRole("button", { name: "Delete Welcome" }).click();
  await page.getByRole("dialog", { name: "Delete “Welcome”?" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No workflows yet.")).toBeVisible();
});

test("P4 what somebody else saved meanwhile is not overwritten unseen", async ({ page, workspace }) => {
  const made = await make(workspace, {});
  await page.goto(`/workflows/${made.id}`);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Welcome");
  const theirs = { revision: made.revision, name: "Theirs", steps: [HI], ez: false, ends_on_reply: true };
  await workspace.call("save_workflow", { path: { workflow_id: made.id }, body: theirs });
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Somebody has saved this since you opened it.")).toBeVisible();
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Theirs");
  await page.getByLabel("Name", { exact: true }).fill("Both");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("list", { name: "Workflows" })).toContainText("Both");
});

test("C14 EZ Workflow starts it in one click: the bubble takes its colour, the text goes out", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya({ state: "TX" });
  await openConversation(page, lead.conversation_id);
  // Without one set, the button leads to where it is set.
  await contact(page).getByRole("link", { name: "EZ Workflow: none is set yet" }).click();
  await expect(page).toHaveURL(/\/workflows$/);
  const tag = await workspace.call<Made>("create_tag", { body: { name: "Nurture", colour: "teal" } });
  await make(workspace, { ez: true, tag_id: tag.id });
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "EZ Workflow" }).click();
  await expect(notice(page, "“Welcome” is started")).toBeVisible();
  await expect(said(page, "Hi Maya")).toContainText("Welcome (workflow)");
  await expect.poll(() => handset.texts()).toHaveLength(1);
  await expect(runs(page)).toContainText(["Welcome"]);
  await expect(runs(page)).toContainText([/Next text .*step 3 of 3/]);
  await expect(row(page, "Maya").getByRole("checkbox")).toHaveAccessibleName(/Nurture/);
  await expect(conversation(page)).toContainText("Workflow started: Welcome, by");
  await contact(page).getByRole("button", { name: "EZ Workflow" }).click();
  await expect(notice(page, "is under way with this contact already")).toBeVisible();

  // It ends when Maya writes.
  await handset.sends("Yes, call me");
  await expect(contact(page).getByText("None under way.")).toBeVisible();
  await expect(conversation(page)).toContainText("Workflow ended: Welcome · the contact wrote");
});

test("C14 a workflow is chosen in the panel and stopped in the header", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await make(workspace, { steps: [{ kind: "wait", amount: 2, unit: "days" }, HI] });
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Start a workflow or redrip" }).click();
  const dialog = page.getByRole("dialog", { name: "Start a workflow or redrip" });
  await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await dialog.getByRole("radio", { name: /Welcome/ }).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(runs(page)).toContainText(["Welcome"]);
  await conversation(page).getByRole("button", { name: "Under way: Welcome" }).click();
  await page.getByRole("dialog", { name: "Workflows" }).getByRole("button", { name: "Stop Welcome" }).click();
  await expect(notice(page, "“Welcome” is stopped")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(contact(page).getByText("None under way.")).toBeVisible();
  await expect(contact(page)).toContainText("Welcome · Stopped");
});

test("C15 a redrip says why it can't start for who has just written", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await handset.sends("Hello");
  await make(workspace, { kind: "redrip", name: "Still there?", silent_days: 7, ez: true });
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "EZ Redrip" }).click();
  await expect(notice(page, "is for contacts who were silent for 7 days or longer")).toBeVisible();
});

test("C6 C14 a workflow starts for a selection, and the list tells with whom it is under way", async ({ page, desk, workspace }) => {
  const { handset } = await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo" });
  await desk.lead({ phone: newPhone(), first_name: "Rosa" });
  await handset.sends("STOP");
  await make(workspace, { steps: [{ kind: "wait", amount: 2, unit: "days" }, HI] });
  await page.goto("/conversations/all");
  for (const name of ["Maya", "Theo", "Rosa"]) await row(page, name).getByRole("checkbox").click();
  await page.getByRole("button", { name: "Workflow", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Start a workflow for 3 contacts" });
  await dialog.getByRole("radio", { name: /Welcome/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(notice(page, "Started for 2, 1 opted out")).toBeVisible();
  await page.goto("/workflows");
  await page.getByRole("button", { name: "2 running" }).click();
  const running = page.getByRole("dialog", { name: "Welcome: running" });
  await expect(running.getByRole("listitem")).toHaveCount(2);
  await running.getByRole("link", { name: "Theo" }).click();
  await expect(conversation(page)).toContainText("Theo");
  await expect(part(page, "Workflows")).toBeHidden();
});
