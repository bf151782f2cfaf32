// Every screen for everybody: no serious finding of axe, in light and dark, on a wide screen and on
// a phone's, where nothing may stick out sideways.
import type { Page } from "@playwright/test";

import { composer, expect, expectAccessible, openConversation, row, test } from "../fixtures";

const SIZES = {
  "a wide screen": { width: 1440, height: 900 },
  "a phone": { width: 390, height: 844 },
};

async function look(page: Page) {
  // Colours that are still fading in would be measured half-way.
  await page.evaluate(() =>
    // One whose element goes meanwhile never ends, and needs no waiting for; nor does one that follows
    // how far something is scrolled.
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.timeline instanceof DocumentTimeline)
        .map((animation) => animation.finished),
    ),
  );
  await expectAccessible(page);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond, `pixels sticking out of ${page.url()}`).toBeLessThanOrEqual(0);
}

for (const scheme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test.describe(`${scheme}, on ${size}`, () => {
      test.use({ colorScheme: scheme, viewport });
      test.describe.configure({ timeout: 120_000 });

      test("C19 X10 the screens before the sign-in", async ({ page }) => {
        for (const [address, heading] of [
          ["/sign-in", "Sign in"],
          ["/sign-up", "Create a workspace"],
          ["/forgot-password", "Forgot your password?"],
          ["/reset-password#token=abc", "Choose a new password"],
          ["/confirm-email", "Your email isn't confirmed yet"],
          ["/nowhere", "There is nothing here"],
        ] as const) {
          await page.goto(address);
          await expect(page.getByRole("heading", { name: heading })).toBeVisible();
          await look(page);
        }
      });

      test("C19 X10 the screens of a new workspace", async ({ page, workspace }) => {
        for (const [address, words] of [
          ["/conversations/recents", "Start with a number"],
          ["/conversations/hot", "No hot leads"],
          ["/pipeline", "Nobody here"],
          ["/contacts", "No contacts yet"],
          ["/contacts/imports", "No imports yet"],
          ["/contacts/suppressions", "No numbers yet"],
          ["/numbers", "No number yet"],
          ["/billing", "No card yet"],
          ["/settings/profile", workspace.owner.email],
          ["/settings/workspace", "Time zone"],
          ["/settings/groups", "1 person"],
          ["/settings/api-tokens", "No tokens yet"],
          ["/settings/tags", "No tags yet"],
          ["/settings/stop-triggers", "Unsubscribe"],
          ["/settings/texting-hours", "Every other state"],
          ["/held", "Nothing waits"],
          ["/handset", "Nobody here yet"],
        ] as const) {
          await page.goto(address);
          if (address === "/settings/profile") await expect(page.getByLabel("Email")).toHaveValue(words);
          else await expect(page.getByText(words).first()).toBeVisible();
          await look(page);
        }
      });

      test("C19 X10 the screens of a workspace at work", async ({ page, desk }) => {
        const { lead, handset } = await desk.maya({ email: "maya@example.net", zip: "78704", state: "TX" });
        await handset.next({ kind: "fail", error_code: "30003" });
        await desk.sends(lead.conversation_id, "Hi Maya, is 20 years still what you have in mind?");
        await handset.sends("Yes, for me and my husband.");
        const [stage] = await desk.workspace.call<{ id: string }[]>("list_pipeline_stages");
        await desk.workspace.call("put_pipeline_card", {
          path: { contact_id: lead.contact_id },
          body: { stage_id: stage!.id, amount_micros: 1_140_500_000 },
        });
        const gone = await desk.maya({ first_name: "Gone" });
        await gone.handset.sends("stop");

        await page.goto("/");
        await expect(row(page, "Maya Robinson")).toContainText("1 unread");
        await look(page);
        await openConversation(page, lead.conversation_id);
        await expect(page.getByText("Not delivered.")).toBeVisible();
        await composer(page).fill("Shall I call after 5? 🙂");
        await look(page);
        await page.getByRole("button", { name: "Schedule" }).click();
        await look(page);
        await page.getByRole("menuitem", { name: /Tomorrow 9:00 am/ }).click();
        await expect(page.getByText(/scheduled for tomorrow 9:00 am/)).toBeVisible();
        await look(page);
        await page.getByRole("button", { name: "Actions for this text" }).click();
        await page.getByRole("menuitem", { name: "Edit" }).click();
        await expect(page.getByRole("dialog", { name: "Change the text" }).getByLabel("Date")).toBeVisible();
        await look(page);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "Actions for this text" }).click();
        await page.getByRole("menuitem", { name: "Show what the send gate said" }).click();
        await expect(page.getByRole("dialog").getByText("Opt-out")).toBeVisible();
        await look(page);
        await page.keyboard.press("Escape");
        if (size === "a phone") {
          await page.getByRole("button", { name: "Contact" }).click();
          await expect(page.getByRole("complementary", { name: "Contact" })).toContainText("Texas");
          await look(page);
        }
        await openConversation(page, gone.lead.conversation_id);
        await expect(page.getByText("Gone opted out of texts")).toBeVisible();
        await look(page);
        await page.goto("/conversations/all?search=husband");
        await expect(row(page, "Maya Robinson")).toBeVisible();
        await look(page);
        await page.getByRole("button", { name: "New conversation" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await look(page);
        await page.goto("/contacts");
        await expect(page.getByRole("row").filter({ hasText: "Maya Robinson" })).toBeVisible();
        await look(page);
        if (size === "a phone") {
          await page.getByRole("button", { name: "Filters" }).click();
          await expect(page.getByRole("dialog", { name: "Filters" })).toBeVisible();
          await look(page);
        }
        await page.goto(`/pipeline/${lead.conversation_id}`);
        await expect(page.getByText("Not delivered.")).toBeVisible();
        await look(page);
        for (const [address, words] of [
          ["/pipeline", "$1,140.50"],
          ["/numbers", "Default"],
          ["/billing", "Expires 12/35"],
          ["/held", "Shall I call after 5?"],
          ["/settings/api-tokens", "SmartQuotes"],
          [`/handset/${encodeURIComponent(handset.phone)}`, "Maya Robinson’s phone"],
        ] as const) {
          await page.goto(address);
          // On a phone what stands beside it on a wide screen is hidden.
          await expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();
          await look(page);
        }
      });
    });
  }
}
