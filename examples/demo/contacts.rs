//! Whom AWS writes to: the security team, and those who opened the account.

use auditrail::inventory::body::{AlternateContact, ContactInformation};

use crate::account::Demo;
use crate::naming::some;

pub fn fill(demo: &mut Demo) {
    demo.found(
        None,
        &AlternateContact {
            alternate_contact_type: some("SECURITY"),
            name: some("Security team"),
            title: some("Head of security"),
            email_address: some("security@nordlicht.example.com"),
            phone_number: some("+49 40 55550117"),
        },
    );
    demo.found(
        None,
        &ContactInformation {
            full_name: some("Marit Sommer"),
            company_name: some("Nordlicht Outdoor GmbH"),
            address_line1: some("Musterkai 7"),
            city: some("Hamburg"),
            postal_code: some("20457"),
            country_code: some("DE"),
            phone_number: some("+49 40 55550100"),
            website_url: some("https://nordlicht.example.com"),
            ..ContactInformation::default()
        },
    );
}
