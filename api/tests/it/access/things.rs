//! One of each thing that has an id.

use copperline_shared::api_tokens::Scope;
use copperline_shared::bulk_actions::{BulkChange, BulkTarget, CreateBulkAction};
use copperline_shared::comments::{self, CreateComment};
use copperline_shared::contacts::CreateContact;
use copperline_shared::conversations::{CreateConversation, Tab};
use copperline_shared::filters::{CreateSavedFilter, Filter};
use copperline_shared::palette::Colour;
use copperline_shared::simulator::HandsetSend;
use copperline_shared::tags::CreateTag;
use copperline_shared::templates::CreateTemplate;
use copperline_shared::workflows::{CreateWorkflow, StartWorkflow, WorkflowStep};
use uuid::Uuid;

use crate::support::{Owner, TestApp};

/// One of each thing that has an id, in one workspace.
pub struct Things {
    pub conversation: Uuid,
    pub contact: Uuid,
    pub message: Uuid,
    pub number: Uuid,
    pub card: Uuid,
    pub token: Uuid,
    pub stage: Uuid,
    pub template: Uuid,
    pub tag: Uuid,
    pub bulk_action: Uuid,
    pub picture: Uuid,
    pub simulated_picture: Uuid,
    pub comment: Uuid,
    pub notification: Uuid,
    pub saved_filter: Uuid,
    pub review: Uuid,
    pub import: Uuid,
    pub workflow: Uuid,
    pub run: Uuid,
    pub group: Uuid,
}

pub async fn things(app: &TestApp, owner: &Owner) -> Things {
    owner.fund(app, 20).await;
    let number = owner.rent(app, "512").await;
    let body = CreateContact {
        phone: "512 555 0131".to_owned(),
        ..CreateContact::default()
    };
    let contact = owner
        .create_contact()
        .body(body)
        .send()
        .await
        .expect("a contact")
        .into_inner()
        .id;
    let body = CreateConversation {
        phone: "512 555 0131".to_owned(),
    };
    let opened = owner
        .create_conversation()
        .body(body)
        .send()
        .await
        .expect("a conversation");
    let conversation = opened.into_inner().conversation.id;
    let body = copperline_shared::messages::SendMessage {
        conversation_id: Some(conversation),
        body: "Hi".to_owned(),
        ..Default::default()
    };
    let message = owner
        .send_message()
        .body(body)
        .send()
        .await
        .expect("a message")
        .into_inner()
        .id;
    let card = owner
        .read_billing()
        .send()
        .await
        .expect("billing")
        .into_inner()
        .cards[0]
        .id;
    let reply = HandsetSend {
        number: number.phone,
        body: "wrong number".to_owned(),
        pictures: Vec::new(),
        copies: 1,
    };
    let heard = owner.send_from_handset().phone("+15125550131").body(reply);
    heard.send().await.expect("a reply");
    app.work().await;
    let reviews = owner.list_reviews().send().await.expect("reviews");
    let review = reviews.into_inner().items[0].id;
    owner.make_token(&[Scope::Leads]).await;
    let token = owner
        .list_api_tokens()
        .send()
        .await
        .expect("tokens")
        .into_inner()[0]
        .id;
    let stages = owner.list_pipeline_stages().send().await;
    let stage = stages.expect("stages").into_inner()[0].id;
    let template = CreateTemplate {
        title: "Hello".to_owned(),
        body: "Hi".to_owned(),
        ..CreateTemplate::default()
    };
    let template = owner.create_template().body(template).send().await;
    let template = template.expect("a template").id;
    let body = CreateTag {
        name: "Hot quote".to_owned(),
        colour: Colour::Copper,
    };
    let tag = owner
        .create_tag()
        .body(body)
        .send()
        .await
        .expect("a tag")
        .into_inner()
        .id;
    let body = CreateBulkAction {
        change: BulkChange::MarkHot,
        on: BulkTarget::Conversations {
            conversation_ids: vec![conversation],
        },
    };
    let bulk_action = owner
        .create_bulk_action()
        .body(body)
        .send()
        .await
        .expect("a bulk action")
        .into_inner()
        .id;
    let picture = crate::pictures::upload(owner, crate::pictures::red(2, 2))
        .await
        .id;
    let file = crate::pictures::red(2, 2);
    let simulated_picture = owner.upload_simulated_picture().body(file).send().await;
    let simulated_picture = simulated_picture.expect("a picture").id;
    let sent = copperline_shared::simulator::HandsetSend {
        number: owner
            .list_numbers()
            .send()
            .await
            .expect("numbers")
            .into_inner()[0]
            .phone
            .clone(),
        body: String::new(),
        pictures: vec![simulated_picture],
        copies: 1,
    };
    let sent = owner
        .send_from_handset()
        .phone("+15125550132")
        .body(sent)
        .send()
        .await;
    sent.expect("a text from a handset");
    let (comment, notification) = mention(app, owner, conversation).await;
    let body = CreateSavedFilter {
        name: "New".to_owned(),
        tab: Tab::Recents,
        filter: Filter {
            unread: true,
            ..Filter::default()
        },
        shared: true,
    };
    let saved = owner.create_saved_filter().body(body).send().await;
    let saved_filter = saved.expect("a saved filter").into_inner().id;
    let import = owner
        .create_import()
        .body("phone\n5125550131\n")
        .send()
        .await
        .expect("an import")
        .into_inner()
        .id;
    let body = CreateWorkflow {
        name: "Welcome".to_owned(),
        steps: vec![WorkflowStep::MarkHot],
        ..CreateWorkflow::default()
    };
    let workflow = owner.create_workflow().body(body).send().await;
    let workflow = workflow.expect("a workflow").id;
    let body = StartWorkflow {
        workflow_id: workflow,
    };
    // The other contact's reply pauses what starts by itself.
    let somebody = CreateContact {
        phone: "512 555 0133".to_owned(),
        ..CreateContact::default()
    };
    let other = owner.create_contact().body(somebody).send().await;
    let other = other.expect("a contact").id;
    let started = owner.start_workflow().contact_id(other).body(body);
    let run = started.send().await.expect("a run").id;
    let groups = owner.list_groups().send().await.expect("groups");
    let group = groups.into_inner()[0].id;
    Things {
        conversation,
        contact,
        message,
        number: number.id,
        card,
        token,
        stage,
        template,
        tag,
        bulk_action,
        picture,
        simulated_picture,
        comment,
        notification,
        saved_filter,
        review,
        import,
        workflow,
        run,
        group,
    }
}

/// A colleague's comment that mentions the owner, and what the owner is told of it.
async fn mention(app: &TestApp, owner: &Owner, conversation_id: Uuid) -> (Uuid, Uuid) {
    let colleague = app.colleague(owner, "basic").await;
    let body = CreateComment {
        conversation_id,
        text: comments::mention(owner.agent),
    };
    let comment = colleague.create_comment().body(body).send().await;
    let told = owner.list_notifications().send().await;
    let notification = told.expect("what one was told").into_inner().items[0].id;
    (comment.expect("a comment").into_inner().id, notification)
}
