// Workflows and redrips with contacts: started by hand, by the EZ buttons and for many; how they end.
import type { Page } from "@playwright/test";

import {
  choose,
  colleague,
  composer,
  contact,
  conversation,
  expect,
  expectAccessible,
  HI,
  LATER,
  makeToken,
  makeWorkflow,
  newPhone,
  notice,
  openConversation,
  rows,
  runs,
  said,
  silentFor,
  test,
} from "../fixtures";

function startDialog(page: Page) {
  return page.getByRole("dialog", { name: "Start a workflow or redrip" });
}

function ez(page: Page, kind: "Workflow" | "Redrip") {
  return contact(page).getByRole("button", { name: `EZ ${kind}` });
}

function bubble(page: Page, name: string) {
  return page.getByRole("checkbox", { name: new RegExp(`^Select ${name}`) });
}

/** Redrips send nothing at once here, so that nothing is owed to a cooldown. */
const QUIETLY = LATER;

test("C14 EZ Workflow starts it in one click: the bubble takes its colour, the text goes out", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya({ state: "TX" });
  await openConversation(page, lead.conversation_id);
  // Without one set, the button leads to where it is set.
  await contact(page).getByRole("link", { name: "EZ Workflow: none is set yet" }).click();
  await expect(page).toHaveURL(/\/workflows$/);
  const tag = await workspace.call<{ id: string }>("create_tag", { body: { name: "Nurture", colour: "teal" } });
  await makeWorkflow(workspace, { ez: true, tag_id: tag.id });
  await openConversation(page, lead.conversation_id);
  await ez(page, "Workflow").click();
  await expect(notice(page, "“Welcome” is started")).toBeVisible();
  await expect(said(page, "Hi Maya")).toContainText("Welcome (workflow)");
  await expect.poll(() => handset.texts()).toEqual(["Hi Maya"]);
  await expect(runs(page)).toContainText(["Welcome"]);
  await expect(runs(page)).toContainText([/Next text .*step 3 of 3/]);
  await expect(page.getByRole("checkbox", { name: "Select Maya Robinson, tag Nurture" })).toBeVisible();
  await expect(conversation(page)).toContainText("Workflow started: Welcome, by");
  await ez(page, "Workflow").click();
  await expect(notice(page, "is under way with this contact already")).toBeVisible();

  // It ends when Maya writes.
  await handset.sends("Yes, call me");
  await expect(contact(page).getByText("None under way.")).toBeVisible();
  await expect(conversation(page)).toContainText("Workflow ended: Welcome · the contact wrote");
});

test("C7 P4 the thread names the workflow that moved the contact, and the tag or token that started it", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  const tag = await workspace.call<{ id: string }>("create_tag", { body: { name: "Nurture", colour: "teal" } });
  const stages = await workspace.call<{ id: string; name: string }[]>("list_pipeline_stages");
  const quoted = stages.find((stage) => stage.name === "Quoted")!;
  await makeWorkflow(workspace, {
    name: "Quoting",
    steps: [{ kind: "move_to_stage", stage_id: quoted.id }],
    triggers: [{ kind: "tag", tag_id: tag.id }],
  });
  const later = await makeWorkflow(workspace, { steps: LATER });
  await openConversation(page, lead.conversation_id);
  await workspace.call("change_contact_tags", { path: { contact_id: lead.contact_id }, body: { add: [tag.id] } });
  await expect(said(page, "Workflow started: Quoting · by itself: the tag Nurture was put on")).toBeVisible();
  await expect(said(page, "Quoting (workflow) moved Maya Robinson to Quoted")).toBeVisible();
  const { secret } = await makeToken(workspace, "Dialer", ["conversations"]);
  await workspace.call("start_workflow", {
    path: { contact_id: lead.contact_id },
    body: { workflow_id: later.id },
    token: secret,
  });
  await expect(said(page, "Workflow started: Welcome, by Dialer (API token)")).toBeVisible();
});

