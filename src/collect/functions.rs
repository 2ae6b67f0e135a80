//! Lambda: functions, and whether their calls are traced.

use std::sync::Arc;

use aws_sdk_lambda::types;

use super::convert::name;
use super::once::Once;
use super::scan::{End, Scan};
use crate::inventory::{NotSeen, body};
use crate::kind::{Kind, call};
use crate::target::Region;

/// The largest page of functions that AWS gives.
const PAGE: i32 = 50;

/// The functions of a region, and what cut their list short.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    pub functions: Vec<body::Function>,
    pub cut: Option<NotSeen>,
}

/// The lists of regions, each asked for once.
pub(super) type Functions = Once<Region, Arc<Listed>>;

/// Puts the functions of `region` into the inventory, if that is planned.
pub(super) async fn collect(scan: Arc<Scan>, region: Region) {
    if !scan.looks_for(Kind::Function) {
        return;
    }
    let listed = list(&scan, &region).await;
    for function in &listed.functions {
        scan.found(Some(&region), function);
    }
    if let Some(gap) = &listed.cut {
        scan.missed(Some(&region), &[Kind::Function], gap);
    }
}

/// The functions of `region`, without their versions; whoever wants their policies asks for
/// them as well.
pub(super) async fn list(scan: &Scan, region: &Region) -> Arc<Listed> {
    let ask = async {
        let request = scan.aws.lambda(region).list_functions();
        let pages = request.max_items(PAGE).into_paginator().send();
        let mut listed = Listed::default();
        let end = scan
            .pages(region, call::LIST_FUNCTIONS, pages, |page| {
                let found = page.functions.unwrap_or_default();
                listed.functions.extend(found.into_iter().map(function));
            })
            .await;
        if let End::Cut(gap) = end {
            listed.cut = Some(gap);
        }
        Arc::new(listed)
    };
    scan.functions.of(region.clone(), ask).await
}

fn function(f: types::FunctionConfiguration) -> body::Function {
    body::Function {
        function_name: f.function_name,
        function_arn: f.function_arn,
        runtime: name(f.runtime),
        last_modified: f.last_modified,
        tracing_config: f
            .tracing_config
            .map(|t| body::TracingConfig { mode: name(t.mode) }),
    }
}
