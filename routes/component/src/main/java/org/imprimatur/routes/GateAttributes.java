package org.imprimatur.routes;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The span attributes of the gate, each named once. The {@code gen_ai} names follow the
 * OpenTelemetry GenAI conventions; no attribute holds content of a request.
 */
public final class GateAttributes {
  public static final AttributeKey<String> REQUEST_ID = stringKey("imprimatur.request.id");
  public static final AttributeKey<String> TENANT = stringKey("imprimatur.tenant");
  public static final AttributeKey<String> POLICY_DIGEST = stringKey("imprimatur.policy.digest");
  public static final AttributeKey<String> STEP = stringKey("imprimatur.step");
  public static final AttributeKey<String> VERDICT = stringKey("imprimatur.verdict");
  public static final AttributeKey<String> DECISION = stringKey("imprimatur.decision");
  public static final AttributeKey<String> REFUSAL_CODE = stringKey("imprimatur.refusal.code");
  public static final AttributeKey<Long> JOURNAL_ENTRY = longKey("imprimatur.journal.entry");
  public static final AttributeKey<String> MANIFEST_ID = stringKey("imprimatur.manifest.id");
  public static final AttributeKey<Long> STEPS_SAVED = longKey("imprimatur.generation.steps_saved");
  public static final AttributeKey<String> IMAGE_SIZE = stringKey("imprimatur.image.size");

  public static final AttributeKey<String> OPERATION = stringKey("gen_ai.operation.name");
  public static final AttributeKey<String> PROVIDER = stringKey("gen_ai.provider.name");
  public static final AttributeKey<String> OUTPUT_TYPE = stringKey("gen_ai.output.type");
  public static final AttributeKey<String> REQUEST_MODEL = stringKey("gen_ai.request.model");
  public static final AttributeKey<Long> REQUEST_SEED = longKey("gen_ai.request.seed");
  public static final AttributeKey<List<String>> FINISH_REASONS =
      stringArrayKey("gen_ai.response.finish_reasons");
  public static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

  public static final AttributeKey<String> GUARDRAIL_TARGET =
      stringKey("gen_ai.guardrail.target.type");
  public static final AttributeKey<String> GUARDRAIL_VERDICT =
      stringKey("gen_ai.guardrail.verdict.type");
  public static final AttributeKey<String> GUARDRAIL_POLICY =
      stringKey("gen_ai.guardrail.security.policy.id");
  public static final AttributeKey<String> RISK_CATEGORY =
      stringKey("gen_ai.guardrail.security.risk.category");
  public static final AttributeKey<Double> RISK_SCORE =
      doubleKey("gen_ai.guardrail.security.risk.score");

  private GateAttributes() {}
}
