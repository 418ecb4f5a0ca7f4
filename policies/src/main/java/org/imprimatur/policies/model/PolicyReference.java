package org.imprimatur.policies.model;

import java.util.Map;

/** The reference of the policy file as Markdown, made from the {@link Vocabulary}. */
public final class PolicyReference {
  private static final String INTRODUCTION =
      """
      # Policy reference

      Made from the code by `PolicyReference`; a test keeps it current. Examples: `policies/`.

      A policy directory holds `baseline.yaml`, `tenants/TENANT.yaml`, and, as needed, `profiles/NAME.yaml`,
      `blocklists/NAME.txt` and `shadows/TENANT.yaml`. Files are YAML 1.2 in UTF-8, without anchors, aliases, tags
      or a second document. Unknown and repeated keys are errors.

      A tenant builds upon its profile, and that upon the baseline. Each setting has a direction; a file that moves
      one against it does not load. Actions go from `allow` over `annotate` and `review` to `block`; of all that is
      weighed, the strictest counts. A category with thresholds, a required category, and one that a rule reads must
      be measured: without a score the verdict is a block.

      ## Head

      | key | meaning |
      |---|---|
      | `policy` | `imprimatur/v1` |
      | `kind` | `baseline`, `profile` or `tenant` |
      | `name` | the file's name without its ending; for the baseline, any name |
      | `serial` | grows with every change; a lower one, or other content under the same one, is not taken up |
      | `profile` | of a tenant: the profile that it builds upon |
      | `description` | for people |

      ## Settings

      | setting | value | a file that builds upon another | meaning |
      |---|---|---|---|
      """;

  private static final String LISTS =
      """

      In the place of `*` stands a category, or `default` for all categories without thresholds of their own. A
      category that the files below do not name starts from their `default`. A score may be written as Azure's harm
      severity: `severity 4` begins at 4/8; `low`, `medium` and `high` are severities 2, 4 and 6.

      ## Rules

      `rules:` is a list of `id`, `when`, `action` (`annotate`, `review`, `block`), and as needed `code`
      (`moderation_blocked`, `limit_exceeded`, `not_permitted`) and `message`, a public text, or one for each language
      as `{ en: ..., de: ... }`. With `mode: shadow` (instead of `enforce`) a rule is tried out: what it would ask for
      is recorded with the decision and changes nothing. `when` is an expression in CEL. A rule that reads no score is judged in every phase, others once the scores are there. A missing score
      and a run-time error are a block. Scores are compared from above (`scores.output.violence >= 0.5`) and such
      comparisons are joined by `&&` and `||` alone, so that a higher score never makes a rule milder.

      | variable | type |
      |---|---|
      """;

  private static final String REST =
      """
      | `scores.prompt.CATEGORY`, `scores.output.CATEGORY` | double, the highest of all detectors |
      | `scores.input.CATEGORY` | the same for the picture that the request starts from; 0.0 where there is none |
      | `findings` | list of findings, one for each detector, category and origin |

      A finding has the fields `origin` (`prompt`, `input`, `preview` or `output`), `category`, `detector`, `version`,
      `looked_at` (the view of the text or the region of the picture, such as `prompt/leet`), all strings, and `score`.
      Findings are asked for by `findings.exists(f, f.detector == "lexicon" && f.score > 0.8)` and counted by
      `findings.filter(f, f.score > 0.4).size() >= 3`; other loops do not load, as they could make a rule milder. A
      category named in a loop must be measured like one whose score is read: in the origins that the loop names, or
      in text and image where it names none. A detector that is named must be installed; that it answered is what
      `prompt.detectors` and `output.detectors` demand.

      ## Blocklists

      `blocklists:` is a list of `id`, `action`, and `file` (in `blocklists/`, one term a line, `#` begins a comment)
      or `terms`. A term matches whole words, whatever their case, width and accents. Other disguises are the
      detectors' work, and so are languages that write without spaces. With `match: names` a term is the name of a
      person to protect: it is found also with the last word first and written as one word. `except` lists harmless
      phrases that hold a term of this list, or names a file of them.

      ## Rates

      A rate counts images; the request that is judged is among them. What was refused for coming too often is not
      counted. The refusal has the code `rate_limited`, HTTP status 429 and a `Retry-After`. A minute is 60 seconds
      and a day 24 hours that end now; each process counts for itself.

      ## Emergencies

      A caller with a role in `roles.break-glass` may declare an emergency for one request, with a ticket and a
      reason (HTTP header `Imprimatur-Break-Glass: TICKET REASON`). A score that would block then asks for a review,
      unless its category is absolute; rules, lists, limits and missing scores stay as strict as they are. Every
      such request is held for review, and its entries in the journal name ticket and reason.

      ## People

      `people: consented` lets real people through where the request says where their consent is kept (HTTP header
      `Imprimatur-Consent: REFERENCE`); the reference is recorded, not looked up. Somebody counts as shown from a
      score of 0.5 of `real_person`, `deepfake` or `identity`, for `fictional` and `none` of `consented_identity` too, and
      for `none` of `face` in a picture.

      ## Exceptions

      `exceptions:` is a list of `id`, `reason`, `loosens` (`prompt` or `output`, category, thresholds), `scope` (a
      condition without scores), `not-before`, `expires`, and `approved-by` with two people of the baseline's
      `approval.approvers`. No exception loosens a category in `absolute`. Every decision under an exception carries a
      reason that names it. Who approved is what the file says: it is not signed.

      ## Tests

      `tests:` is a list of `name`, `given` and `expect` (`action`, and as needed `rule`: a rule's id or a setting's
      path). `given` may hold `roles`, `width`, `height`, `steps`, `images`, `model`, `prompt`, `at`, `scores`
      (`prompt`, `input` or `output`, category, score), `findings` (a list with the fields that conditions read, of which
      `detector`, `version` and `looked_at` may be left out), `unavailable` (such as `[output.violence]`), `history` (`caller` or
      `tenant`, a count such as `last_minute`), and, as `true`, `from-image`, `consent` and `break-glass`. What is
      left out is ordinary. A failing test refuses the file.

      ## Shadows

      `shadows/TENANT.yaml` is a whole policy of the tenant that is judged beside the one in force. Where it would
      decide otherwise, the decision carries a reason that says so; nothing else changes.
      """;

  private PolicyReference() {}

  /** The page. */
  public static String markdown(Map<String, String> variables) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (Field field : Vocabulary.FIELDS) {
      page.append(
          "| `%s`%s | %s | %s | %s |\n"
              .formatted(
                  field.path(),
                  demand(field.demand()),
                  field.kind().words(),
                  field.direction().rule(),
                  field.meaning()));
    }
    page.append(LISTS);
    variables.forEach((name, type) -> page.append("| `%s` | %s |\n".formatted(name, type)));
    return page.append(REST).toString();
  }

  private static String demand(Field.Demand demand) {
    return switch (demand) {
      case REQUIRED -> " (required)";
      case OPTIONAL -> "";
      case GRANTED -> " (only if the baseline sets it)";
    };
  }
}
