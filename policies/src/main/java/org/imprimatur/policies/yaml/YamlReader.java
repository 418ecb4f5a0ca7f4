package org.imprimatur.policies.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imprimatur.api.ConfigurationException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one document of a small, strict part of YAML 1.2: no anchors and aliases, no tags, no
 * second document, no key twice, at most {@link #MAX_DEPTH} levels and {@link #MAX_NODES} values.
 * So what a person reads is what the policy says, and a hostile file costs no more than its length.
 */
public final class YamlReader {
  public static final int MAX_DEPTH = 12;
  public static final int MAX_NODES = 20_000;

  private final Source source;
  private final Iterator<Event> events;
  private int nodes;

  private YamlReader(Source source) {
    this.source = source;
    LoadSettings settings =
        LoadSettings.builder().setLabel(source.name()).setCodePointLimit(Source.MAX_BYTES).build();
    this.events = new Parse(settings).parseString(source.text()).iterator();
  }

  /**
   * The document in {@code source}.
   *
   * @throws ConfigurationException if it is not such a document
   */
  public static Node read(Source source) {
    try {
      return new YamlReader(source).document();
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(mark -> at(source, mark, 1)).orElse(source.at(1, 1, 1));
      throw place.error(
          "this is not YAML 1.2: " + e.getProblem(), "Mend the line or quote the text.");
    } catch (YamlEngineException e) {
      throw source
          .at(1, 1, 1)
          .error("this is not YAML 1.2: " + e.getMessage(), "Remove what cannot be read.");
    }
  }

  private Node document() {
    events.next(); // the start of the stream
    Event start = events.next();
    if (!(start instanceof DocumentStartEvent document)) {
      throw source.at(1, 1, 1).error("the file is empty", "Write a policy or remove the file.");
    }
    refuseOtherVersion(document);
    Node root = node(events.next(), 1);
    events.next(); // the end of the document
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw place(end, 3)
          .error("a second document begins here", "Write one policy a file, without \"---\".");
    }
    return root;
  }

  private Node node(Event event, int depth) {
    Place place = place(event, 1);
    if (event.getEventId() == Event.ID.Alias) {
      throw place.error("aliases are not part of a policy", "Write the value out.");
    }
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw place.error(
          "there are more than %d levels or %d values".formatted(MAX_DEPTH, MAX_NODES),
          "Make the file flatter or shorter.");
    }
    refuseAnchor((NodeEvent) event, place);
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar);
    }
    if (event instanceof SequenceStartEvent sequence) {
      refuseTag(sequence.getTag(), place);
      return sequence(place, depth);
    }
    MappingStartEvent mapping = (MappingStartEvent) event;
    refuseTag(mapping.getTag(), place);
    return mapping(place, depth);
  }

  private Node.Scalar scalar(ScalarEvent event) {
    int width = Math.max(1, width(event));
    Place place = place(event, width);
    refuseTag(event.getTag(), place);
    return new Node.Scalar(place, event.getValue(), event.isPlain());
  }

  private Node.Sequence sequence(Place place, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return new Node.Sequence(place, items);
  }

  private Node.Mapping mapping(Place place, int depth) {
    List<Node.Entry> entries = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      Node key = node(next, depth + 1);
      if (!(key instanceof Node.Scalar name)) {
        throw key.place().error(key.kind() + " cannot be a key", "Write a word as the key.");
      }
      Place first = seen.putIfAbsent(name.text(), name.place());
      if (first != null) {
        throw name.place()
            .error(
                "the key \"%s\" stands here a second time, first at line %d"
                    .formatted(name.text(), first.line()),
                "Keep one of the two.");
      }
      entries.add(new Node.Entry(name, node(events.next(), depth + 1)));
    }
    return new Node.Mapping(place, entries);
  }

  private void refuseOtherVersion(DocumentStartEvent document) {
    Optional<SpecVersion> version = document.getSpecVersion();
    if (version.isPresent() && version.get().getMinor() != 2) {
      throw source
          .at(1, 1, 5)
          .error("policies are YAML 1.2", "Remove the %YAML line or write \"%YAML 1.2\".");
    }
  }

  private static void refuseAnchor(NodeEvent event, Place place) {
    if (event.getAnchor().isPresent()) {
      throw place.error("anchors are not part of a policy", "Remove the \"&\" and its name.");
    }
  }

  private static void refuseTag(Optional<String> tag, Place place) {
    if (tag.isPresent()) {
      throw place.error("tags are not part of a policy", "Remove the \"!\" and its name.");
    }
  }

  private Place place(Event event, int length) {
    return event.getStartMark().map(mark -> at(source, mark, length)).orElse(source.at(1, 1, 1));
  }

  private static int width(Event event) {
    return event
        .getStartMark()
        .flatMap(from -> event.getEndMark().map(to -> to.getIndex() - from.getIndex()))
        .orElse(1);
  }

  private static Place at(Source source, Mark mark, int length) {
    return source.at(mark.getLine() + 1, mark.getColumn() + 1, length);
  }
}
