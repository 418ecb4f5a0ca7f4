package org.imprimatur.gateway.http;

import java.util.function.UnaryOperator;
import org.apache.camel.ProducerTemplate;
import org.imprimatur.api.Caller;

/** {@code POST /v1/images/edits}: what an authenticated caller sent, handed to the desk. */
record EditsApi(ImagesDesk desk, EditsRequest.Pictures pictures, ImagesRequest.Defaults defaults) {
  /** What came over the wire. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  record Sent(byte[] body, UnaryOperator<String> header) {}

  HttpReply answer(Caller caller, Sent sent, ProducerTemplate routes) {
    return desk.answer(
        new Visit(caller, sent.header()),
        () ->
            new EditsRequest(
                    MultipartForm.parse(sent.header().apply("Content-Type"), sent.body()),
                    pictures,
                    defaults)
                .requests(caller.tenant()),
        routes);
  }
}
