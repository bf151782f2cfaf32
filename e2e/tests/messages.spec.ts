// The thread and the composer.
import {
  choose,
  composer,
  conversation,
  expect,
  expectAccessible,
  goTo,
  newPhone,
  notice,
  openConversation,
  part,
  row,
  said,
  send,
  test,
  thread,
} from "../fixtures";

test("C7 a message shows who sent it, when, its segments and its state", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await handset.sends("Good morning");
  await expect(said(page, "Good morning")).toContainText(/\d{1,2}:\d\d [ap]m/);
  const long = "Long words ".repeat(20).trim();
  await send(page, long);
  await expect(said(page, long)).toContainText(/Olivia Owner · .* · 2 segments · delivered/);
});

test("C7 older messages load when scrolling up, and what was read stays in its place", async ({ page, desk }) => {
  test.setTimeout(120_000);
  const { lead, handset } = await desk.maya();
  for (let at = 1; at <= 120; at++) await handset.sends(`Line ${at}.`);
  await openConversation(page, lead.conversation_id);
  await expect(said(page, "Line 120.")).toBeInViewport();
  await expect(said(page, "Line 1.")).toHaveCount(0);
  await expect(async () => {
    await thread(page).evaluate((frame) => frame.scrollTo({ top: 0 }));
    await expect(said(page, "Lead from SmartQuotes")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(said(page, /Line \d+\./)).toHaveCount(120);

  await handset.sends("And this is the newest");
  await page.getByRole("button", { name: "New message below" }).click();
  await expect(said(page, "And this is the newest")).toBeInViewport();
});

test("C7 opening a conversation marks it read, everywhere", async ({ app, page, desk, workspace, browser }) => {
  const { lead, handset } = await desk.maya();
  await handset.sends("Hello?");
  const elsewhere = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(elsewhere);
  const other = await elsewhere.newPage();
  await other.goto("/");
  await expect(row(other, "Maya Robinson")).toContainText("1 unread");
  await expect(other).toHaveTitle("(1) Conversations · Copperline");
  await openConversation(page, lead.conversation_id);
  await expect(row(other, "Maya Robinson")).not.toContainText("unread");
  await expect(other).toHaveTitle("Conversations · Copperline");
  await elsewhere.close();
});

test("C7 marked as unread it stays so while it is open, in every browser, until somebody opens it anew", async ({ app, page, desk, workspace, browser }) => {
  const { lead, handset } = await desk.maya();
  await handset.sends("Hello?");
  const elsewhere = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(elsewhere);
  const other = await elsewhere.newPage();
  for (const each of [page, other]) {
    await openConversation(each, lead.conversation_id);
    await expect(row(each, "Maya Robinson")).not.toContainText("unread");
  }
  await choose(page, "More actions", "Mark as unread");
  await expect(notice(page, "Maya Robinson is marked as unread")).toBeVisible();
  for (const each of [page, other]) {
    await expect(row(each, "Maya Robinson")).toContainText("1 unread");
    await expect(each).toHaveTitle("(1) Maya Robinson · Copperline");
  }
  // What the others do to it is no look at it either.
  await workspace.call("update_conversation", {
    path: { conversation_id: lead.conversation_id },
    body: { hot: true },
  });
  await expect(row(other, "Maya Robinson")).toContainText("Hot lead");
  await expect(row(other, "Maya Robinson")).toContainText("1 unread");

  await handset.sends("Are you there?");
  await expect(row(page, "Maya Robinson")).toContainText("Are you there?");
  await expect(row(page, "Maya Robinson")).not.toContainText("unread");

  await choose(page, "More actions", "Mark as unread");
  await expect(row(page, "Maya Robinson")).toContainText("1 unread");
  await page.goto("/conversations/recents");
  await expect(row(page, "Maya Robinson")).toContainText("1 unread");
  await row(page, "Maya Robinson").click();
  await expect(row(page, "Maya Robinson")).not.toContainText("unread");
  await elsewhere.close();
});

test("C7 links lead where they say, into a tab of their own; nothing else becomes one", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await handset.sends("See https://example.com/quote?id=7, or example.com/faq. javascript:alert(1) <a href=x>no</a>");
  const links = said(page, "See https://example.com").getByRole("link");
  await expect(links).toHaveText(["https://example.com/quote?id=7", "example.com/faq"]);
  for (const [at, href] of ["https://example.com/quote?id=7", "https://example.com/faq"].entries()) {
    await expect(links.nth(at)).toHaveAttribute("href", href);
    await expect(links.nth(at)).toHaveAttribute("target", "_blank");
    await expect(links.nth(at)).toHaveAttribute("rel", "noopener noreferrer");
  }
});

test("C7 M3 the details of a message tell who, when, segments and cost", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  const long = "Long words ".repeat(20).trim();
  await send(page, long);
  await expect(said(page, long)).toContainText("delivered");
  await said(page, long).getByRole("button", { name: /Olivia Owner/ }).click();
  for (const words of [/Written by\s*Olivia Owner/, /Handed to the carrier/, /Delivered/, /Segments\s*2/, /Cost\s*\$0\.024/]) {
    await expect(said(page, long)).toContainText(words);
  }

  await handset.next({ kind: "refuse", error_code: "30006" });
  await send(page, "To a landline");
  await expect(said(page, "To a landline")).toContainText("Not sent, and not charged.");
  await said(page, "To a landline").getByRole("button", { name: /Olivia Owner/ }).click();
  await expect(said(page, "To a landline")).toContainText(/Cost\s*Nothing: \$0\.012 was returned/);
});

test("C19 the messages are one stop for the Tab key, and the arrows lead from one to the next", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await handset.sends("First");
  await handset.sends("Second");
  await openConversation(page, lead.conversation_id);
  const line = (words: string) => said(page, words).getByRole("button");
  await expect(said(page, "Second")).toBeVisible();
  await composer(page).focus();
  // Past the two ways to write.
  for (let stop = 0; stop < 3; stop++) await page.keyboard.press("Shift+Tab");
  await expect(line("Second")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(line("First")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(said(page, "First")).toContainText(/Cost\s*Free/);
  for (let stop = 0; stop < 3; stop++) await page.keyboard.press("Tab");
  await expect(composer(page)).toBeFocused();
});

test("C8 the counter tells segments and cost in both alphabets as one types", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  const counts = [
    ["Hello", "5 / 160 · 1 segment · $0.012"],
    ["a".repeat(160), "160 / 160 · 1 segment · $0.012"],
    ["a".repeat(161), "161 / 306 · 2 segments · $0.024"],
    ["Price: 5 €", "11 / 160 · 1 segment · $0.012"],
    ["Thanks 👍", "9 / 70 · 1 segment · $0.012"],
    ["ж".repeat(71), "71 / 134 · 2 segments · $0.024"],
  ] as const;
  for (const [words, count] of counts) {
    await composer(page).fill(words);
    await expect(conversation(page)).toContainText(count);
  }
  await composer(page).fill("a".repeat(1_601));
  await expect(conversation(page).getByRole("alert")).toContainText("Shorten the message by 1");
  await expect(conversation(page).getByRole("button", { name: "Send" })).toBeDisabled();
});

test("C8 Enter sends and Shift+Enter breaks the line", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await composer(page).press("Enter");
  await composer(page).pressSequentially("First line");
  await composer(page).press("Shift+Enter");
  await composer(page).pressSequentially("Second line");
  await expect(composer(page)).toHaveValue("First line\nSecond line");
  await composer(page).press("Enter");
  await expect(said(page, "First line\nSecond line")).toContainText("delivered");
  await expect(composer(page)).toHaveValue("");
  await expect(composer(page)).toBeFocused();
});

