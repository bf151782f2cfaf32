// Who may be texted, and why.
import { composer, contact, conversation, expect, makeToken, openConversation, row, said, test } from "../fixtures";

test("S7 an agent opts a contact out; START alone doesn't lift that, STOP and START do", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await openConversation(page, lead.conversation_id);
  await contact(page).getByRole("button", { name: "Opt out" }).click();
  const question = page.getByRole("dialog", { name: "Opt Maya out?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(composer(page)).toBeVisible();
  await contact(page).getByRole("button", { name: "Opt out" }).click();
  await question.getByRole("button", { name: "Opt out" }).click();

  await expect(conversation(page)).toContainText("Maya opted out of texts");
  await expect(conversation(page)).toContainText("Maya can, by writing STOP and then START.");
  await expect(composer(page)).toHaveCount(0);
  await expect(said(page, "Olivia Owner opted Maya Robinson out of texts")).toBeVisible();
  await expect(row(page, "Maya Robinson")).toContainText("Opted out");
  await expect(contact(page)).toContainText(/Opted out.*recorded here/);

  await handset.sends("START");
  await expect(said(page, "START")).toBeVisible();
  await expect(composer(page)).toHaveCount(0);
  await handset.sends("STOP");
  await expect(conversation(page)).toContainText("Texts can be sent again once Maya writes START.");
  await handset.sends("START");
  await expect(composer(page)).toBeVisible();
});

test("X6 C7 an opt-out that a token records is told as the token's, in the thread and in the record", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  const { secret } = await makeToken(workspace, "Dialer", ["contacts"]);
  await openConversation(page, lead.conversation_id);
  await workspace.call("opt_out_contact", { path: { contact_id: lead.contact_id }, token: secret });
  await expect(said(page, "Dialer (API token) opted Maya Robinson out of texts")).toBeVisible();
  await expect(contact(page)).toContainText(/Opted out.*recorded here.*Dialer \(API token\)/s);
});

test("S7 a carrier's report of an opt-out counts like the contact's own word", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya();
  await handset.next({ kind: "refuse", error_code: "21610" });
  await openConversation(page, lead.conversation_id);
  await composer(page).fill("Hello Maya");
  await composer(page).press("Enter");
  await expect(conversation(page)).toContainText("Maya opted out of texts");
  await expect(said(page, "Hello Maya")).toContainText("Not sent, and not charged.");
  await expect(said(page, "Maya Robinson opted out of texts with the carrier (error 21610)")).toBeVisible();
  await expect(contact(page)).toContainText(/Opted out.*reported by the carrier/);
});

test("X6 the consent that a lead states is recorded with its evidence, newest first", async ({ page, desk }) => {
  const { lead, handset } = await desk.maya({
    consent_at: "2026-11-20T15:04:05Z",
    consent_certificate: "cert-0042",
  });
  await handset.sends("please stop. QUIT");
  await handset.sends("quit");
  await openConversation(page, lead.conversation_id);
  const entries = contact(page).getByRole("list").getByRole("listitem");
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText(/Opted out.*by their own reply.*“quit”.*Read as “Quit”/s);
  await expect(entries.last()).toContainText(/Agreed to texts.*stated by the lead vendor.*cert-0042/s);
});

test("X6 consent that somebody gave in person is recorded by hand, and texts may be sent where it is required", async ({ page, desk, workspace }) => {
  const { lead } = await desk.maya();
  await workspace.call("update_workspace", { body: { consent_required: true } });
  await openConversation(page, lead.conversation_id);
  await expect(composer(page)).toHaveCount(0);
  await contact(page).getByRole("button", { name: "Record consent" }).click();
  const dialog = page.getByRole("dialog", { name: "Record consent" });
  await dialog.getByLabel("How they agreed").selectOption("In person");
  await dialog.getByLabel("Note").fill("At the fair, stand 9");
  await dialog.getByRole("button", { name: "Record it" }).click();
  await expect(dialog).toBeHidden();
  await expect(contact(page)).toContainText(/Agreed to texts.*In person: At the fair, stand 9.*Noted by Olivia Owner/s);
  await expect(composer(page)).toBeVisible();
});