test("C14 a workflow is chosen in the panel and stopped in the header, before the eyes of a colleague", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  await makeWorkflow(workspace, { steps: LATER });
  const sam = await colleague(app, workspace, browser);
  await openConversation(sam.page, lead.conversation_id);
  await expect(contact(sam.page).getByText("None under way.")).toBeVisible();
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Start a workflow or redrip" }).click();
  await expect(startDialog(page).getByRole("button", { name: "Save" })).toBeDisabled();
  await startDialog(page).getByRole("radio", { name: /Welcome/ }).check();
  await expectAccessible(page);
  await startDialog(page).getByRole("button", { name: "Save" }).click();
  await expect(startDialog(page)).toBeHidden();
  for (const one of [page, sam.page]) await expect(runs(one)).toContainText(["Welcome"]);
  await conversation(sam.page).getByRole("button", { name: "Under way: Welcome" }).click();
  await sam.page.getByRole("dialog", { name: "Workflows" }).getByRole("button", { name: "Stop Welcome" }).click();
  await expect(notice(sam.page, "“Welcome” is stopped")).toBeVisible();
  for (const one of [page, sam.page]) await expect(contact(one).getByText("None under way.")).toBeVisible();
  await expect(contact(page)).toContainText("Welcome · Stopped");
  await sam.context.close();
});

test("C14 P4 one that a reply shall not end goes on, and an opt-out ends it all the same", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await makeWorkflow(workspace, { ez: true, ends_on_reply: false, steps: LATER });
  await openConversation(page, lead.conversation_id);
  await ez(page, "Workflow").click();
  await expect(runs(page)).toContainText(["Welcome"]);
  await handset.sends("Who is this?");
  await expect(said(page, "Who is this?")).toBeVisible();
  await expect(runs(page)).toContainText(["Welcome"]);
  await handset.sends("STOP");
  await expect(contact(page).getByText("None under way.")).toBeVisible();
  await expect(contact(page)).toContainText("Welcome · Opted out");
  await ez(page, "Workflow").click();
  await expect(notice(page, "The contact opted out: nothing can be started for them.")).toBeVisible();
});

test("C14 where the workflows can't be read the panel says so, and tries again on request", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await makeWorkflow(workspace, { ez: true, steps: LATER });
  await page.route("**/api/v1/workflows", (route) => route.abort());
  await openConversation(page, lead.conversation_id);
  await expect(contact(page)).toContainText("Copperline doesn't answer.");
  await page.unroute("**/api/v1/workflows");
  await contact(page).getByRole("button", { name: "Try again" }).click();
  await ez(page, "Workflow").click();
  await expect(notice(page, "“Welcome” is started")).toBeVisible();
});

test("P4 X5 a workflow's text that texting hours hold stands among all that waits, with the reason, and can be stopped", async ({ app, page, desk, workspace }) => {
  const there = new Date().toLocaleString("en-US", { timeZone: "America/Denver", hour: "2-digit", hourCycle: "h23" });
  const begins = (Number(there) + 2) % 23;
  await app.setTextingHours(["MT"], `${begins}:00-${begins + 1}:00`);
  const { lead, handset } = await desk.maya({ state: "MT" });
  await makeWorkflow(workspace, { ez: true, steps: [HI] });
  await openConversation(page, lead.conversation_id);
  await ez(page, "Workflow").click();
  await expect(runs(page)).toContainText([/Next text .*in Montana/s]);
  await choose(page, "More lists", "Waiting to be sent");
  const held = page.getByRole("list", { name: "Workflows that are held" }).getByRole("listitem");
  await expect(held).toContainText([/Maya Robinson.*Welcome.*Next text.*in Montana/s]);
  await expectAccessible(page);
  await held.getByRole("button", { name: "Stop Welcome" }).click();
  await expect(page.getByText("Nothing waits")).toBeVisible();
  expect(await handset.texts()).toEqual([]);
});

test("X4 P4 a run that a review pauses says so, with the way to the review, until somebody has decided", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await makeWorkflow(workspace, { ez: true, ends_on_reply: false, steps: LATER });
  await openConversation(page, lead.conversation_id);
  await ez(page, "Workflow").click();
  await expect(runs(page)).toContainText([/step 2 of 2/]);
  await handset.sends("please take me off your list");
  await expect(runs(page)).toContainText([/Paused: a reply reads like a request to stop\./]);
  await runs(page).getByRole("link", { name: "Open the review" }).click();
  await expect(page).toHaveURL(/\/reviews#review-/);
  await page.getByRole("button", { name: "Dismiss Maya Robinson’s reply" }).click();
  await expect(page.getByText("Dismissed by Olivia Owner")).toBeVisible();
  await openConversation(page, lead.conversation_id);
  await expect(runs(page)).toContainText([/step 2 of 2/]);
  await expect(runs(page)).not.toContainText("Paused");
});