test("C8 what is half written outlives a reload, another screen and another conversation", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  const theo = await desk.lead({ phone: newPhone(), first_name: "Theo" });
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("Half a thought");
  await page.reload();
  await expect(composer(page)).toHaveValue("Half a thought");
  await row(page, "Theo").click();
  await expect(page).toHaveURL(new RegExp(theo.conversation_id));
  await expect(composer(page)).toHaveValue("");
  await goTo(page, "Numbers");
  await goTo(page, "Conversations");
  await row(page, "Maya Robinson").click();
  await expect(composer(page)).toHaveValue("Half a thought");
});

test("a session that ends in the middle of writing loses nothing", async ({ page, desk, workspace, context }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("For the two of you it comes to $95");
  await context.clearCookies();
  await composer(page).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("Password", { exact: true }).fill(workspace.owner.password);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(composer(page)).toHaveValue("For the two of you it comes to $95");
  await composer(page).press("Enter");
  await expect(said(page, "it comes to $95")).toContainText("delivered");
  await expect(said(page, "it comes to $95")).toHaveCount(1);
});

test("X3 M2 in place of the composer it says that the country isn't texted", async ({ page, desk: _desk, workspace }) => {
  const { conversation: opened } = await workspace.call<{ conversation: { id: string } }>("create_conversation", {
    body: { phone: "+44 20 7946 0958" },
  });
  await openConversation(page, opened.id);
  await expect(conversation(page)).toContainText("Numbers that begin with +44 can't be texted from here, only those that begin with +1.");
  await expect(composer(page)).toHaveCount(0);
  await expectAccessible(page);
});

