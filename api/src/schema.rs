// @generated automatically by Diesel CLI.

pub mod sql_types {
    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "tsvector", schema = "pg_catalog"))]
    pub struct Tsvector;
}

diesel::table! {
    agents (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        role -> Text,
        first_name -> Text,
        last_name -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    api_token_secrets (hash) {
        hash -> Bytea,
        workspace_id -> Uuid,
        api_token_id -> Uuid,
    }
}

diesel::table! {
    api_tokens (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        name -> Text,
        scopes -> Array<Nullable<Text>>,
        hint -> Text,
        lead_source -> Text,
        lead_duplicates -> Text,
        created_by -> Uuid,
        created_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    balances (workspace_id) {
        workspace_id -> Uuid,
        balance_micros -> Int8,
    }
}

diesel::table! {
    bulk_action_conversations (workspace_id, bulk_action_id, conversation_id) {
        workspace_id -> Uuid,
        bulk_action_id -> Uuid,
        conversation_id -> Uuid,
        changed_at -> Nullable<Timestamptz>,
        changes -> Nullable<Int4>,
        was_archived_at -> Nullable<Timestamptz>,
        tag_ids -> Nullable<Array<Nullable<Uuid>>>,
        was_assigned_to -> Nullable<Uuid>,
        applied_at -> Nullable<Array<Nullable<Timestamptz>>>,
        places -> Nullable<Array<Nullable<Int2>>>,
        was_assigned_to_group -> Nullable<Uuid>,
    }
}

diesel::table! {
    bulk_actions (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        agent_id -> Nullable<Uuid>,
        api_token_id -> Nullable<Uuid>,
        kind -> Text,
        tag_ids -> Array<Nullable<Uuid>>,
        state -> Text,
        total -> Int4,
        done -> Int4,
        changed -> Int4,
        undone -> Int4,
        reached -> Nullable<Uuid>,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        assignee_id -> Nullable<Uuid>,
        on_contacts -> Bool,
        workflow_id -> Nullable<Uuid>,
        reasons -> Jsonb,
        assignee_group_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    cards (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        processor_id -> Text,
        brand -> Text,
        last_four -> Text,
        expiry_month -> Int2,
        expiry_year -> Int2,
        is_primary -> Bool,
        created_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    comment_mentions (workspace_id, comment_id, agent_id) {
        workspace_id -> Uuid,
        comment_id -> Uuid,
        agent_id -> Uuid,
    }
}

diesel::table! {
    comments (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        conversation_id -> Uuid,
        text -> Text,
        agent_id -> Nullable<Uuid>,
        api_token_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        revision -> Int4,
        edited_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    consent_entries (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        phone -> Nullable<Text>,
        kind -> Text,
        source -> Text,
        given_at -> Timestamptz,
        source_url -> Text,
        certificate -> Text,
        evidence -> Text,
        created_at -> Timestamptz,
        trigger -> Text,
        decided_by -> Text,
        phone_hash -> Nullable<Bytea>,
    }
}

diesel::table! {
    contact_merges (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        contact_id -> Uuid,
        merged_id -> Uuid,
        merged_conversation_id -> Nullable<Uuid>,
        phone -> Text,
        contact -> Jsonb,
        agent_id -> Nullable<Uuid>,
        api_token_id -> Nullable<Uuid>,
        merged_at -> Timestamptz,
    }
}

diesel::table! {
    contact_tags (workspace_id, contact_id, tag_id) {
        workspace_id -> Uuid,
        contact_id -> Uuid,
        tag_id -> Uuid,
        applied_at -> Timestamptz,
        place -> Int2,
    }
}

diesel::table! {
    contacts (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        phone -> Text,
        first_name -> Text,
        last_name -> Text,
        email -> Text,
        date_of_birth -> Nullable<Date>,
        zip -> Text,
        state -> Text,
        company -> Text,
        source -> Text,
        custom_fields -> Jsonb,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        tag_id -> Nullable<Uuid>,
        search_text -> Text,
    }
}

diesel::table! {
    conversations (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        contact_id -> Uuid,
        number_id -> Nullable<Uuid>,
        hot -> Bool,
        archived_at -> Nullable<Timestamptz>,
        unread_count -> Int4,
        excerpt -> Text,
        excerpt_by -> Text,
        last_activity_at -> Timestamptz,
        last_inbound_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        excerpt_agent_id -> Nullable<Uuid>,
        excerpt_name -> Nullable<Text>,
        hot_changes -> Int4,
        archive_changes -> Int4,
        assigned_agent_id -> Nullable<Uuid>,
        assignment_changes -> Int4,
        put_off_until -> Nullable<Timestamptz>,
        follow_up_due_at -> Nullable<Timestamptz>,
        put_off_by -> Nullable<Uuid>,
        assigned_group_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    erased_messages (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        direction -> Text,
        state -> Text,
        segments -> Int4,
        price_micros -> Int8,
        carrier_message_id -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    erasures (workspace_id, phone_hash) {
        workspace_id -> Uuid,
        phone_hash -> Bytea,
        opt_out_source -> Text,
        opted_out_at -> Timestamptz,
        erased_at -> Timestamptz,
    }
}

diesel::table! {
    event_cursors (workspace_id) {
        workspace_id -> Uuid,
        cursor -> Int8,
    }
}

diesel::table! {
    events (workspace_id, cursor) {
        workspace_id -> Uuid,
        cursor -> Int8,
        audience -> Text,
        audience_agent_id -> Nullable<Uuid>,
        payload -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    group_members (workspace_id, group_id, agent_id) {
        workspace_id -> Uuid,
        group_id -> Uuid,
        agent_id -> Uuid,
    }
}

diesel::table! {
    groups (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        name -> Text,
        created_at -> Timestamptz,
        ending_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    idempotent_answers (workspace_id, caller_id, key) {
        workspace_id -> Uuid,
        caller_id -> Uuid,
        key -> Text,
        request_hash -> Bytea,
        answer -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    import_columns (workspace_id, name) {
        workspace_id -> Uuid,
        name -> Text,
        field -> Text,
    }
}

diesel::table! {
    import_rows (workspace_id, import_id, place) {
        workspace_id -> Uuid,
        import_id -> Uuid,
        place -> Int4,
        line -> Int4,
        cells -> Array<Nullable<Text>>,
        phone -> Nullable<Text>,
        outcome -> Nullable<Text>,
        problem -> Text,
    }
}

diesel::table! {
    imports (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        file_name -> Text,
        agent_id -> Nullable<Uuid>,
        api_token_id -> Nullable<Uuid>,
        state -> Text,
        column_names -> Array<Nullable<Text>>,
        mapping -> Array<Nullable<Text>>,
        duplicates -> Text,
        source -> Text,
        tag_ids -> Array<Nullable<Uuid>>,
        total -> Int4,
        done -> Int4,
        created -> Int4,
        updated -> Int4,
        unchanged -> Int4,
        refused -> Int4,
        problems -> Int4,
        reached -> Int4,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    installation (sole) {
        sole -> Bool,
        secrets_fingerprint -> Bytea,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        workspace_id -> Nullable<Uuid>,
        kind -> Text,
        payload -> Jsonb,
        run_at -> Timestamptz,
        attempts -> Int4,
        leased_until -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        dead_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        line -> Nullable<Text>,
        place -> Nullable<Int8>,
    }
}

diesel::table! {
    leads (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        api_token_id -> Uuid,
        external_id -> Nullable<Text>,
        contact_id -> Uuid,
        payload -> Jsonb,
        received_at -> Timestamptz,
    }
}

diesel::table! {
    ledger_entries (workspace_id, transaction_id, account) {
        workspace_id -> Uuid,
        transaction_id -> Uuid,
        account -> Text,
        amount_micros -> Int8,
    }
}

diesel::table! {
    ledger_transactions (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        reference_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    mail_links (hash) {
        hash -> Bytea,
        purpose -> Text,
        email -> Text,
        expires_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    message_pictures (workspace_id, message_id, position) {
        workspace_id -> Uuid,
        message_id -> Uuid,
        position -> Int2,
        state -> Text,
        picture_id -> Nullable<Uuid>,
        carrier_url -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Tsvector;

    messages (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        conversation_id -> Uuid,
        number_id -> Uuid,
        direction -> Text,
        state -> Text,
        sender -> Text,
        agent_id -> Nullable<Uuid>,
        api_token_id -> Nullable<Uuid>,
        body -> Text,
        segments -> Int4,
        price_micros -> Int8,
        carrier_message_id -> Nullable<Text>,
        error_code -> Nullable<Text>,
        leased_until -> Nullable<Timestamptz>,
        decision -> Nullable<Jsonb>,
        created_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        settled_at -> Nullable<Timestamptz>,
        search -> Nullable<Tsvector>,
        due_at -> Nullable<Timestamptz>,
        slot_at -> Nullable<Timestamptz>,
        reason_code -> Nullable<Text>,
        reason -> Nullable<Text>,
        asked_at -> Nullable<Timestamptz>,
        earlier_decisions -> Nullable<Jsonb>,
        pictures -> Int2,
        sent_to -> Nullable<Text>,
        workflow_id -> Nullable<Uuid>,
        workflow_run_id -> Nullable<Uuid>,
        workflow_step -> Nullable<Int4>,
    }
}

diesel::table! {
    note_versions (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        contact_id -> Uuid,
        text -> Text,
        agent_id -> Nullable<Uuid>,
        api_token_id -> Nullable<Uuid>,
        began_at -> Timestamptz,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    notes (workspace_id, contact_id) {
        workspace_id -> Uuid,
        contact_id -> Uuid,
        revision -> Int4,
        version_id -> Uuid,
    }
}

diesel::table! {
    notifications (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        agent_id -> Uuid,
        kind -> Text,
        conversation_id -> Uuid,
        comment_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        read_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    number_pace (workspace_id, number_id) {
        workspace_id -> Uuid,
        number_id -> Uuid,
        newest -> Timestamptz,
        segments -> Array<Nullable<Int4>>,
    }
}

diesel::table! {
    numbers (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        phone -> Text,
        name -> Text,
        state -> Text,
        carrier_number_id -> Nullable<Text>,
        is_default -> Bool,
        rented_at -> Timestamptz,
        released_at -> Nullable<Timestamptz>,
        refusal -> Nullable<Text>,
    }
}

diesel::table! {
    opt_outs (workspace_id, phone) {
        workspace_id -> Uuid,
        phone -> Text,
        source -> Text,
        opted_out_at -> Timestamptz,
    }
}

diesel::table! {
    payments (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        card_id -> Uuid,
        amount_micros -> Int8,
        state -> Text,
        processor_id -> Nullable<Text>,
        failure -> Nullable<Text>,
        requested_by -> Uuid,
        created_at -> Timestamptz,
        settled_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    pictures (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        width -> Int4,
        height -> Int4,
        size_bytes -> Int4,
        sha256 -> Bytea,
        agent_id -> Nullable<Uuid>,
        api_token_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    pipeline_cards (workspace_id, contact_id) {
        workspace_id -> Uuid,
        contact_id -> Uuid,
        stage_id -> Uuid,
        amount_micros -> Nullable<Int8>,
        sort_key -> Text,
        entered_at -> Timestamptz,
        previous_stage_id -> Nullable<Uuid>,
        previous_entered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    pipeline_stages (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        name -> Text,
        colour -> Text,
        position -> Int4,
        cards -> Int4,
        total_micros -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    pipelines (workspace_id) {
        workspace_id -> Uuid,
    }
}

diesel::table! {
    refresh_tokens (hash) {
        hash -> Bytea,
        workspace_id -> Uuid,
        session_id -> Uuid,
        issued_at -> Timestamptz,
        expires_at -> Timestamptz,
        rotated_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    rented_numbers (phone) {
        phone -> Text,
        workspace_id -> Uuid,
        number_id -> Uuid,
    }
}

diesel::table! {
    review_messages (workspace_id, review_id, message_id) {
        workspace_id -> Uuid,
        review_id -> Uuid,
        message_id -> Uuid,
        phrase -> Text,
        parts -> Jsonb,
    }
}

diesel::table! {
    reviews (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        contact_id -> Uuid,
        conversation_id -> Uuid,
        state -> Text,
        opened_at -> Timestamptz,
        decided_at -> Nullable<Timestamptz>,
        agent_id -> Nullable<Uuid>,
        api_token_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    saved_filters (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        agent_id -> Nullable<Uuid>,
        shared -> Bool,
        name -> Text,
        tab -> Text,
        assignee -> Nullable<Text>,
        assignee_id -> Nullable<Uuid>,
        tag_id -> Nullable<Uuid>,
        stage_id -> Nullable<Uuid>,
        unread -> Bool,
        created_at -> Timestamptz,
        follow_up -> Nullable<Text>,
        group_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    sessions (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        agent_id -> Uuid,
        user_agent -> Text,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sign_in_failures (subject) {
        subject -> Text,
        failures -> Int4,
        window_started_at -> Timestamptz,
    }
}

diesel::table! {
    sign_ins (email) {
        email -> Text,
        workspace_id -> Uuid,
        agent_id -> Uuid,
        password_hash -> Text,
        confirmed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    simulated_cards (id) {
        id -> Text,
        brand -> Text,
        last_four -> Text,
        expiry_month -> Int2,
        expiry_year -> Int2,
        declines_with -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    simulated_charges (id) {
        id -> Text,
        idempotency_key -> Text,
        card_id -> Text,
        amount_cents -> Int8,
        decline_code -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    simulated_messages (id) {
        id -> Text,
        handset_phone -> Text,
        number_phone -> Text,
        body -> Text,
        direction -> Text,
        status -> Text,
        idempotency_key -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    simulated_next_deliveries (handset_phone, number_phone) {
        handset_phone -> Text,
        number_phone -> Text,
        wish_id -> Uuid,
        behaviour -> Jsonb,
    }
}

diesel::table! {
    simulated_numbers (phone) {
        phone -> Text,
        id -> Text,
        inbound_url -> Text,
        bought_at -> Timestamptz,
    }
}

diesel::table! {
    simulated_pictures (id) {
        id -> Uuid,
        message_id -> Nullable<Text>,
        position -> Int2,
        content_type -> Text,
        bytes -> Bytea,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    tags (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        name -> Text,
        colour -> Text,
        created_at -> Timestamptz,
        ending_at -> Nullable<Timestamptz>,
        merged_into -> Nullable<Uuid>,
    }
}

diesel::table! {
    templates (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        title -> Text,
        body -> Text,
        shortcut -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        picture_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    texting_hours (state) {
        state -> Text,
        weekdays_from -> Nullable<Int2>,
        weekdays_to -> Nullable<Int2>,
        saturdays_from -> Nullable<Int2>,
        saturdays_to -> Nullable<Int2>,
        sundays_from -> Nullable<Int2>,
        sundays_to -> Nullable<Int2>,
        source -> Text,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    thread_records (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        conversation_id -> Uuid,
        kind -> Text,
        agent_id -> Nullable<Uuid>,
        detail -> Text,
        created_at -> Timestamptz,
        api_token_id -> Nullable<Uuid>,
        workflow_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    untextable_phones (workspace_id, phone) {
        workspace_id -> Uuid,
        phone -> Text,
        error_code -> Text,
        since -> Timestamptz,
    }
}

diesel::table! {
    workflow_runs (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        workflow_id -> Uuid,
        version -> Int4,
        contact_id -> Uuid,
        conversation_id -> Uuid,
        agent_id -> Nullable<Uuid>,
        api_token_id -> Nullable<Uuid>,
        state -> Text,
        place -> Int4,
        steps -> Int4,
        due_at -> Nullable<Timestamptz>,
        hold_code -> Nullable<Text>,
        hold -> Nullable<Text>,
        lacking_since -> Nullable<Timestamptz>,
        slot_at -> Nullable<Timestamptz>,
        slot_number_id -> Nullable<Uuid>,
        answers -> Nullable<Jsonb>,
        ends_on_reply -> Bool,
        sent -> Int4,
        reason -> Text,
        started_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    workflow_steps (workspace_id, workflow_id, version, place) {
        workspace_id -> Uuid,
        workflow_id -> Uuid,
        version -> Int4,
        place -> Int4,
        step -> Jsonb,
    }
}

diesel::table! {
    workflow_triggers (workspace_id, workflow_id, kind, named) {
        workspace_id -> Uuid,
        workflow_id -> Uuid,
        kind -> Text,
        named -> Uuid,
    }
}

diesel::table! {
    workflows (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        kind -> Text,
        name -> Text,
        revision -> Int4,
        version -> Int4,
        tag_id -> Nullable<Uuid>,
        ez -> Bool,
        ends_on_reply -> Bool,
        silent_days -> Nullable<Int4>,
        cooldown_days -> Nullable<Int4>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        deleted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    workspaces (id) {
        id -> Uuid,
        name -> Text,
        time_zone -> Text,
        created_at -> Timestamptz,
        consent_required -> Bool,
        live_replies -> Text,
    }
}

diesel::joinable!(agents -> workspaces (workspace_id));
diesel::joinable!(api_tokens -> workspaces (workspace_id));
diesel::joinable!(balances -> workspaces (workspace_id));
diesel::joinable!(bulk_actions -> workspaces (workspace_id));
diesel::joinable!(cards -> workspaces (workspace_id));
diesel::joinable!(consent_entries -> workspaces (workspace_id));
diesel::joinable!(contacts -> workspaces (workspace_id));
diesel::joinable!(erased_messages -> workspaces (workspace_id));
diesel::joinable!(erasures -> workspaces (workspace_id));
diesel::joinable!(event_cursors -> workspaces (workspace_id));
diesel::joinable!(events -> workspaces (workspace_id));
diesel::joinable!(groups -> workspaces (workspace_id));
diesel::joinable!(idempotent_answers -> workspaces (workspace_id));
diesel::joinable!(import_columns -> workspaces (workspace_id));
diesel::joinable!(imports -> workspaces (workspace_id));
diesel::joinable!(jobs -> workspaces (workspace_id));
diesel::joinable!(ledger_transactions -> workspaces (workspace_id));
diesel::joinable!(mail_links -> sign_ins (email));
diesel::joinable!(numbers -> workspaces (workspace_id));
diesel::joinable!(opt_outs -> workspaces (workspace_id));
diesel::joinable!(payments -> workspaces (workspace_id));
diesel::joinable!(pictures -> workspaces (workspace_id));
diesel::joinable!(pipeline_stages -> pipelines (workspace_id));
diesel::joinable!(pipelines -> workspaces (workspace_id));
diesel::joinable!(saved_filters -> workspaces (workspace_id));
diesel::joinable!(simulated_charges -> simulated_cards (card_id));
diesel::joinable!(simulated_pictures -> simulated_messages (message_id));
diesel::joinable!(tags -> workspaces (workspace_id));
diesel::joinable!(templates -> workspaces (workspace_id));
diesel::joinable!(untextable_phones -> workspaces (workspace_id));
diesel::joinable!(workflows -> workspaces (workspace_id));

diesel::allow_tables_to_appear_in_same_query!(
    agents,
    api_token_secrets,
    api_tokens,
    balances,
    bulk_action_conversations,
    bulk_actions,
    cards,
    comment_mentions,
    comments,
    consent_entries,
    contact_merges,
    contact_tags,
    contacts,
    conversations,
    erased_messages,
    erasures,
    event_cursors,
    events,
    group_members,
    groups,
    idempotent_answers,
    import_columns,
    import_rows,
    imports,
    installation,
    jobs,
    leads,
    ledger_entries,
    ledger_transactions,
    mail_links,
    message_pictures,
    messages,
    note_versions,
    notes,
    notifications,
    number_pace,
    numbers,
    opt_outs,
    payments,
    pictures,
    pipeline_cards,
    pipeline_stages,
    pipelines,
    refresh_tokens,
    rented_numbers,
    review_messages,
    reviews,
    saved_filters,
    sessions,
    sign_in_failures,
    sign_ins,
    simulated_cards,
    simulated_charges,
    simulated_messages,
    simulated_next_deliveries,
    simulated_numbers,
    simulated_pictures,
    tags,
    templates,
    texting_hours,
    thread_records,
    untextable_phones,
    workflow_runs,
    workflow_steps,
    workflow_triggers,
    workflows,
    workspaces,
);
