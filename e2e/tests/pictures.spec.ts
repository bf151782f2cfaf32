// Picture messages: attached, sent, received, looked at, and kept with templates.
import type { Locator, Page } from "@playwright/test";

import { composer, conversation, expect, expectAccessible, openConversation, row, said, test, thread } from "../fixtures";
import { attach, attached, loadedWidth, picture, png } from "../fixtures/pictures";

/** A picture of the thread, by what a screen reader says of it. */
function shown(page: Page, name: string | RegExp): Locator {
  return thread(page).getByRole("img", { name });
}

async function sendFromPhone(page: Page, phone: string, words: string, ...files: ReturnType<typeof picture>[]) {
  await page.goto(`/handset/${encodeURIComponent(phone)}`);
  if (files.length > 0) await attach(page, ...files);
  await page.getByRole("textbox", { name: "Write as the contact" }).fill(words);
  await page.getByRole("button", { name: "Send as the contact" }).click();
  await expect(attached(page)).toHaveCount(0);
}

/** Lets the page see files as another program would hand them over. */
async function bring(page: Page, event: "paste" | "drop", file: { name: string; buffer: Buffer }) {
  const target = event === "paste" ? composer(page) : page.locator("body");
  await target.evaluate(
    (element, { event, name, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
      const init = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        event === "paste"
          ? new ClipboardEvent("paste", { ...init, clipboardData: data })
          : new DragEvent("drop", { ...init, dataTransfer: data }),
      );
    },
    { event, name: file.name, bytes: [...file.buffer] },
  );
}

test("C8 S11 a picture is attached, costs what it says, is sent without words and arrives", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await attach(page, picture("roof.png", 400, 300));
  await expect(attached(page)).toHaveCount(1);
  await expect(attached(page).getByRole("img", { name: "roof.png" })).toBeVisible();
  await expect(conversation(page)).toContainText("1 picture · $0.03");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(attached(page)).toHaveCount(0);
  const sent = shown(page, "Picture sent by Olivia Owner");
  await expect(sent).toBeVisible();
  await expect.poll(() => loadedWidth(sent)).toBe(400);
  const line = thread(page).getByRole("listitem").filter({ has: page.getByRole("img", { name: /^Picture sent/ }) });
  await expect(line).toContainText("delivered");
  await expect(row(page, "Maya Robinson")).toContainText("Picture");

  await page.goto(`/handset/${encodeURIComponent(handset.phone)}`);
  const arrived = page.getByRole("log", { name: "Texts on this phone" }).getByRole("img", { name: "Picture" });
  await expect.poll(() => loadedWidth(arrived)).toBe(400);
});

test("C8 pictures are pasted and dropped too, go with words, and can be taken out", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await bring(page, "paste", { name: "pasted.png", buffer: png(40, 40) });
  await bring(page, "drop", { name: "dropped.png", buffer: png(60, 60) });
  await expect(attached(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Remove pasted.png" }).click();
  await expect(attached(page)).toHaveCount(1);
  await composer(page).fill("Your new roof");
  await composer(page).press("Enter");
  await expect(said(page, "Your new roof").getByRole("img", { name: "Picture sent by Olivia Owner" })).toBeVisible();
  await expect(said(page, "Your new roof")).toContainText("delivered");
  await expect(row(page, "Maya Robinson")).toContainText("Picture: Your new roof");
  await expect(composer(page)).toHaveValue("");
});

test("C8 what can't be sent says what to do, and nothing goes until it is out", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await attach(
    page,
    { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("Hello") },
    { name: "huge.png", mimeType: "image/png", buffer: Buffer.alloc(5 * 1024 * 1024 + 1) },
  );
  await expect(attached(page).filter({ hasText: "no JPEG, PNG, GIF or WebP picture" })).toHaveCount(1);
  await expect(attached(page).filter({ hasText: "Larger than 5 MB" })).toHaveCount(1);
  await composer(page).fill("Look");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: "Remove notes.png" }).click();
  await page.getByRole("button", { name: "Remove huge.png" }).click();
  await composer(page).press("Enter");
  await expect(said(page, "Look")).toBeVisible();
});

test("C8 an upload that fails is tried again, and eleven pictures are one too many", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await page.route("**/api/v1/pictures", (route) => route.abort(), { times: 1 });
  await attach(page, picture("roof.png"));
  await expect(attached(page)).toContainText("couldn't be uploaded");
  await attached(page).getByRole("button", { name: "Try again" }).click();
  await expect(conversation(page)).toContainText("1 picture · $0.03");
  await expect(attached(page)).not.toContainText("couldn't be uploaded");
  await attach(page, ...Array.from({ length: 10 }, (_, at) => picture(`more-${at}.png`, 8, 8)));
  await expect(attached(page)).toHaveCount(10);
  await expect(conversation(page)).toContainText("A text takes 10 pictures");
});

