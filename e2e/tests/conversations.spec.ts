// The list of conversations.
import type { Page } from "@playwright/test";

import {
  choose,
  composer,
  conversation,
  expect,
  formatted,
  goTo,
  makeToken,
  newPhone,
  notice,
  openConversation,
  row,
  rows,
  said,
  send,
  tab,
  test,
  thread,
} from "../fixtures";

function search(page: Page) {
  return page.getByRole("textbox", { name: "Search conversations" });
}

test("C1 a new message moves its row to the top and counts, with no reload", async ({ page, desk }) => {
  const maya = await desk.maya();
  const theo = await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Nguyen" });
  await page.goto("/");
  await expect(rows(page).first()).toContainText("Theo Nguyen");

  await maya.handset.sends("Are you there?");
  await expect(rows(page).first()).toContainText("Maya Robinson");
  await maya.handset.sends("Hello?");
  await expect(row(page, "Maya Robinson")).toContainText(/Hello\?.*2 unread/);
  await expect(page).toHaveTitle("(1) Conversations · Copperline");
  await expect(page.getByRole("navigation", { name: "Main" })).toContainText("1 unread conversation");

  await desk.sends(theo.conversation_id, "Good morning");
  await expect(rows(page).first()).toContainText(/Theo Nguyen.*You: Good morning/);
  await expect(rows(page)).toHaveCount(2);
});

test("C1 only what the signed-in agent wrote begins with You", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya();
  const { secret } = await makeToken(workspace, "Quote Machine", ["messages"]);
  await page.goto("/");
  await desk.sends(lead.conversation_id, "Good morning");
  await expect(row(page, "Maya Robinson")).toContainText("You: Good morning");
  await workspace.call("send_message", {
    body: { conversation_id: lead.conversation_id, body: "Your quote is ready" },
    token: secret,
  });
  await expect(row(page, "Maya Robinson")).toContainText("Quote Machine: Your quote is ready");
  await handset.sends("HELP");
  await expect(row(page, "Maya Robinson")).toContainText("Copperline: ");

  await page.goto("/conversations/all?search=quote");
  await expect(row(page, "Maya Robinson")).toContainText("Quote Machine: Your quote is ready");
});

test("C2 each tab is an address that can be reloaded and shared, with its count", async ({ page, desk, workspace }) => {
  const maya = await desk.maya();
  const theo = await desk.lead({ phone: newPhone(), first_name: "Theo" });
  const put = (id: string, change: object) =>
    workspace.call("update_conversation", { path: { conversation_id: id }, body: change });
  await put(maya.lead.conversation_id, { hot: true });
  await put(theo.conversation_id, { archived: true });

  await page.goto("/");
  await expect(tab(page, "All")).toContainText("2");
  await expect(tab(page, "Hot Leads")).toContainText("1");
  await expect(tab(page, "Recents")).toContainText("1");
  await expect(tab(page, "Recents")).toHaveAttribute("aria-current", "page");
  await expect(tab(page, "Archived")).toHaveCount(0);

  await tab(page, "All").click();
  await expect(row(page, "Theo")).toContainText("Archived");
  await expect(page).toHaveURL(/\/conversations\/all$/);
  await tab(page, "Hot Leads").click();
  await expect(rows(page)).toHaveText(/Maya Robinson.*Hot lead/);
  await page.reload();
  await expect(rows(page)).toHaveText(/Maya Robinson.*Hot lead/);

  await choose(page, "More lists", "Archived");
  await expect(page.getByRole("heading", { name: "Archived", level: 1 })).toBeVisible();
  await expect(rows(page)).toHaveText(/Theo/);
  await page.goBack();
  await expect(rows(page)).toHaveText(/Maya/);
});

