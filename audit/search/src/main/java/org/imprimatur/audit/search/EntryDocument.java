package org.imprimatur.audit.search;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.search.Search.Field;

/** One entry as the index holds it. */
final class EntryDocument {
  static final String INDEX = "index";
  static final String TIME = "time";

  private static final String STORED_TIME = "at";

  private EntryDocument() {}

  static String name(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  static Document of(AuditEntry entry) {
    Document document = new Document();
    document.add(new LongField(INDEX, entry.index(), Store.YES));
    document.add(new LongPoint(TIME, micros(entry.time())));
    document.add(new StoredField(STORED_TIME, entry.time().toString()));
    add(document, Field.TENANT, entry.stamp().tenant());
    add(document, Field.DECISION, entry.fact("kind").orElse(entry.stamp().event()));
    add(document, Field.REQUEST, entry.stamp().requestId());
    add(document, Field.USER, entry.fact("subject").orElse(""));
    add(document, Field.MODEL, entry.fact("request.model").orElse(""));
    weighed(entry, document);
    return document;
  }

  static Hit read(Document document) {
    return new Hit(
        document.getField(INDEX).numericValue().longValue(),
        Instant.parse(document.get(STORED_TIME)),
        value(document, Field.TENANT),
        value(document, Field.DECISION),
        value(document, Field.REQUEST),
        value(document, Field.USER),
        value(document, Field.MODEL),
        values(document, Field.RULE),
        values(document, Field.CATEGORY));
  }

  /** Times as numbers that keep their order. */
  static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  private static void weighed(AuditEntry entry, Document document) {
    SortedSet<String> rules = new TreeSet<>();
    SortedSet<String> categories = new TreeSet<>();
    for (AuditEntry.Reason reason : entry.reasons()) {
      if (!reason.action().equals("allow")) {
        rules.add(reason.rule());
        reason
            .finding()
            .ifPresent(number -> categories.add(entry.findings().get(number).category()));
      }
    }
    rules.forEach(rule -> add(document, Field.RULE, rule));
    categories.forEach(category -> add(document, Field.CATEGORY, category));
  }

  private static void add(Document document, Field field, String value) {
    if (!value.isEmpty()) {
      document.add(new StringField(name(field), value, Store.YES));
    }
  }

  private static String value(Document document, Field field) {
    String value = document.get(name(field));
    return value == null ? "" : value;
  }

  private static List<String> values(Document document, Field field) {
    return Arrays.asList(document.getValues(name(field)));
  }
}
