// Replies that read like a request to stop, and erasing a contact.
import type { Page } from "@playwright/test";

import {
  composer,
  contact,
  conversation,
  expect,
  expectAccessible,
  goTo,
  newPhone,
  notice,
  openConversation,
  part,
  row,
  rows,
  said,
  test,
} from "../fixtures";

function rail(page: Page) {
  return page.getByRole("navigation", { name: "Main" });
}

/** The reviews that wait. */
function waiting(page: Page) {
  return part(page, "Waiting").getByRole("listitem");
}

test("X4 a reply in free text waits in the queue, live, with its words marked", async ({ page, desk }) => {
  const { handset } = await desk.maya();
  await page.goto("/reviews");
  await expect(page.getByText("Nothing to review")).toBeVisible();
  await expect(rail(page)).not.toContainText("waits for a decision");

  await handset.sends("Hi, who is this? Take me off your list please");
  await expect(waiting(page)).toContainText("Maya Robinson");
  await expect(waiting(page).getByText("Take me off your list", { exact: true })).toHaveJSProperty("tagName", "MARK");
  await expect(waiting(page)).toContainText("Reads like “remove me”");
  await expect(rail(page)).toContainText("1 reply waits for a decision");
  await expectAccessible(page);

  await handset.sends("lose my number");
  await expect(waiting(page)).toHaveCount(1);
  await expect(waiting(page)).toContainText("lose my number");
});

test("X4 dismissing is one press and can be undone; opting out is one press and final", async ({ page, desk }) => {
  const { handset } = await desk.maya();
  await handset.sends("not interested");
  await page.goto("/reviews");
  await page.getByRole("button", { name: "Dismiss Maya Robinson’s reply" }).click();
  await expect(page.getByText("Nothing to review")).toBeVisible();
  await expect(notice(page, "Dismissed. Automation goes on for Maya Robinson.")).toBeVisible();
  await expect(part(page, "Decided")).toContainText("Dismissed by Olivia Owner");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(waiting(page)).toContainText("not interested");

  await page.getByRole("button", { name: "Opt out Maya Robinson" }).click();
  await expect(notice(page, "Only they can take that back, by writing START.")).toBeVisible();
  await expect(page.getByText("Nothing to review")).toBeVisible();
  await expect(part(page, "Decided")).toContainText("Opted out by Olivia Owner");
  await expect(rail(page)).not.toContainText("waits for a decision");
  await waitingLink(page).click();
  await expect(contact(page)).toContainText(/Opted out.*by their own reply.*“not interested”.*Decided by Olivia Owner/s);
});

function waitingLink(page: Page) {
  return part(page, "Decided").getByRole("link", { name: "Maya Robinson" });
}

test("X4 the queue is worked through by keyboard alone", async ({ page, desk }) => {
  for (const name of ["Maya", "Theo"]) {
    const phone = newPhone();
    await desk.lead({ phone, first_name: name });
    await desk.handset(phone).sends("wrong number");
  }
  await page.goto("/reviews");
  await expect(waiting(page)).toHaveCount(2);
  // The newest first.
  await page.getByRole("link", { name: "Theo" }).focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Opt out Theo" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(waiting(page)).toHaveCount(1);
  await expect(page.getByRole("link", { name: "Maya" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing to review")).toBeVisible();
  await expect(part(page, "Decided")).toContainText("Opted out by Olivia Owner");
});

test("X4 the thread says that automation pauses, and decides in place", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("half a sentence");
  await handset.sends("leave me alone");
  const banner = conversation(page).getByRole("note");
  await expect(banner).toContainText("Reads like a request to stop. Automation paused.");
  await expect(composer(page)).toHaveValue("half a sentence");
  await expect(said(page, "Automation paused: the reply reads like a request to stop")).toBeVisible();

  await banner.getByRole("button", { name: "Dismiss" }).click();
  await expect(banner).toHaveCount(0);
  await expect(said(page, "Olivia Owner dismissed the reply: automation goes on")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(said(page, "Olivia Owner paused automation again")).toBeVisible();

  await banner.getByRole("button", { name: "Opt out" }).click();
  await expect(banner).toHaveCount(0);
  await expect(conversation(page)).toContainText("Maya opted out of texts");
  await expect(composer(page)).toHaveCount(0);
});

test("X4 the tester tells what a free-text reply would do", async ({ page, workspace }) => {
  await page.goto("/settings/stop-triggers");
  await page.getByLabel("The contact's reply").fill("pls stop txting me");
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText("reads like “stop texting me”: automation pauses")).toBeVisible();
});

test("X6 the consent record is printed and downloaded", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya({ consent_at: "2026-11-20T15:04:05Z" });
  await handset.sends("STOP");
  await openConversation(page, lead.conversation_id);
  await expect(contact(page)).toContainText("by their own reply");
  const opened = page.waitForEvent("popup");
  await contact(page).getByRole("link", { name: "Print the record" }).click();
  const printed = await opened;
  await expect(printed.locator("body")).toContainText("Maya Robinson");
  await expect(printed.locator("body")).toContainText("Opted out (the contact)");
  const download = page.waitForEvent("download");
  await contact(page).getByRole("link", { name: "CSV" }).click();
  expect((await download).suggestedFilename()).toBe(`consent-${handset.phone.slice(1)}.csv`);
});

test("X6 a contact is erased on request, everywhere and for everybody", async ({ page, desk, context }) => {
  const { lead, handset } = await desk.maya();
  await handset.sends("please forget everything about me");
  await openConversation(page, lead.conversation_id);
  const other = await context.newPage();
  await other.goto("/conversations/recents");
  await expect(row(other, "Maya Robinson")).toBeVisible();

  await contact(page).getByRole("button", { name: "Erase this contact" }).click();
  const question = page.getByRole("dialog", { name: "Erase Maya?" });
  await expect(question).toContainText("that the number is opted out");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(said(page, "please forget everything about me")).toBeVisible();
  await contact(page).getByRole("button", { name: "Erase this contact" }).click();
  await question.getByRole("button", { name: "Erase for good" }).click();
  await expect(notice(page, "Maya is erased")).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  await expect(rows(other)).toHaveCount(0);

  await handset.sends("hello again");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("Opted out");
  await expect(rows(page).first()).not.toContainText("Maya");
});

test("X4 the rail leads to the reviews", async ({ page, workspace }) => {
  await page.goto("/");
  await goTo(page, "Reviews");
  await expect(page).toHaveURL(/\/reviews$/);
  await expect(page.getByRole("heading", { name: "Reviews", level: 1 })).toBeVisible();
});