test("C3 a search starts on Enter or →, never while typing, and ✕ clears it", async ({ page, desk }) => {
  await desk.maya({ email: "maya.r@example.net" });
  await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Nguyễn" });
  await page.goto("/");
  await expect(rows(page)).toHaveCount(2);

  await search(page).pressSequentially("robin");
  await expect(rows(page)).toHaveCount(2);
  await search(page).press("Enter");
  await expect(rows(page)).toHaveText(/Maya Robinson/);
  await page.reload();
  await expect(rows(page)).toHaveText(/Maya Robinson/);
  await expect(search(page)).toHaveValue("robin");

  await page.getByRole("search").getByRole("button", { name: "Clear search" }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(search(page)).toBeFocused();

  // Accents make no difference, neither typed nor left out.
  await search(page).fill("nguyen");
  await page.getByRole("search").getByRole("button", { name: "Search", exact: true }).click();
  await expect(rows(page)).toHaveText(/Theo/);
  await search(page).fill("máyá");
  await search(page).press("Enter");
  await expect(rows(page)).toHaveText(/Maya Robinson/);
});

test("C3 a search finds names, phones in any writing, emails and message text, in every tab", async ({ page, desk, workspace }) => {
  const { lead, handset } = await desk.maya({ email: "maya.r@example.net" });
  await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Nguyen" });
  await handset.sends("The twenty-year term looks right to us");
  await workspace.call("update_conversation", {
    path: { conversation_id: lead.conversation_id },
    body: { hot: true },
  });
  for (const name of ["recents", "all", "hot"]) {
    await page.goto(`/conversations/${name}`);
    for (const wanted of ["maya", formatted(handset.phone), handset.phone.slice(-7), "r@example.net", "year term"]) {
      await search(page).fill(wanted);
      await search(page).press("Enter");
      await expect(page).toHaveURL(/search=/);
      await expect(rows(page)).toHaveText(/Maya Robinson/);
    }
  }
  await search(page).fill("zebra");
  await search(page).press("Enter");
  await expect(page.getByText("Nothing matches “zebra”")).toBeVisible();
});

test("C3 a hit is highlighted, and opening it scrolls to that message", async ({ page, desk }) => {
  const { handset } = await desk.maya();
  await handset.sends("My husband asked about the annuity");
  for (let at = 1; at <= 40; at++) await handset.sends(`Line ${at} of many`);
  await page.goto("/");
  await search(page).fill("annuity");
  await search(page).press("Enter");
  await expect(row(page, "Maya Robinson").getByText("annuity", { exact: true })).toBeVisible();

  await row(page, "Maya Robinson").click();
  await expect(thread(page).getByText("My husband asked about the")).toBeInViewport();
  await expect(thread(page).getByText("Line 40 of many")).not.toBeInViewport();
});

test("C4 a conversation is archived and brought back, and a new message brings it back too", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await conversation(page).getByRole("button", { name: "Archive", exact: true }).click();
  await expect(row(page, "Maya Robinson")).toHaveCount(0);
  await expect(notice(page, "Archived Maya Robinson")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Maya Robinson")).toBeVisible();

  await conversation(page).getByRole("button", { name: "Archive", exact: true }).click();
  await expect(row(page, "Maya Robinson")).toHaveCount(0);
  await conversation(page).getByRole("button", { name: "Unarchive" }).click();
  await expect(row(page, "Maya Robinson")).toBeVisible();

  await conversation(page).getByRole("button", { name: "Archive", exact: true }).click();
  await expect(row(page, "Maya Robinson")).toHaveCount(0);
  await page.goto("/");
  await expect(page.getByText("All caught up")).toBeVisible();
  await handset.sends("One more question");
  await expect(row(page, "Maya Robinson")).toContainText("One more question");
  await row(page, "Maya Robinson").click();
  await expect(conversation(page).getByText("Out of the archive: Maya Robinson wrote")).toHaveCount(1);
});

test("C5 the flame at the top of the conversation marks a hot lead, in every browser", async ({ app, page, desk, workspace, browser }) => {
  const { lead } = await desk.maya();
  const elsewhere = await browser.newContext({ baseURL: app.baseURL });
  await workspace.signIn(elsewhere);
  const other = await elsewhere.newPage();
  await other.goto("/conversations/hot");
  await expect(other.getByText("No hot leads")).toBeVisible();

  await openConversation(page, lead.conversation_id);
  const flame = conversation(page).getByRole("button", { name: "Hot", exact: true });
  await expect(flame).toHaveAttribute("aria-pressed", "false");
  await flame.click();
  await expect(flame).toHaveAttribute("aria-pressed", "true");
  await expect(row(page, "Maya Robinson")).toContainText("Hot lead");
  await expect(row(other, "Maya Robinson")).toBeVisible();
  await flame.click();
  await expect(row(other, "Maya Robinson")).toHaveCount(0);
  await elsewhere.close();
});

test("C17 a new conversation opens with any phone, an existing contact's with everything said", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  const stranger = newPhone();
  await page.goto("/");
  const ask = async (phone: string) => {
    await page.getByRole("button", { name: "New conversation" }).first().click();
    const form = page.getByRole("dialog", { name: "New conversation" });
    await form.getByLabel("Phone number").fill(phone);
    await form.getByRole("button", { name: "Open conversation" }).click();
  };
  await ask("12345");
  const form = page.getByRole("dialog", { name: "New conversation" });
  await expect(form.getByLabel("Phone number")).toHaveAttribute("aria-invalid", "true");
  await expect(form.getByLabel("Phone number")).toHaveValue("12345");
  await page.keyboard.press("Escape");
  await expect(form).toBeHidden();

  await ask(formatted(handset.phone));
  await expect(page).toHaveURL(new RegExp(lead.conversation_id));
  await expect(composer(page)).toBeFocused();
  await ask(stranger.slice(2));
  await expect(conversation(page).getByRole("heading", { level: 2 })).toHaveText(formatted(stranger));
  await send(page, "Hello, this is Olivia");
  await expect(row(page, formatted(stranger))).toContainText("You: Hello, this is Olivia");
});

