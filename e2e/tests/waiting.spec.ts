// Texts that wait: chosen for later, or held until they may go.
import type { Page } from "@playwright/test";

import {
  type App,
  choose,
  composer,
  conversation,
  expect,
  notice,
  openConversation,
  said,
  send,
  test,
} from "../fixtures";

/** What stands at the end of the thread and has not left. */
function waiting(page: Page, words: string | RegExp) {
  const list = page.getByRole("region", { name: "Messages" }).getByRole("list", { name: "Waiting to be sent" });
  return list.getByRole("listitem").filter({ hasText: words });
}

/** The same on the screen of all that waits. */
function listed(page: Page, words: string | RegExp) {
  return page.getByRole("list", { name: "Waiting to be sent" }).getByRole("listitem").filter({ hasText: words });
}

/** Wyoming takes texts in one hour only, which begins in one to two hours or tomorrow; says when. */
async function quietHours(app: App): Promise<RegExp> {
  const there = new Date().toLocaleString("en-US", { timeZone: "America/Denver", hour: "2-digit", hourCycle: "h23" });
  const hour = Number(there);
  const begins = hour < 21 ? hour + 2 : 1;
  await app.setTextingHours(["WY"], `${begins}:00-${begins + 1}:00`);
  const spoken = begins === 12 ? "12:00 pm" : begins > 12 ? `${begins - 12}:00 pm` : `${begins}:00 am`;
  return new RegExp(`${hour < 21 ? "today" : "tomorrow"} ${spoken}, Maya’s time`);
}

