package org.imprimatur.audit.content;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** Key files that one other key opens. A key is bound to its file's name. */
record WrappedKeys(Aead wrapping) {
  /** The key at the top, which lies in its file as it is. */
  static WrappedKeys master(Path file) throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      KeyFiles.write(
          file, TinkProtoKeysetFormat.serializeKeyset(fresh(), InsecureSecretKeyAccess.get()));
    }
    return new WrappedKeys(
        primitive(
            TinkProtoKeysetFormat.parseKeyset(
                Files.readAllBytes(file), InsecureSecretKeyAccess.get())));
  }

  /** The key in {@code file}; a fresh one if there is no such file. */
  Aead readOrMake(Path file) throws IOException, GeneralSecurityException {
    byte[] name = file.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    if (!Files.exists(file)) {
      KeyFiles.write(file, TinkProtoKeysetFormat.serializeEncryptedKeyset(fresh(), wrapping, name));
    }
    return primitive(
        TinkProtoKeysetFormat.parseEncryptedKeyset(Files.readAllBytes(file), wrapping, name));
  }

  private static KeysetHandle fresh() throws GeneralSecurityException {
    return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
  }

  private static Aead primitive(KeysetHandle handle) throws GeneralSecurityException {
    return handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }
}
