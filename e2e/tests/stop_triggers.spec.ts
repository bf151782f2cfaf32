// Words that opt a contact out.
import { composer, conversation, expect, openConversation, part, said, test } from "../fixtures";

const TRIGGERS = [
  ...["Stop", "Stopall", "Unsubscribe", "Cancel", "End", "Quit", "Stop All"],
  // 47 CFR 64.1200(a)(10) names these too.
  ...["Revoke", "Optout", "Opt out", "Opt-out", "Remove"],
];

test("S7 the default triggers stand on the page, with nothing to remove them", async ({ page, workspace }) => {
  await page.goto("/settings/stop-triggers");
  const list = page.getByRole("list", { name: "Default triggers" });
  await expect(list.getByRole("listitem")).toHaveText(TRIGGERS);
  await expect(list.getByRole("button")).toHaveCount(0);
});

test("S7 the tester says what a reply would do", async ({ page, workspace }) => {
  await page.goto("/settings/stop-triggers");
  const tester = part(page, "Try a reply");
  const outcomes = [
    ["stop all!", /opts the contact out, because of the trigger Stop All/],
    ["START", /brings back a contact/],
    ["help", /answered with the help text/],
    ["Don’t stop now", /an ordinary reply/],
  ] as const;
  for (const [reply, outcome] of outcomes) {
    await tester.getByLabel("The contact's reply").fill(reply);
    await tester.getByRole("button", { name: "Test" }).click();
    await expect(tester.getByRole("status")).toContainText(outcome);
  }
});

test("S7 each default trigger opts out in any case, with one confirmation, and START brings back", async ({ page, desk }) => {
  test.setTimeout(120_000);
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  for (const [at, trigger] of TRIGGERS.entries()) {
    await handset.sends(at % 2 ? trigger.toUpperCase() : `${trigger.toLowerCase()}.`);
    await expect(conversation(page)).toContainText("Maya opted out of texts");
    await expect(composer(page)).toHaveCount(0);
    await expect(said(page, "You are unsubscribed")).toHaveCount(at + 1);
    await handset.sends("Start");
    await expect(composer(page)).toBeVisible();
  }
});
