//! `POST /v1/payments/notice`: the payment platform says that something happened to an order.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use cds_wire::portal::{MEDIA_TYPE, PAYMENT_NOTICE_PATH, PaymentNoted, PaymentNotice, ProblemCode};

use super::refused::{Refused, codes};
use super::reply::{Refusal, Reply, blocking, read};
use crate::Environment;
use crate::payment::{is_genuine, settle};

/// Asks the platform about the order that a notice names. A notice that is not the platform's gets the answer of one about
/// no order.
#[utoipa::path(
    post,
    path = PAYMENT_NOTICE_PATH,
    tag = "payments",
    request_body(content = PaymentNotice, content_type = MEDIA_TYPE),
    responses(
        (status = 200, description = "The platform was asked.", body = PaymentNoted, content_type = MEDIA_TYPE),
        Refused<{ codes(&[
            ProblemCode::BadRequest,
            ProblemCode::NotFound,
            ProblemCode::TooLarge,
            ProblemCode::FormUnsupported,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn notice(
    State(environment): State<Environment>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<PaymentNoted>, Refusal> {
    blocking(move || {
        let notice: PaymentNotice = read(body)?;
        let payments = environment.payments.as_ref().filter(|payments| is_genuine(&payments.secret, &notice));
        let payments = payments.ok_or(ProblemCode::NotFound)?;
        let order = environment.storage.read(|tx| tx.order(&notice.order))?.ok_or(ProblemCode::NotFound)?;
        settle(&environment, payments, &order)?;
        Ok(Reply(PaymentNoted {}))
    })
    .await
}
