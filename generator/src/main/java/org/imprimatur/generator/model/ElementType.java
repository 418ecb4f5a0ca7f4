package org.imprimatur.generator.model;

import org.imprimatur.api.ConfigurationException;

/** The element types of tensors that the pipelines can feed and read, with their ONNX codes. */
public enum ElementType {
  FLOAT32(1),
  INT32(6),
  INT64(7),
  FLOAT16(10),
  FLOAT64(11),
  BFLOAT16(16),
  /** Anything else; it may occur in a graph but cannot be fed or read. */
  OTHER(0);

  private final int code;

  ElementType(int code) {
    this.code = code;
  }

  /** The type for a code of {@code TensorProto.DataType}. */
  public static ElementType ofCode(long code) {
    for (ElementType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return OTHER;
  }

  /** Whether tensors of this type are fed with numbers of type {@code float}. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT16 || this == FLOAT64 || this == BFLOAT16;
  }

  public boolean isInteger() {
    return this == INT32 || this == INT64;
  }

  /** Refuses a type that cannot be fed, naming the {@code place}. */
  void requireUsable(String place) {
    if (this == OTHER) {
      throw new ConfigurationException(
          place + " has an element type that cannot be fed; export the model in fp32 or fp16");
    }
  }
}