test("C8 attached pictures are kept with the draft, over a reload and signing in again", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await attach(page, picture("roof.png", 320, 240));
  await composer(page).fill("Before");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  await page.reload();
  await expect(composer(page)).toHaveValue("Before");
  await expect.poll(() => loadedWidth(attached(page).getByRole("img"))).toBe(320);

  await page.context().clearCookies();
  await attach(page, picture("after.png", 200, 100));
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await expect(attached(page).nth(1)).toContainText("Your session ended");
  await again.getByLabel("Password", { exact: true }).fill(workspace.owner.password);
  await again.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(again).toBeHidden();
  await expect(attached(page)).toHaveCount(2);
  await expect(attached(page).nth(1)).not.toContainText("Your session ended");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  await composer(page).press("Enter");
  await expect(said(page, "Before").getByRole("img")).toHaveCount(2);
});

test("C8 a scheduled text keeps its picture and is told of with it", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await attach(page, picture("roof.png"));
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  await page.getByRole("button", { name: "Schedule" }).click();
  await page.getByRole("menuitem").filter({ hasText: "Tomorrow" }).click();
  const waiting = page.getByRole("list", { name: "Waiting to be sent" }).getByRole("listitem");
  await expect(waiting.getByRole("img", { name: "Picture sent by Olivia Owner" })).toBeVisible();
  await expect(attached(page)).toHaveCount(0);
  await page.goto("/held");
  await expect(waiting).toContainText("1 picture");
  await waiting.getByRole("button", { name: "Actions for this text" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await expect(page.getByRole("dialog")).toContainText("Its pictures stay.");
});

test("C7 X1 a picture that came in stands in the thread with its room kept, and opens large", async ({ page, desk, context }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  const phone = await context.newPage();
  await sendFromPhone(phone, handset.phone, "Our roof", picture("a.png", 640, 480), picture("b.png", 300, 900));
  const first = shown(page, "Picture from the contact, 1 of 2");
  await expect.poll(() => loadedWidth(first)).toBe(640);
  const button = said(page, "Our roof").getByRole("button", { name: "Picture from the contact, 1 of 2" });
  await expect(button).toHaveCSS("aspect-ratio", "640 / 480");
  await expect(row(page, "Maya Robinson")).toContainText("2 pictures: Our roof");
  await expectAccessible(page);

  await button.click();
  const large = page.getByRole("dialog", { name: "Picture from the contact, 1 of 2" });
  await expect.poll(() => loadedWidth(large.getByRole("img"))).toBe(640);
  await expectAccessible(page);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("dialog", { name: "Picture from the contact, 2 of 2" })).toContainText("2 of 2");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("C7 a picture that can't be shown says so in the thread", async ({ page, desk, context }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  const phone = await context.newPage();
  const damaged = { name: "a.png", mimeType: "image/png", buffer: png(90, 90).subarray(0, 40) };
  await sendFromPhone(phone, handset.phone, "See this", damaged);
  await expect(said(page, "See this")).toContainText("can't be shown as a picture");
});

test("P3 C9 a template carries a picture, and inserting it attaches it", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await page.goto("/templates");
  await page.getByRole("button", { name: "New template" }).first().click();
  const form = page.getByRole("dialog", { name: "New template" });
  await form.getByLabel("Title").fill("Roof");
  await form.getByLabel("Shortcut").fill("roof");
  await form.getByRole("textbox", { name: "Text" }).fill("Hi {{first_name}}, such a roof");
  const opened = page.waitForEvent("filechooser");
  await form.getByRole("button", { name: "Add a picture" }).click();
  await (await opened).setFiles([picture("roof.png", 320, 200)]);
  await expect(form.getByRole("region", { name: "Preview" })).toContainText("1 picture · $0.03");
  await expectAccessible(page);
  await form.getByRole("button", { name: "Make template" }).click();
  const listed = page.getByRole("list", { name: "Templates" });
  await expect.poll(() => loadedWidth(listed.getByRole("img", { name: "Picture" }))).toBe(320);

  await openConversation(page, lead.conversation_id);
  await composer(page).pressSequentially("/roof");
  await expect(composer(page)).toHaveValue("Hi Maya, such a roof");
  await expect(attached(page)).toHaveCount(1);
  await composer(page).press("Enter");
  await expect(said(page, "Hi Maya, such a roof").getByRole("img")).toHaveCount(1);

  await page.goto("/templates");
  await listed.getByRole("button", { name: "Edit Roof" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(listed.getByRole("img")).toHaveCount(0);
});
