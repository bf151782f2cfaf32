//! What is typed in the editor: a workflow, each field a signal of its own.

use copperline_shared::workflows::{
    CreateWorkflow, SaveWorkflow, Workflow, WorkflowKind, WorkflowStep, WorkflowTrigger,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::typed::{StepForm, StepKind, TriggerForm, TriggerKind};

/// What is typed. Its signals belong to the screen, not to the row that shows them.
#[derive(Clone, Copy)]
pub struct Form {
    pub kind: WorkflowKind,
    pub name: RwSignal<String>,
    /// The tag's id; empty for none.
    pub tag: RwSignal<String>,
    pub ez: RwSignal<bool>,
    pub ends_on_reply: RwSignal<bool>,
    pub silent_days: RwSignal<String>,
    pub cooldown_days: RwSignal<String>,
    pub steps: RwSignal<Vec<StepForm>>,
    pub triggers: RwSignal<Vec<TriggerForm>>,
    next_key: StoredValue<u32>,
    /// The screen, to which the signals of added steps belong.
    screen: StoredValue<Option<WeakOwner>>,
}

impl Form {
    pub fn new(kind: WorkflowKind) -> Self {
        let form = Self {
            kind,
            name: RwSignal::new(String::new()),
            tag: RwSignal::new(String::new()),
            ez: RwSignal::new(false),
            ends_on_reply: RwSignal::new(true),
            silent_days: RwSignal::new("30".to_owned()),
            cooldown_days: RwSignal::new("30".to_owned()),
            steps: RwSignal::new(Vec::new()),
            triggers: RwSignal::new(Vec::new()),
            next_key: StoredValue::new(0),
            screen: StoredValue::new(Owner::current().map(|owner| owner.downgrade())),
        };
        form.add(StepKind::Send);
        form
    }

    pub fn of(workflow: &Workflow) -> Self {
        let form = Self::new(workflow.kind);
        form.take(workflow);
        form
    }

    /// Takes a workflow in place of what is typed.
    pub fn take(self, workflow: &Workflow) {
        let days = |days: Option<u32>| days.unwrap_or(30).to_string();
        let tag = workflow.tag_id.map(|tag| tag.to_string());
        self.name.set(workflow.name.clone());
        self.tag.set(tag.unwrap_or_default());
        self.ez.set(workflow.ez);
        self.ends_on_reply.set(workflow.ends_on_reply);
        self.silent_days.set(days(workflow.silent_days));
        self.cooldown_days.set(days(workflow.cooldown_days));
        let steps = workflow.steps.iter().map(|step| self.step_form(step));
        let steps = steps.collect();
        self.steps.set(steps);
        let triggers = workflow.triggers.iter();
        let triggers = triggers.map(|trigger| self.trigger_form(*trigger));
        let triggers = triggers.collect();
        self.triggers.set(triggers);
    }

    fn key(self) -> u32 {
        let key = self.next_key.get_value();
        self.next_key.set_value(key + 1);
        key
    }

    fn trigger_form(self, trigger: WorkflowTrigger) -> TriggerForm {
        let key = self.key();
        self.within(|| TriggerForm::of(key, trigger))
    }

    /// Signals made in here live as long as the screen.
    fn within<T>(self, make: impl FnOnce() -> T) -> T {
        let screen = self.screen.with_value(|screen| screen.as_ref()?.upgrade());
        match screen {
            Some(screen) => screen.with(make),
            None => make(),
        }
    }

    pub fn add_trigger(self, kind: TriggerKind) {
        let trigger = self.trigger_form(kind.naming(Uuid::nil()));
        self.triggers.update(|triggers| triggers.push(trigger));
    }

    pub fn remove_trigger(self, key: u32) {
        self.triggers
            .update(|triggers| triggers.retain(|trigger| trigger.key != key));
    }

    fn step_form(self, step: &WorkflowStep) -> StepForm {
        let key = self.key();
        self.within(|| StepForm::of(key, step))
    }

    pub fn add(self, kind: StepKind) {
        let step = self.step_form(&kind.empty());
        self.steps.update(|steps| steps.push(step));
    }

    /// Takes a step out, and gives it with its place.
    pub fn remove(self, key: u32) -> Option<(usize, StepForm)> {
        let at = self
            .steps
            .with_untracked(|steps| steps.iter().position(|step| step.key == key))?;
        let step = self.steps.try_update(|steps| steps.remove(at))?;
        Some((at, step))
    }

    /// Puts a step that was taken out back near its place, unless it is there or the screen is gone.
    pub fn put_back(self, at: usize, step: StepForm) {
        self.steps.try_update(|steps| {
            if steps.iter().all(|other| other.key != step.key) {
                steps.insert(at.min(steps.len()), step);
            }
        });
    }

    /// Moves a step by one place, up or down, if there is one.
    pub fn shift(self, key: u32, down: bool) {
        self.steps.update(|steps| {
            let Some(at) = steps.iter().position(|step| step.key == key) else {
                return;
            };
            let to = if down { at + 1 } else { at.wrapping_sub(1) };
            if to < steps.len() {
                steps.swap(at, to);
            }
        });
    }

    /// Where a step stands. Tracked.
    pub fn place(self, key: u32) -> usize {
        self.steps.with(|steps| {
            let at = steps.iter().position(|step| step.key == key);
            at.unwrap_or_default()
        })
    }

    /// The steps that are typed. Tracked.
    pub fn typed(self) -> Vec<WorkflowStep> {
        let steps = self.steps.get().into_iter();
        steps.map(StepForm::step).collect()
    }

    /// What starts it by itself, as it is chosen. Tracked.
    pub fn chosen_triggers(self) -> Vec<WorkflowTrigger> {
        let triggers = self.triggers.get().into_iter();
        triggers.map(TriggerForm::trigger).collect()
    }

    fn days(self, days: RwSignal<String>) -> Option<u32> {
        let redrip = self.kind == WorkflowKind::Redrip;
        // What is no figure is refused as none.
        redrip.then(|| days.with_untracked(|days| days.trim().parse().unwrap_or(u32::MAX)))
    }

    /// What is typed, to be saved over a revision.
    pub fn saved(self, revision: u32) -> SaveWorkflow {
        untrack(|| SaveWorkflow {
            revision,
            name: self.name.get(),
            steps: self.typed(),
            tag_id: self.tag.get().parse().ok(),
            ez: self.ez.get(),
            ends_on_reply: self.ends_on_reply.get(),
            silent_days: self.days(self.silent_days),
            cooldown_days: self.days(self.cooldown_days),
            triggers: self.chosen_triggers(),
        })
    }

    /// What is typed, to be made.
    pub fn made(self) -> CreateWorkflow {
        let SaveWorkflow {
            revision: _,
            name,
            steps,
            tag_id,
            ez,
            ends_on_reply,
            silent_days,
            cooldown_days,
            triggers,
        } = self.saved(0);
        CreateWorkflow {
            kind: self.kind,
            name,
            steps,
            tag_id,
            ez,
            ends_on_reply,
            silent_days,
            cooldown_days,
            triggers,
        }
    }
}