test("C8 X9 that the server didn't answer stands at the composer only until the connection is back", async ({ page, desk, context }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("Does Thursday suit you?");
  await context.setOffline(true);
  await composer(page).press("Enter");
  const line = conversation(page).getByRole("alert").filter({ hasText: "Nothing you wrote is lost" });
  await expect(line).toBeVisible();
  await conversation(page).getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByRole("region", { name: "Notices" })).toContainText("Not archived. Copperline doesn't answer; try again.");
  await context.setOffline(false);
  await expect(line).toBeHidden();
  await expect(composer(page)).toHaveValue("Does Thursday suit you?");
  await composer(page).press("Enter");
  await expect(said(page, "Does Thursday suit you?")).toHaveCount(1);
});

test("while the server is down the page says so, keeps what is written, and goes on by itself", async ({ app, page, desk }) => {
  test.setTimeout(120_000);
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("Does Thursday suit you?");
  const place = await composer(page).boundingBox();
  await app.down();
  try {
    await expect(page.getByText("No connection to Copperline.")).toBeVisible({ timeout: 2_500 });
    expect(await composer(page).boundingBox(), "nothing moves when the page says so").toEqual(place);
    await composer(page).press("Enter");
    await expect(conversation(page).getByRole("alert")).toContainText("Nothing you wrote is lost");
    await expect(composer(page)).toHaveValue("Does Thursday suit you?");
  } finally {
    await app.up();
  }
  await expect(page.getByText("No connection to Copperline.")).toBeHidden({ timeout: 20_000 });
  await expect(page.getByText("Nothing you wrote is lost")).toBeHidden();
  await composer(page).press("Enter");
  await expect(said(page, "Does Thursday suit you?")).toContainText("delivered");
  await handset.sends("Thursday is fine");
  await expect(said(page, "Thursday is fine")).toBeVisible();
});

test("C8 a reason stands in the composer's place without a number or a balance, and goes when it is mended", async ({ page, workspace }) => {
  const opened = await workspace.call<{ conversation: { id: string } }>("create_conversation", {
    body: { phone: newPhone() },
  });
  await openConversation(page, opened.conversation.id);
  await expect(conversation(page)).toContainText("There is no number to send from.");
  await conversation(page).getByRole("link", { name: "Rent a number" }).click();
  await page.getByLabel("Area code").fill("512");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("list", { name: "Numbers to rent" }).getByRole("button").first().click();
  await expect(part(page, "Your numbers")).toContainText("Default");

  await openConversation(page, opened.conversation.id);
  await expect(conversation(page)).toContainText("The balance doesn't cover another text.");
  await expect(conversation(page).getByRole("link", { name: "Add funds" })).toBeVisible();
});

test("C7 words that look like markup are only words", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  const words = `<img src=x onerror="document.title='caught'"> & <b>bold</b>`;
  await handset.sends(words);
  await expect(said(page, words)).toBeVisible();
  await expect(page).not.toHaveTitle("caught");
});
