//! How an event is read.

/// Writes an enum whose JSON tells its `kind`, and how an envelope with one is read: the kind first,
/// then that kind's fields. What Serde derives for such an enum reads everything into a tree of its own
/// before, by code that the page would have to load for each type an event can carry.
macro_rules! told_by_kind {
    (
        $(#[$about:meta])*
        pub enum $name:ident {
            $(
                $(#[$about_kind:meta])*
                $kind:ident $({ $($(#[$about_field:meta])* $field:ident: $type:ty,)* })?,
            )*
        }
    ) => {
        $(#[$about])*
        pub enum $name {
            $($(#[$about_kind])* $kind $({ $($(#[$about_field])* $field: $type,)* })?,)*
        }

        impl EventEnvelope {
            /// Reads it from JSON.
            ///
            /// # Errors
            /// Where it is none, or its kind is of a newer version.
            pub fn read(json: &[u8]) -> serde_json::Result<Self> {
                #[derive(serde::Deserialize)]
                #[serde(rename_all = "snake_case")]
                enum Kind {
                    $($kind,)*
                }
                #[derive(serde::Deserialize)]
                struct Told {
                    kind: Kind,
                }
                #[derive(serde::Deserialize)]
                struct Envelope<Event> {
                    cursor: i64,
                    event: Event,
                }

                let Envelope { cursor, event: Told { kind } } = serde_json::from_slice(json)?;
                let event = match kind {
                    $(Kind::$kind => {
                        #[derive(serde::Deserialize)]
                        struct Fields {
                            $($($(#[$about_field])* $field: $type,)*)?
                        }
                        let _read: Envelope<Fields> = serde_json::from_slice(json)?;
                        $name::$kind { $($($field: _read.event.$field,)*)? }
                    })*
                };
                Ok(Self { cursor, event })
            }
        }
    };
}

pub(super) use told_by_kind;
