//! IAM: users and managed policies, who has what, and what else is listed for the account.

mod authorization;
mod document;
mod policy_entities;

use std::sync::Arc;

pub(super) use document::document;

use aws_sdk_iam::types::{self, AssignmentStatusType};

use super::convert::{each, time};
use super::scan::{End, Scan};
use crate::inventory::body;
use crate::kind::{Kind, call};

/// The largest page that IAM gives.
const ITEMS: i32 = 1000;

/// Collects all of it that is planned.
pub(super) async fn collect(scan: Arc<Scan>) {
    tokio::join!(
        authorization::collect(&scan),
        policy_entities::collect(&scan),
        server_certificates(&scan),
        virtual_mfa_devices(&scan),
        saml_providers(&scan),
        open_id_connect_providers(&scan),
        instance_profiles(&scan),
    );
}

/// Notes that a list of `kind` has no end.
fn ended(scan: &Scan, kind: Kind, end: End) {
    if let End::Cut(gap) = end {
        scan.missed(None, &[kind], &gap);
    }
}

async fn server_certificates(scan: &Scan) {
    let call = call::LIST_SERVER_CERTIFICATES;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.iam(scan.aws.region());
    let request = client.list_server_certificates().max_items(ITEMS);
    let pages = request.into_paginator().send();
    let end = scan
        .pages(None, call, pages, |page| {
            for c in page.server_certificate_metadata_list {
                let certificate = body::ServerCertificate {
                    server_certificate_name: Some(c.server_certificate_name),
                    server_certificate_id: Some(c.server_certificate_id),
                    arn: Some(c.arn),
                    path: Some(c.path),
                    upload_date: time(c.upload_date),
                    expiration: time(c.expiration),
                };
                scan.found(None, &certificate);
            }
        })
        .await;
    ended(scan, Kind::ServerCertificate, end);
}

async fn virtual_mfa_devices(scan: &Scan) {
    let call = call::LIST_VIRTUAL_MFA_DEVICES;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.iam(scan.aws.region());
    let request = client.list_virtual_mfa_devices().max_items(ITEMS);
    let request = request.assignment_status(AssignmentStatusType::Assigned);
    let pages = request.into_paginator().send();
    let end = scan
        .pages(None, call, pages, |page| {
            for d in page.virtual_mfa_devices {
                let device = body::VirtualMfaDevice {
                    serial_number: Some(d.serial_number),
                    enable_date: time(d.enable_date),
                    // The root user has no name.
                    user: d.user.map(|u| body::MfaUser {
                        user_name: Some(u.user_name).filter(|name| !name.is_empty()),
                        arn: Some(u.arn),
                    }),
                };
                scan.found(None, &device);
            }
        })
        .await;
    ended(scan, Kind::VirtualMfaDevice, end);
}

async fn saml_providers(scan: &Scan) {
    let call = call::LIST_SAML_PROVIDERS;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.iam(scan.aws.region());
    let request = client.list_saml_providers().send();
    match scan.ask(None, call, request).await {
        Ok(answer) => {
            let providers = answer.and_then(|a| a.saml_provider_list);
            for p in providers.unwrap_or_default() {
                let provider = body::IdentityProvider {
                    arn: p.arn,
                    valid_until: time(p.valid_until),
                    create_date: time(p.create_date),
                };
                scan.found(None, &provider);
            }
        }
        Err(gap) => scan.missed(None, &[Kind::IdentityProvider], &gap),
    }
}

async fn open_id_connect_providers(scan: &Scan) {
    let call = call::LIST_OPEN_ID_CONNECT_PROVIDERS;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.iam(scan.aws.region());
    let request = client.list_open_id_connect_providers().send();
    match scan.ask(None, call, request).await {
        Ok(answer) => {
            let providers = answer.and_then(|a| a.open_id_connect_provider_list);
            for p in providers.unwrap_or_default() {
                let provider = body::IdentityProvider {
                    arn: p.arn,
                    ..body::IdentityProvider::default()
                };
                scan.found(None, &provider);
            }
        }
        Err(gap) => scan.missed(None, &[Kind::IdentityProvider], &gap),
    }
}

async fn instance_profiles(scan: &Scan) {
    let call = call::LIST_INSTANCE_PROFILES;
    if !scan.asks(call) {
        return;
    }
    let client = scan.aws.iam(scan.aws.region());
    let request = client.list_instance_profiles().max_items(ITEMS);
    let pages = request.into_paginator().send();
    let end = scan
        .pages(None, call, pages, |page| {
            for profile in page.instance_profiles {
                scan.found(None, &instance_profile(profile));
            }
        })
        .await;
    ended(scan, Kind::InstanceProfile, end);
}

fn instance_profile(p: types::InstanceProfile) -> body::InstanceProfile {
    body::InstanceProfile {
        instance_profile_name: Some(p.instance_profile_name),
        instance_profile_id: Some(p.instance_profile_id),
        arn: Some(p.arn),
        path: Some(p.path),
        roles: each(Some(p.roles), |r| body::ProfileRole {
            role_name: Some(r.role_name),
            arn: Some(r.arn),
        }),
    }
}