test("X5 the composer says before sending that a text will wait, and it does until the hours begin or a rule lets it go", async ({ app, page, desk }) => {
  const when = await quietHours(app);
  const { lead, handset } = await desk.maya({ state: "WY" });
  await openConversation(page, lead.conversation_id);
  await expect(conversation(page)).toContainText(new RegExp(`Will be sent ${when.source}: quiet hours`));
  await expect(conversation(page).getByRole("button", { name: "Send anyway" })).toHaveCount(0);
  await composer(page).fill("Good morning, Maya");
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("");
  await expect(waiting(page, "Good morning, Maya")).toContainText(new RegExp(`held until ${when.source}: quiet hours`));
  await waiting(page, "Good morning, Maya").getByRole("button", { name: "Actions for this text" }).click();
  await expect(page.getByRole("menuitem", { name: "Send now" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  expect(await handset.texts()).toEqual([]);

  // Maya writes: the conversation is live, and a reply may go at any hour.
  await handset.sends("Are you there?");
  await expect(conversation(page)).not.toContainText("Will be sent");
  await send(page, "Yes!");
  await expect(said(page, "Yes!")).toContainText("delivered");
  await waiting(page, "Good morning, Maya").getByRole("button", { name: "Actions for this text" }).click();
  await page.getByRole("menuitem", { name: "Send now" }).click();
  await expect(waiting(page, "Good morning, Maya")).toHaveCount(0);
  await expect(said(page, "Good morning, Maya")).toContainText("delivered");
  await expect(said(page, "Good morning, Maya")).toHaveCount(1);
  expect(await handset.texts()).toEqual(["Are you there?", "Yes!", "Good morning, Maya"]);
});

test("X3 a message's details tell which checks it passed, and what held it until when", async ({ app, page, desk }) => {
  await quietHours(app);
  const { lead, handset } = await desk.maya({ state: "WY" });
  await desk.sends(lead.conversation_id, "Good morning, Maya");
  await openConversation(page, lead.conversation_id);
  await waiting(page, "Good morning").getByRole("button", { name: "Actions for this text" }).click();
  await page.getByRole("menuitem", { name: "Show what the send gate said" }).click();
  const details = page.getByRole("dialog", { name: "Send gate" });
  await expect(details).toContainText("Held, not charged yet");
  const quiet = details.getByRole("listitem").filter({ hasText: "Quiet hours" });
  await expect(quiet).toContainText(/held it.*in Wyoming.*Until (today|tomorrow) \d+:\d\d [ap]m/s);
  await expect(details.getByRole("listitem").filter({ hasText: "Opt-out" })).toContainText("passed");
  await details.getByRole("button", { name: "Close" }).click();

  await handset.sends("Are you there?");
  await waiting(page, "Good morning").getByRole("button", { name: "Actions for this text" }).click();
  await page.getByRole("menuitem", { name: "Send now" }).click();
  await expect(said(page, "Good morning, Maya")).toContainText("delivered");
  await said(page, "Good morning, Maya").getByRole("button", { name: /delivered/ }).click();
  await said(page, "Good morning, Maya").getByRole("button", { name: "Show what the send gate said" }).click();
  // The last answer first, then what the gate said before.
  await expect(quiet).toHaveCount(2);
  await expect(quiet.first()).toContainText(/passed.*a reply may go at any hour/s);
  await expect(quiet.last()).toContainText("held it");
});

test("C8 a text is scheduled from the menu, changed, and leaves live at its moment", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("See you at 5");
  await choose(page, "Schedule", /Tomorrow 9:00 am/);
  await expect(waiting(page, "See you at 5")).toContainText("Olivia Owner · scheduled for tomorrow 9:00 am");
  await expect(composer(page)).toHaveValue("");

  await waiting(page, "See you at 5").getByRole("button", { name: "Actions for this text" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the text" });
  await dialog.getByLabel("Text").fill("See you at 6");
  await dialog.getByLabel("Time", { exact: true }).fill("10:30");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog).toBeHidden();
  await expect(waiting(page, "See you at 6")).toContainText("scheduled for tomorrow 10:30 am");

  const { items } = await workspace.call<{ items: { message: { id: string } }[] }>("list_waiting_messages");
  await workspace.call("update_message", {
    path: { message_id: items[0]!.message.id },
    body: { send_at: new Date(Date.now() + 1_500).toISOString() },
  });
  await expect(said(page, "See you at 6")).toContainText("delivered", { timeout: 15_000 });
  await expect(waiting(page, "See you at 6")).toHaveCount(0);
  await expect(said(page, "See you at 6")).toHaveCount(1);
  expect(await handset.texts()).toEqual(["See you at 6"]);
});

test("C8 a moment of one's own is chosen on the contact's clocks or the workspace's, and quiet hours are said first", async ({ app, page, desk }) => {
  await app.setTextingHours(["WY"], "8:00-20:00");
  const { lead } = await desk.maya({ state: "WY" });
  await openConversation(page, lead.conversation_id);
  await choose(page, "Schedule", "Choose date and time");
  const dialog = page.getByRole("dialog", { name: "Send later" });
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel("Date").fill(day);
  await dialog.getByLabel("Time", { exact: true }).fill("21:30");
  // Chicago is an hour ahead of Wyoming.
  await expect(dialog).toContainText(/9:30 pm, Maya’s time · .*10:30 pm your time/);
  await expect(dialog.getByRole("status")).toContainText(/9:30 pm is within quiet hours in Wyoming.*Will be sent .*8:00 am, Maya’s time/);
  await dialog.getByLabel("Whose time").selectOption("Your workspace’s time");
  await dialog.getByLabel("Time", { exact: true }).fill("20:30");
  await expect(dialog).toContainText(/7:30 pm, Maya’s time · .*8:30 pm your time/);
  await expect(dialog.getByRole("status")).toBeHidden();
  await dialog.getByRole("button", { name: "Schedule" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Write the message first");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await composer(page).fill("Next week, then");
  await choose(page, "Schedule", "Choose date and time");
  await dialog.getByLabel("Date").fill("2020-01-01");
  await dialog.getByRole("button", { name: "Schedule" }).click();
  await expect(dialog).toContainText("Choose a moment to come");
  await dialog.getByLabel("Date").fill(day);
  await dialog.getByLabel("Time", { exact: true }).fill("19:30");
  await dialog.getByRole("button", { name: "Schedule" }).click();
  await expect(dialog).toBeHidden();
  await expect(waiting(page, "Next week, then")).toContainText(/scheduled for .*7:30 pm, Maya’s time/);
});

test("X5 C8 a text scheduled for quiet hours tells when it will leave, in the thread and among all that waits, wherever the contact moves", async ({ app, page, desk, workspace }) => {
  await app.setTextingHours(["WY"], "8:00-20:00");
  const { lead } = await desk.maya({ state: "WY" });
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("Sleep well");
  await choose(page, "Schedule", "Choose date and time");
  const dialog = page.getByRole("dialog", { name: "Send later" });
  await dialog.getByLabel("Date").fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
  await dialog.getByLabel("Time", { exact: true }).fill("21:30");
  await dialog.getByRole("button", { name: "Schedule" }).click();
  const told = /scheduled for .*9:30 pm, Maya’s time; leaves .*8:00 am: quiet hours/i;
  await expect(waiting(page, "Sleep well")).toContainText(told);
  // The notice says it once more, and has one way to be put away.
  await expect(notice(page, /Will be sent .*8:00 am, Maya’s time: quiet hours/)).toBeVisible();
  const notices = page.getByRole("region", { name: "Notices" });
  await expect(notices.getByRole("button")).toHaveCount(1);
  await notices.getByRole("button", { name: "Dismiss" }).click();
  await expect(notices.getByRole("button")).toHaveCount(0);

  const move = (state: string) =>
    workspace.call("update_contact", { path: { contact_id: lead.contact_id }, body: { state } });
  await move("TX");
  await expect(waiting(page, "Sleep well")).not.toContainText("leaves");
  await move("WY");
  await expect(waiting(page, "Sleep well")).toContainText(told);
  await page.goto("/held");
  await expect(listed(page, "Sleep well")).toContainText(told);
});

test("X5 C8 no moment of the menu lies in quiet hours: the first one after them is offered, and says so", async ({ app, page, desk }) => {
  await app.setTextingHours(["WY"], "13:00-14:00");
  const { lead } = await desk.maya({ state: "WY" });
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("See you at 5");
  await page.getByRole("button", { name: "Schedule" }).click();
  const tomorrow = page.getByRole("menuitem", { name: /Tomorrow 1:00 pm.*the earliest, after quiet hours/s });
  await expect(tomorrow).toHaveCount(1);
  await expect(page.getByRole("menuitem", { name: "Looking up when texts may go" })).toHaveCount(0);
  await expect(page.getByRole("menuitem", { name: /^(Today|Tomorrow|\w+day) (9:00 am|6:00 pm)/ })).toHaveCount(0);
  await tomorrow.click();
  await expect(waiting(page, "See you at 5")).toContainText("scheduled for tomorrow 1:00 pm, Maya’s time");
  await expect(waiting(page, "See you at 5")).not.toContainText("leaves");
});

test("C8 C21 a notice lies over nothing that is worked with, and a cancelled text looks like none that was sent", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await desk.sends(lead.conversation_id, "Good morning, Maya");
  for (const [size, words] of [
    [{ width: 1440, height: 900 }, "See you at 5"],
    [{ width: 390, height: 844 }, "See you at 6"],
  ] as const) {
    await page.setViewportSize(size);
    await openConversation(page, lead.conversation_id);
    await composer(page).fill(words);
    await choose(page, "Schedule", /Tomorrow 9:00 am/);
    await waiting(page, words).getByRole("button", { name: "Actions for this text" }).click();
    await page.getByRole("menuitem", { name: "Cancel this text" }).click();
    await expect(notice(page, "The text is cancelled")).toBeVisible();
    await expect(said(page, words)).toContainText("not sent: cancelled");
    await expect(said(page, words).getByText(words, { exact: true })).toHaveCSS("text-decoration-line", "line-through");
    const notices = (await page.getByRole("region", { name: "Notices" }).boundingBox())!;
    const worked = [
      composer(page),
      page.getByRole("button", { name: "Send", exact: true }),
      page.getByRole("group", { name: "What you write" }),
      said(page, words),
      conversation(page).getByRole("button", { name: /^Archive/ }),
    ];
    for (const one of worked) {
      const box = (await one.boundingBox())!;
      const apart =
        box.x >= notices.x + notices.width ||
        box.x + box.width <= notices.x ||
        box.y >= notices.y + notices.height ||
        box.y + box.height <= notices.y;
      expect(apart, `${one} at ${size.width} pixels`).toBe(true);
    }
  }
});

test("X5 all that waits in the workspace stands on one screen, with reason and time, and can be sent or cancelled there", async ({ app, page, desk }) => {
  const when = await quietHours(app);
  const { lead, handset } = await desk.maya({ state: "WY" });
  await desk.sends(lead.conversation_id, "Good morning, Maya");
  const theo = await desk.maya({ first_name: "Theo", last_name: "Ng" });
  await openConversation(page, theo.lead.conversation_id);
  await composer(page).fill("See you at 5");
  await choose(page, "Schedule", /Tomorrow 9:00 am/);
  await expect(waiting(page, "See you at 5")).toBeVisible();

  await choose(page, "More lists", "Waiting to be sent");
  await expect(page).toHaveURL(/\/held$/);
  await expect(listed(page, /./)).toHaveCount(2);
  const held = listed(page, "Good morning, Maya");
  await expect(held).toContainText(/Maya Robinson.*Held/s);
  await expect(held).toContainText(new RegExp(`Held until ${when.source}: quiet hours`));
  await expect(held).toContainText("in Wyoming");
  const scheduled = listed(page, "See you at 5");
  await expect(scheduled).toContainText(/Theo Ng.*Scheduled.*Scheduled for tomorrow 9:00 am.*Olivia Owner/s);

  await scheduled.getByRole("button", { name: "Actions for this text" }).click();
  await page.getByRole("menuitem", { name: "Send now" }).click();
  await expect(notice(page, "On its way")).toBeVisible();
  await expect(scheduled).toHaveCount(0);
  await expect.poll(() => theo.handset.texts()).toEqual(["See you at 5"]);
  await held.getByRole("button", { name: "Actions for this text" }).click();
  await expect(page.getByRole("menuitem", { name: "Send now" })).toHaveCount(0);
  await page.getByRole("menuitem", { name: "Cancel this text" }).click();
  await expect(page.getByText("Nothing waits")).toBeVisible();
  expect(await handset.texts()).toEqual([]);

  // The navigation leads there too, and says that one is there.
  const main = page.getByRole("navigation", { name: "Main" });
  await page.goto("/contacts");
  await main.getByRole("link", { name: "Waiting" }).click();
  await expect(page).toHaveURL(/\/held$/);
  await expect(main.getByRole("link", { name: "Waiting" })).toHaveAttribute("aria-current", "page");
  await expect(page).toHaveTitle(/Waiting to be sent/);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await expect(page).not.toHaveURL(/\/held$/);
  await page.setViewportSize({ width: 1280, height: 800 });

  await openConversation(page, lead.conversation_id, "all");
  await expect(said(page, "Good morning, Maya")).toContainText("cancelled");
});

test("S7 an opt-out takes back what waits, before the eyes of whoever looks", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("See you at 5");
  await choose(page, "Schedule", /Tomorrow 9:00 am/);
  await expect(waiting(page, "See you at 5")).toBeVisible();
  await handset.sends("STOP");
  await expect(waiting(page, "See you at 5")).toHaveCount(0);
  await expect(said(page, "See you at 5")).toContainText("cancelled");
});

test("X3 a phone that proved to be a landline stands in the composer's place until it texts", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await handset.next({ kind: "fail", error_code: "30006" });
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("Hello Maya");
  await composer(page).press("Enter");
  await expect(conversation(page)).toContainText("Nothing is sent there until a text comes from it.");
  await expect(composer(page)).toHaveCount(0);
  await handset.sends("I do take texts");
  await expect(composer(page)).toBeVisible();
});
