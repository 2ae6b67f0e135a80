//! The contacts of the account.

use std::sync::Arc;

use aws_sdk_account::types::AlternateContactType;

use super::convert::name;
use super::scan::Scan;
use crate::inventory::body;
use crate::kind::{Kind, call};

/// Collects all of it that is planned.
pub(super) async fn collect(scan: Arc<Scan>) {
    tokio::join!(alternate_contact(&scan), contact_information(&scan));
}

async fn alternate_contact(scan: &Scan) {
    let call = call::GET_ALTERNATE_CONTACT;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.account(scan.aws.region());
    let request = client.get_alternate_contact();
    let request = request.alternate_contact_type(AlternateContactType::Security);
    match scan.ask(None, call, request.send()).await {
        Ok(answer) => {
            if let Some(c) = answer.and_then(|a| a.alternate_contact) {
                let contact = body::AlternateContact {
                    alternate_contact_type: name(c.alternate_contact_type),
                    name: c.name,
                    title: c.title,
                    email_address: c.email_address,
                    phone_number: c.phone_number,
                };
                scan.found(None, &contact);
            }
        }
        Err(gap) => scan.missed(None, &[Kind::AlternateContact], &gap),
    }
}

async fn contact_information(scan: &Scan) {
    let call = call::GET_CONTACT_INFORMATION;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.account(scan.aws.region());
    let request = client.get_contact_information().send();
    match scan.ask(None, call, request).await {
        Ok(answer) => {
            if let Some(c) = answer.and_then(|a| a.contact_information) {
                let contact = body::ContactInformation {
                    full_name: Some(c.full_name),
                    company_name: c.company_name,
                    address_line1: Some(c.address_line1),
                    address_line2: c.address_line2,
                    address_line3: c.address_line3,
                    city: Some(c.city),
                    district_or_county: c.district_or_county,
                    state_or_region: c.state_or_region,
                    postal_code: Some(c.postal_code),
                    country_code: Some(c.country_code),
                    phone_number: Some(c.phone_number),
                    website_url: c.website_url,
                };
                scan.found(None, &contact);
            }
        }
        Err(gap) => scan.missed(None, &[Kind::ContactInformation], &gap),
    }
}