test("C17 C19 a number, Enter, a text, Enter: a new conversation needs no mouse, nor does one that is open", async ({ page, desk }) => {
  const phone = newPhone();
  await page.goto("/");
  await expect(page.getByText("No conversations yet")).toBeVisible();
  for (const words of ["Hello, this is Olivia", "One more thing"]) {
    await page.keyboard.press("n");
    await expect(page.getByRole("textbox", { name: "Phone number" })).toBeFocused();
    await page.keyboard.type(phone.slice(2));
    await page.keyboard.press("Enter");
    await expect(composer(page)).toBeFocused();
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
    await expect(said(page, words)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(thread(page)).toBeFocused();
  }
  await expect.poll(() => desk.handset(phone).texts()).toHaveLength(2);
});

test("C19 the list is one stop for the Tab key, and / leads to the search", async ({ page, desk }) => {
  await desk.maya();
  await desk.lead({ phone: newPhone(), first_name: "Theo", last_name: "Nguyen" });
  await page.goto("/");
  await rows(page).first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(conversation(page).getByRole("heading", { name: "Maya Robinson" })).toBeVisible();
  await rows(page).first().focus();
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
});

test("an address of a conversation that isn't there says so", async ({ page, workspace }) => {
  for (const id of ["018f0000-0000-7000-8000-000000000000", "junk"]) {
    await page.goto(`/conversations/recents/${id}`);
    await expect(page.getByText("This conversation can't be shown")).toBeVisible();
  }
});

test("C4 a double click on Archive archives once, and the newest notice takes the older one's place", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  const archive = conversation(page).getByRole("button", { name: "Archive", exact: true });
  const unarchive = conversation(page).getByRole("button", { name: "Unarchive" });
  await archive.dblclick();
  await expect(notice(page, "Archived Maya Robinson")).toBeVisible();
  await expect(unarchive).toBeVisible();

  await unarchive.click();
  await expect(notice(page, "Maya Robinson is back in Recents")).toBeVisible();
  await expect(notice(page, "Archived Maya Robinson")).toBeHidden();
});

test("C19 the browser tab is named after what is open", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await expect(page).toHaveTitle("Maya Robinson · Copperline");
  for (const screen of ["Numbers", "Billing", "Conversations"]) {
    await goTo(page, screen);
    await expect(page).toHaveTitle(`${screen} · Copperline`);
  }
});

test("X9 what an open conversation needs is fetched before one is opened, unless the browser saves data", async ({ page, desk }) => {
  await desk.maya();
  const fetched = page.waitForResponse(/assets\/split_open_conversation/);
  await page.goto("/");
  await expect(row(page, "Maya Robinson")).toBeVisible();
  expect((await fetched).ok()).toBe(true);

  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const signingIn = page.waitForResponse(/assets\/split_again/);
  await page.reload();
  await expect(row(page, "Maya Robinson")).toBeVisible();
  await signingIn;
  expect(asked.filter((url) => url.includes("split_open_conversation"))).toEqual([]);
  await row(page, "Maya Robinson").click();
  await expect(conversation(page).getByRole("heading", { level: 2 })).toHaveText("Maya Robinson");
});

test("X9 a conversation that could not be fetched comes by itself when the connection is back", async ({ page, desk, context }) => {
  await desk.maya();
  const part = "**/assets/split_open_conversation*";
  await page.route(part, (route) => route.abort());
  await page.goto("/");
  await row(page, "Maya Robinson").click();
  await expect(page.getByText("This part of Copperline could not be fetched.")).toBeVisible();
  await page.unroute(part);
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(conversation(page).getByRole("heading", { level: 2 })).toHaveText("Maya Robinson");
});

test("C2 an address of a tab that there isn't leads to Recents, under its address", async ({ page, desk }) => {
  const { lead } = await desk.maya();
  await page.goto("/conversations/foo?unread=true");
  await expect(page).toHaveURL(/\/conversations\/recents\?unread=true$/);
  await page.goto(`/conversations/foo/${lead.conversation_id}`);
  await expect(page).toHaveURL(new RegExp(`/conversations/recents/${lead.conversation_id}$`));
  await expect(conversation(page).getByRole("heading", { level: 2 })).toHaveText("Maya Robinson");
});
