package org.imprimatur.provenance.jumbf;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.imprimatur.provenance.cbor.MalformedContent;

/** A JUMBF superbox as it was read: a type, a label and the boxes within. */
public final class SuperBox extends Box {
  private final String type;
  private final String label;
  private final List<Box> children;

  SuperBox(Description description, List<Box> children, ByteBuffer raw, int headSize) {
    super("jumb", raw, headSize);
    this.type = description.type();
    this.label = description.label();
    this.children = List.copyOf(children);
  }

  /** The content type as 32 hexadecimal digits; see {@link BoxType}. */
  public String type() {
    return type;
  }

  public String label() {
    return label;
  }

  public boolean is(String otherType) {
    return type.equals(otherType);
  }

  /** The boxes after the description. */
  public List<Box> children() {
    return children;
  }

  public List<SuperBox> superBoxes() {
    return children.stream().filter(SuperBox.class::isInstance).map(SuperBox.class::cast).toList();
  }

  /** The superbox with this label. */
  public Optional<SuperBox> child(String childLabel) {
    return superBoxes().stream().filter(box -> box.label().equals(childLabel)).findFirst();
  }

  /**
   * The content of the one plain box of this kind.
   *
   * @throws MalformedContent if there is none or another box beside it
   */
  public byte[] only(String kind) {
    if (children.size() == 1 && children.get(0).fourLetters().equals(kind)) {
      return children.get(0).contentBytes();
    }
    throw new MalformedContent("JUMBF: '%s' must hold one %s box".formatted(label, kind));
  }

  /** What a description box says. */
  record Description(String type, String label) {}
}
