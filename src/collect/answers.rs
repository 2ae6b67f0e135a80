//! Answers of endpoints that are not AWS's, made such that the SDK understands them.

use std::fmt;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector,
    http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

/// Puts a body, the one that came or another, into an answer.
type Edit = fn(HttpResponse, Vec<u8>) -> HttpResponse;

/// `http`, with `edit` between each answer and the SDK.
pub(super) fn edited(http: SharedHttpClient, edit: Edit) -> SharedHttpClient {
    http_client_fn(move |settings, components| {
        let connector = http.http_connector(settings, components);
        SharedHttpConnector::new(Editor { connector, edit })
    })
}

struct Editor {
    connector: SharedHttpConnector,
    edit: Edit,
}

impl fmt::Debug for Editor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Editor").field(&self.connector).finish()
    }
}

impl HttpConnector for Editor {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (answer, edit) = (self.connector.call(request), self.edit);
        HttpConnectorFuture::new(async move {
            let mut answer = answer.await?;
            let body = std::mem::replace(answer.body_mut(), SdkBody::taken());
            let body = ByteStream::new(body).collect().await;
            let body = body.map_err(|e| ConnectorError::io(e.into()))?.to_vec();
            Ok(edit(answer, body))
        })
    }
}

/// `answer` with `body`, whose length may be another than before.
pub(super) fn with_body(mut answer: HttpResponse, body: Vec<u8>) -> HttpResponse {
    let headers = answer.headers_mut();
    headers.insert("content-length", body.len().to_string());
    *answer.body_mut() = SdkBody::from(body);
    answer
}
