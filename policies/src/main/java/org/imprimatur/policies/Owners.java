package org.imprimatur.policies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The users whose files make policies: root and the gateway's own. */
final class Owners {
  private static final Path SELF = Path.of("/proc/self");

  private Owners() {}

  /** The users on the file system of {@code file}. */
  static Set<UserPrincipal> trusted(Path file) throws IOException {
    Set<UserPrincipal> users = new HashSet<>();
    if (Files.exists(SELF)) {
      users.add(Files.getOwner(SELF)); // also where the user has no name, as in many containers
    }
    UserPrincipalLookupService names = file.getFileSystem().getUserPrincipalLookupService();
    find("root", names).ifPresent(users::add);
    find(System.getProperty("user.name", ""), names).ifPresent(users::add);
    return users;
  }

  private static Optional<UserPrincipal> find(String name, UserPrincipalLookupService names) {
    try {
      return Optional.of(names.lookupPrincipalByName(name));
    } catch (IOException unknown) {
      return Optional.empty(); // a machine without such a user
    }
  }
}
