package org.imprimatur.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.imprimatur.api.GenerationRequest;
import org.imprimatur.api.InvalidRequest;
import org.imprimatur.api.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesRequestTest {
  private static final ImagesRequest.Defaults DEFAULTS =
      new ImagesRequest.Defaults("starter", new Size(256, 256));

  @Test
  void a_prompt_alone_takes_the_defaults() {
    GenerationRequest request = parse("{'prompt':'a red kettle'}").get(0);

    assertThat(request.model()).isEqualTo("starter");
    assertThat(request.size()).isEqualTo(new Size(256, 256));
    assertThat(request.prompt().text()).isEqualTo("a red kettle");
  }

  @Test
  void null_stands_for_an_absent_option() {
    assertThat(parse("{'prompt':'x','n':null,'size':null,'user':null}")).hasSize(1);
  }

  @Test
  void each_image_of_a_series_has_its_own_seed() {
    List<GenerationRequest> requests = parse("{'prompt':'x','n':3,'seed':7}");

    assertThat(requests.stream().map(request -> request.sampling().seed().orElseThrow()))
        .containsExactly(7L, 8L, 9L);
    assertThat(requests.stream().map(request -> request.series().of())).containsOnly(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|prompt: is required",
        "{'prompt':''}|prompt: must not be empty",
        "{'prompt':5}|prompt: must be a string",
        "{'prompt':'x','n':0}|n: lies between 1 and 100",
        "{'prompt':'x','n':'2'}|n: must be a whole number",
        "{'prompt':'x','n':1.5}|n: must be a whole number",
        "{'prompt':'x','n':99999999999}|n: lies between 1 and 100",
        "{'prompt':'x','size':'big'}|size: expected WIDTHxHEIGHT in pixels, for instance 256x256",
        "{'prompt':'x','size':'0x0'}|size: expected WIDTHxHEIGHT in pixels, for instance 256x256",
        "{'prompt':'x','size':'99999x1'}|size: each side lies between 1 and 16384 pixels",
        "{'prompt':'x','steps':0}|steps: lies between 1 and 1000",
        "{'prompt':'x','guidance':'high'}|guidance: must be a number",
        "{'prompt':'x','stream':true}|stream: is not supported; leave it out or send false",
        "{'prompt':'x','response_format':'url'}|response_format: supports only b64_json",
        "{'prompt':'x','lora':'y'}|lora: is not a known field",
        "{'prompt':'x','prompt':'y'}|body: is not valid JSON at line 1, column 23: a key occurs"
            + " twice",
        "[]|body: must be a JSON object",
        "5|body: must be a JSON object",
        "``|body: must be a JSON object",
        "{'prompt':'x'} trailing|body: is not valid JSON at line 1, column 16: malformed",
      })
  void what_is_wrong_is_named(String body, String message) {
    assertThatThrownBy(() -> parse(body)).isInstanceOf(InvalidRequest.class).hasMessage(message);
  }

  @Test
  void deep_nesting_is_refused() {
    String deep = "{'prompt':" + "[".repeat(5000) + "]".repeat(5000) + "}";

    assertThatThrownBy(() -> parse(deep)).isInstanceOf(InvalidRequest.class);
  }

  @Test
  void an_over_long_prompt_is_refused() {
    assertThatThrownBy(() -> parse("{'prompt':'" + "x".repeat(32_001) + "'}"))
        .hasMessage("prompt: is 32001 characters long; at most 32000");
  }

  private static List<GenerationRequest> parse(String body) {
    return ImagesRequest.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), DEFAULTS);
  }
}
