package org.imprimatur.safety.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.safety.gate.GatePack;
import org.imprimatur.safety.gate.KnownFaces;
import org.imprimatur.safety.gate.ProtectedPeople;

/**
 * The people whom each tenant protects, one encrypted file a tenant. Removing a person removes the
 * embeddings from the file. Thread-safe within one process; a change is seen by the next picture.
 */
public final class ProtectedRegister implements ProtectedPeople {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
  private static final String ENDING = ".people";

  private final Path directory;
  private final Clock clock;

  public ProtectedRegister(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * @throws ConfigurationException if the tenant's file cannot be opened
   */
  public synchronized List<ProtectedPerson> list(String tenant) {
    SealedFile file = file(tenant);
    return file.exists() ? read(file.read()) : List.of();
  }

  /** Adds a person, or puts the new embeddings and consent in the place of the known ones. */
  public synchronized void put(String tenant, ProtectedPerson person) {
    List<ProtectedPerson> people = new ArrayList<>(list(tenant));
    people.removeIf(known -> known.name().equals(person.name()));
    people.add(person);
    file(tenant).write(written(people));
  }

  /** Whether there was such a person. */
  public synchronized boolean remove(String tenant, String name) {
    List<ProtectedPerson> people = new ArrayList<>(list(tenant));
    boolean known = people.removeIf(person -> person.name().equals(name));
    if (known && people.isEmpty()) {
      file(tenant).delete();
    } else if (known) {
      file(tenant).write(written(people));
    }
    return known;
  }

  @Override
  public Faces of(String tenant, GatePack pack) {
    if (tenant.isEmpty()) {
      return new Faces.Known(KnownFaces.NONE);
    }
    try {
      List<KnownFaces.Face> faces = new ArrayList<>();
      for (ProtectedPerson person : list(tenant)) {
        for (ProtectedPerson.Template template : person.templates()) {
          if (template.gate().equals(pack.id().name())) {
            if (!template.model().equals(pack.digest().hex())) {
              return new Faces.Unreadable("protected people were added with another model");
            }
            faces.add(new KnownFaces.Face(template.vector(), inForce(person.consent())));
          }
        }
      }
      return new Faces.Known(new KnownFaces(faces));
    } catch (ConfigurationException e) {
      return new Faces.Unreadable("the list of protected people cannot be read");
    }
  }

  /**
   * What keeps people from being recognised; no names of people.
   *
   * @param gates the names of the identity gates that are open
   */
  public Optional<String> ailment(Set<String> gates) {
    for (String tenant : tenants()) {
      try {
        boolean orphan =
            list(tenant).stream()
                .anyMatch(p -> p.templates().stream().noneMatch(t -> gates.contains(t.gate())));
        if (orphan) {
          return Optional.of(
              "tenant %s protects people whom no installed gate can recognise".formatted(tenant));
        }
      } catch (ConfigurationException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return Optional.empty();
  }

  private boolean inForce(Optional<ProtectedPerson.Consent> consent) {
    return consent.filter(it -> !LocalDate.now(clock).isAfter(it.until())).isPresent();
  }

  private List<String> tenants() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(ENDING) && !name.startsWith("."))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ConfigurationException(directory + " cannot be read: " + e, e);
    }
  }

  private SealedFile file(String tenant) {
    if (!TENANT.matcher(tenant).matches()) {
      throw new ConfigurationException("'%s' is no tenant's name".formatted(tenant));
    }
    return new SealedFile(directory.resolve(tenant + ENDING), directory.resolve("key"));
  }

  private static byte[] written(List<ProtectedPerson> people) {
    ArrayNode all = MAPPER.createArrayNode();
    for (ProtectedPerson person : people) {
      ObjectNode node = all.addObject().put("name", person.name());
      ArrayNode templates = node.putArray("templates");
      for (ProtectedPerson.Template template : person.templates()) {
        ArrayNode vector =
            templates
                .addObject()
                .put("gate", template.gate())
                .put("model", template.model())
                .putArray("vector");
        template.vector().forEach(vector::add);
      }
      person
          .consent()
          .ifPresent(
              consent ->
                  node.putObject("consent")
                      .put("reference", consent.reference())
                      .put("until", consent.until().toString()));
    }
    return all.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static List<ProtectedPerson> read(byte[] json) {
    try {
      List<ProtectedPerson> people = new ArrayList<>();
      for (JsonNode node : MAPPER.readTree(json)) {
        List<ProtectedPerson.Template> templates = new ArrayList<>();
        for (JsonNode template : node.path("templates")) {
          List<Double> vector = new ArrayList<>();
          template.path("vector").forEach(value -> vector.add(value.doubleValue()));
          templates.add(
              new ProtectedPerson.Template(
                  template.path("gate").textValue(), template.path("model").textValue(), vector));
        }
        JsonNode consent = node.path("consent");
        people.add(
            new ProtectedPerson(
                node.path("name").textValue(),
                templates,
                consent.isMissingNode()
                    ? Optional.empty()
                    : Optional.of(
                        new ProtectedPerson.Consent(
                            consent.path("reference").textValue(),
                            LocalDate.parse(consent.path("until").textValue())))));
      }
      return people;
    } catch (IOException e) {
      throw new ConfigurationException("the list of protected people cannot be read", e);
    }
  }
}
