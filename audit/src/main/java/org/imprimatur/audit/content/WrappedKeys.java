package org.imprimatur.audit.content;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.imprimatur.api.Bytes;

/** Keys that one other key opens. Each is bound to its name. */
record WrappedKeys(Aead wrapping) {
  /** What Tink puts before a ciphertext: a one, and the key's id in four bytes. */
  private static final int PREFIX = 5;

  /** The key at the top, which lies in its file as it is; made where there is none. */
  static WrappedKeys master(Path file) throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      KeyFiles.write(
          file, TinkProtoKeysetFormat.serializeKeyset(newKey(), InsecureSecretKeyAccess.get()));
    }
    return new WrappedKeys(
        primitive(
            TinkProtoKeysetFormat.parseKeyset(
                Files.readAllBytes(file), InsecureSecretKeyAccess.get())));
  }

  /** A fresh key, wrapped. */
  Bytes fresh(String name) throws GeneralSecurityException {
    return Bytes.of(
        TinkProtoKeysetFormat.serializeEncryptedKeyset(newKey(), wrapping, bytes(name)));
  }

  /** Unwraps a key. */
  Aead open(Bytes wrapped, String name) throws GeneralSecurityException {
    return primitive(handle(wrapped, name));
  }

  /** True if {@code sealed} names the key by which it was encrypted, and it is this one. */
  boolean hasSealed(Bytes wrapped, String name, Bytes sealed) throws GeneralSecurityException {
    ByteBuffer head = sealed.view();
    return head.remaining() > PREFIX
        && head.getInt(1) == handle(wrapped, name).getPrimary().getId();
  }

  private KeysetHandle handle(Bytes wrapped, String name) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped.toByteArray(), wrapping, bytes(name));
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static KeysetHandle newKey() throws GeneralSecurityException {
    return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
  }

  private static Aead primitive(KeysetHandle handle) throws GeneralSecurityException {
    return handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }
}
