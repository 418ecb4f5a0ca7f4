package org.imprimatur.policies;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.policies.yaml.Source;

/**
 * The list of all files of a policy directory with their digests, to be signed as a note and kept
 * beside them in {@value #FILE}.
 *
 * @param serial grows with each list
 * @param files the digests by path
 */
public record SignedList(long serial, SortedMap<String, Sha256> files) {
  /** The name of the note in the directory. */
  public static final String FILE = "policies.note";

  private static final String FORM = "imprimatur.policies/v1";
  private static final Pattern SERIAL = Pattern.compile("serial ([0-9]{1,12})");
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");

  public SignedList {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * The list of the files that are in {@code directory} now.
   *
   * @throws ConfigurationException if one of them cannot be read
   */
  public static SignedList of(Path directory, long serial) {
    return new SignedList(serial, Bundle.readOwn(PolicyFolder.at(directory)).digests());
  }

  /** The text to sign; it ends with a line break. */
  public String text() {
    StringBuilder text = new StringBuilder(FORM + "\nserial " + serial + "\n");
    files.forEach(
        (path, digest) -> text.append(digest.hex()).append("  ").append(path).append('\n'));
    return text.toString();
  }

  /**
   * The list that {@code note} holds.
   *
   * @throws ConfigurationException if {@code key} has not signed it, or it is no such list
   */
  static SignedList verified(Source note, VerifierKey key) {
    if (!key.signed(note.text())) {
      throw note.at(1, 1, 1)
          .error(
              "the list of policies bears no valid signature of " + key.name(),
              "Sign the directory again with that key, or restore what was signed.");
    }
    Matcher serial = SERIAL.matcher(note.lines().size() > 1 ? note.lines().get(1) : "");
    if (!note.lines().get(0).equals(FORM) || !serial.matches()) {
      throw notAList(note, 1);
    }
    SortedMap<String, Sha256> files = new TreeMap<>();
    for (int i = 2; i < note.lines().size() && !note.lines().get(i).isEmpty(); i++) {
      Matcher file = LINE.matcher(note.lines().get(i));
      if (!file.matches()) {
        throw notAList(note, i + 1);
      }
      files.put(file.group(2), Sha256.ofDigest(HexFormat.of().parseHex(file.group(1))));
    }
    return new SignedList(Long.parseLong(serial.group(1)), files);
  }

  private static ConfigurationException notAList(Source note, int line) {
    return note.at(line, 1, 1).error("this is not a list of policies", "Sign the directory again.");
  }

  /**
   * Demands that {@code found} is what was signed.
   *
   * @throws ConfigurationException naming the first file that differs
   */
  void demand(SortedMap<String, Sha256> found, Source note) {
    SortedMap<String, Sha256> all = new TreeMap<>(files);
    all.putAll(found);
    for (String path : all.keySet()) {
      Sha256 signed = files.get(path);
      Sha256 read = found.get(path);
      if (signed == null || !signed.equals(read)) {
        throw note.at(lineOf(path, note), 1, 1)
            .error(
                signed == null
                    ? path + " is not among the files that were signed"
                    : read == null
                        ? path + " was signed, but is not there or cannot be read"
                        : path + " has changed since it was signed",
                "Sign the directory again, or restore the file.");
      }
    }
  }

  Version version() {
    return new Version(serial, Sha256.ofText(text()));
  }

  private static int lineOf(String path, Source note) {
    for (int i = 0; i < note.lines().size(); i++) {
      if (note.lines().get(i).endsWith("  " + path)) {
        return i + 1;
      }
    }
    return 1;
  }
}