test("P4 the list shows that a workflow starts by itself, and by what", async ({ page, workspace }) => {
  const tag = await workspace.call<{ id: string }>("create_tag", { body: { name: "Nurture", colour: "teal" } });
  await makeWorkflow(workspace, { triggers: [{ kind: "tag", tag_id: tag.id }] });
  await makeWorkflow(workspace, { name: "By hand" });
  await page.goto("/workflows");
  const item = (name: string) => page.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
  await expect(item("Welcome")).toContainText("Starts by itself: somebody puts on the tag “Nurture”");
  await expect(item("By hand")).not.toContainText("Starts by itself");
});

test("C15 P5 EZ Redrip starts for who was silent long enough, ends their workflow, and not again within the cooldown", async ({ app, page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("link", { name: "EZ Redrip: none is set yet" }).click();
  // Made where the button led to.
  await page.getByRole("link", { name: "New redrip" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Still there?");
  await page.getByLabel("Silent for at least, in days").fill("0");
  await page.getByRole("checkbox", { name: "EZ Redrip" }).check();
  await page.getByRole("textbox", { name: "Text" }).fill("Hi {{first_name}}, still looking?");
  await choose(page, "Add a step", /^Wait$/);
  await choose(page, "Add a step", "Mark hot");
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByText("Enter 1 to 3650 days")).toBeVisible();
  await page.getByLabel("Silent for at least, in days").fill("7");
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("list", { name: "Redrips" })).toContainText("silent for 7 days");
  await makeWorkflow(workspace, { ez: true, steps: LATER });

  await handset.sends("Hello");
  await openConversation(page, lead.conversation_id);
  await ez(page, "Redrip").click();
  await expect(notice(page, "is for contacts who were silent for 7 days or longer")).toBeVisible();
  await ez(page, "Workflow").click();
  await expect(runs(page)).toContainText(["Welcome"]);

  await silentFor(app, lead, 8);
  await ez(page, "Redrip").click();
  await expect(notice(page, "“Still there?” is started")).toBeVisible();
  await expect(runs(page)).toHaveCount(1);
  await expect(runs(page)).toContainText(["Still there?"]);
  await expect(contact(page)).toContainText("Welcome · Stopped");
  await expect(said(page, "Hi Maya, still looking?")).toContainText("delivered");

  await runs(page).getByRole("button", { name: "Stop Still there?" }).click();
  await expect(contact(page).getByText("None under way.")).toBeVisible();
  await ez(page, "Redrip").click();
  await expect(notice(page, "This contact had a redrip not long ago.")).toBeVisible();
});

test("C15 P5 a redrip is chosen in the panel, and never starts for who opted out", async ({ app, page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await silentFor(app, lead, 40);
  await makeWorkflow(workspace, { kind: "redrip", name: "Wake up", silent_days: 30, steps: QUIETLY });
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Start a workflow or redrip" }).click();
  await startDialog(page).getByRole("radio", { name: /Wake up/ }).check();
  await startDialog(page).getByRole("button", { name: "Save" }).click();
  await expect(runs(page)).toContainText(["Wake up"]);
  await handset.sends("STOP");
  await expect(contact(page).getByText("None under way.")).toBeVisible();
  await silentFor(app, lead, 40);
  await contact(page).getByRole("button", { name: "Start a workflow or redrip" }).click();
  await startDialog(page).getByRole("radio", { name: /Wake up/ }).check();
  await startDialog(page).getByRole("button", { name: "Save" }).click();
  await expect(startDialog(page)).toContainText("The contact opted out: nothing can be started for them.");
  await expect(startDialog(page).getByRole("radio", { name: /Wake up/ })).toBeChecked();
});

test("C6 C14 a workflow starts for a selection, and the list tells with whom it is under way", async ({ page, desk, workspace }) => {
  const { handset } = await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo" });
  await desk.lead({ phone: newPhone(), first_name: "Rosa" });
  await handset.sends("STOP");
  await makeWorkflow(workspace, { steps: LATER });
  await page.goto("/conversations/all");
  for (const name of ["Maya", "Theo", "Rosa"]) await bubble(page, name).click();
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
  await expect(page).toHaveURL(/\/conversations\//);
});

test("C6 C15 a redrip starts for those of a selection who were silent, and says how many were not", async ({ app, page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo" });
  await silentFor(app, lead, 40);
  await makeWorkflow(workspace, { kind: "redrip", name: "Wake up", silent_days: 30, steps: QUIETLY });
  await page.goto("/conversations/all");
  for (const name of ["Maya", "Theo"]) await bubble(page, name).click();
  await page.getByRole("button", { name: "Redrip", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Start a redrip for 2 contacts" });
  await dialog.getByRole("radio", { name: /Wake up/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(notice(page, "Started for 1, 1 was not silent long enough")).toBeVisible();
});

test("C6 C14 P6 a workflow starts from the list of contacts, also for who never had a conversation", async ({ page, desk, workspace }) => {
  const phones = [newPhone(), newPhone()];
  for (const [at, phone] of phones.entries()) {
    await workspace.call("create_contact", { body: { phone, first_name: ["Ada", "Ben"][at], last_name: "Lee" } });
  }
  await makeWorkflow(workspace, { steps: [HI] });
  await page.goto("/contacts");
  for (const name of ["Ada", "Ben"]) await page.getByRole("checkbox", { name: `Select ${name} Lee` }).click();
  const bar = page.getByRole("toolbar", { name: "Selected contacts" });
  await expect(bar.getByRole("button", { name: "Redrip" })).toBeVisible();
  await bar.getByRole("button", { name: "Workflow" }).click();
  const dialog = page.getByRole("dialog", { name: "Start a workflow for 2 contacts" });
  await dialog.getByRole("radio", { name: /Welcome/ }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(notice(page, "Started for 2")).toBeVisible();
  await expect.poll(() => desk.handset(phones[0]!).texts()).toEqual(["Hi Ada"]);
  await expect.poll(() => desk.handset(phones[1]!).texts()).toEqual(["Hi Ben"]);
  await page.goto("/conversations/all");
  await expect(rows(page)).toHaveCount(2);
});

test("C19 C14 a workflow is started and stopped by keyboard alone", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await makeWorkflow(workspace, { steps: LATER });
  await openConversation(page, lead.conversation_id);
  const start = contact(page).getByRole("button", { name: "Start a workflow or redrip" });
  await start.focus();
  await page.keyboard.press("Enter");
  await expect(startDialog(page).getByRole("radio", { name: /Welcome/ })).toBeVisible();
  await startDialog(page).getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("Tab");
  await expect(startDialog(page).getByRole("radio", { name: /Welcome/ })).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(startDialog(page).getByRole("button", { name: "Save" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(startDialog(page)).toBeHidden();
  await expect(start).toBeFocused();
  await expect(runs(page)).toContainText(["Welcome"]);
  await page.keyboard.press("Tab");
  await expect(contact(page).getByRole("button", { name: "Stop Welcome" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(contact(page).getByText("None under way.")).toBeVisible();
});

test("X10 C14 C15 on a phone the panel's buttons and the selection's fit, and start one", async ({ page, desk, workspace }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const fits = async () => {
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond, `pixels sticking out of ${page.url()}`).toBeLessThanOrEqual(0);
  };
  const { lead } = await desk.maya();
  await makeWorkflow(workspace, { ez: true, steps: LATER });
  await page.goto(`/conversations/recents/${lead.conversation_id}`);
  await expect(composer(page)).toBeVisible();
  await page.getByRole("button", { name: "Contact" }).click();
  await fits();
  await ez(page, "Workflow").click();
  await expect(notice(page, "“Welcome” is started")).toBeVisible();
  await expect(runs(page)).toContainText(["Welcome"]);
  await page.goto("/contacts");
  await page.getByRole("checkbox", { name: "Select Maya Robinson" }).click();
  await expect(page.getByRole("toolbar", { name: "Selected contacts" }).getByRole("button", { name: "Redrip" })).toBeVisible();
  await fits();
  await expectAccessible(page);
});
