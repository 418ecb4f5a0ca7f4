package org.imprimatur.gateway.http;

import org.apache.camel.ProducerTemplate;
import org.imprimatur.api.Caller;
import org.imprimatur.api.TraceContext;

/** {@code POST /v1/images/edits}: what an authenticated caller sent, handed to the desk. */
record EditsApi(ImagesDesk desk, EditsRequest.Pictures pictures, ImagesRequest.Defaults defaults) {
  /** What came over the wire. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  record Sent(String contentType, byte[] body, String traceparent) {}

  HttpReply answer(Caller caller, Sent sent, ProducerTemplate routes) {
    return desk.answer(
        caller,
        TraceContext.of(sent.traceparent()),
        () ->
            new EditsRequest(
                    MultipartForm.parse(sent.contentType(), sent.body()), pictures, defaults)
                .requests(caller.tenant()),
        routes);
  }
}
