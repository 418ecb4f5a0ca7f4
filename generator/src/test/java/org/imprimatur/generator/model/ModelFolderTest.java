package org.imprimatur.generator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.api.Sha256;
import org.imprimatur.api.Size;
import org.imprimatur.generator.Goldens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir private Path directory = Path.of("unset");
  private Path root = Path.of("unset");

  @BeforeEach
  void copyFolder() throws IOException {
    root = directory.resolve("flow");
    copy(Goldens.model("flow"), root);
  }

  @Test
  void theProfileIsReadFromFolderAndGraphs() {
    ModelProfile profile = ModelProfile.read(ModelFolder.open(root));

    assertThat(profile.name()).isEqualTo("tiny-flow");
    assertThat(profile.latents()).isEqualTo(new Latents(8, 16, 1, 0));
    assertThat(profile.sizes()).containsExactly(new Size(256, 256));
    assertThat(profile.sizeMultiple()).isEqualTo(64);
    assertThat(profile.recommendation()).isEqualTo(new Recommendation(4, 1));
    assertThat(profile.words().understands()).containsExactly("scene: lighthouse, street");
    assertThat(profile.graphs().denoiser().input("timestep"))
        .contains(new TensorSpec("timestep", ElementType.FLOAT32, List.of(TensorSpec.FREE)));
    assertThat(profile.graphs().denoiser().externalFiles()).isEmpty();
  }

  @Test
  void aFolderWhoseFilesMatchTheirPinsIsAcceptedAndNamedByThem() throws IOException {
    Sha256 digest = ModelFolder.open(root).digest();
    pin();

    ModelFolder pinned = ModelFolder.open(root);
    pinned.verify();

    assertThat(pinned.digest()).isEqualTo(digest);
  }

  @Test
  void aChangedFileIsRefusedByName() throws IOException {
    pin();
    Files.writeString(root.resolve("starter.json"), "{}");

    assertThatThrownBy(() -> ModelFolder.open(root).verify())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("starter.json: has digest")
        .hasMessageContaining("pinned is");
  }

  @Test
  void aMissingAndAnAddedFileAreRefusedByName() throws IOException {
    pin();
    Files.writeString(root.resolve("extra.bin"), "x");
    assertThatThrownBy(() -> ModelFolder.open(root).verify())
        .hasMessageContaining("extra.bin: is not pinned");

    Files.delete(root.resolve("extra.bin"));
    Files.delete(root.resolve("tokenizer/merges.txt"));
    assertThatThrownBy(() -> ModelFolder.open(root).verify())
        .hasMessageContaining("merges.txt: is pinned in SHA256SUMS but missing");
  }

  @Test
  void anUnreadableListOfPinsIsRefusedWithItsLine() throws IOException {
    pin();
    Files.writeString(root.resolve(Digests.FILE), "not a digest\n");

    assertThatThrownBy(() -> ModelFolder.open(root).digest()).hasMessageContaining("SHA256SUMS:1:");
  }

  @Test
  void aLinkInAFolderIsRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("unet/more"), Path.of("model.onnx"));

    assertThatThrownBy(() -> ModelFolder.open(root)).hasMessageContaining("more: is a link");
  }

  @Test
  void aFolderWithoutAnIndexIsNoModel() throws IOException {
    Files.delete(root.resolve("model_index.json"));

    assertThatThrownBy(() -> ModelFolder.open(root)).hasMessageContaining("no model_index.json");
  }

  @Test
  void aMissingGraphAndAFileThatIsNoGraphAreNamed() throws IOException {
    Files.writeString(root.resolve("unet/model.onnx"), "hello");
    assertThatThrownBy(() -> ModelProfile.read(ModelFolder.open(root)))
        .hasMessageContaining("unet/model.onnx")
        .hasMessageContaining("no ONNX file");

    Files.delete(root.resolve("unet/model.onnx"));
    assertThatThrownBy(() -> ModelProfile.read(ModelFolder.open(root)))
        .hasMessageContaining("model.onnx: is missing");
  }

  @Test
  void aGraphWithTheWrongInputsIsRefusedWithFileAndInput() throws IOException {
    Files.copy(root.resolve("text_encoder/model.onnx"), root.resolve("unet/new.onnx"));
    Files.move(
        root.resolve("unet/new.onnx"),
        root.resolve("unet/model.onnx"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> ModelProfile.read(ModelFolder.open(root)))
        .hasMessageContaining("unet/model.onnx: has no input 'sample'")
        .hasMessageContaining("input_ids");
  }

  @Test
  void weightsOutsideTheFolderOfTheirGraphAreRefused() throws IOException {
    for (String location : List.of("../weights.bin", "/etc/passwd", "absent.bin", "a/../b")) {
      Files.write(root.resolve("unet/model.onnx"), graphWithWeightsAt(location));

      assertThatThrownBy(() -> ModelFolder.open(root).graph("unet"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("its weights lie at '" + location + "'");
    }
  }

  @Test
  void weightsBesideTheirGraphAreAccepted() throws IOException {
    Files.write(root.resolve("unet/model.onnx"), graphWithWeightsAt("model.onnx_data"));
    Files.writeString(root.resolve("unet/model.onnx_data"), "x");

    assertThat(ModelFolder.open(root).graph("unet").externalFiles())
        .containsExactly("model.onnx_data");
  }

  /** ModelProto { graph { initializer { external_data { key, value } } output { name } } }. */
  private static byte[] graphWithWeightsAt(String location) {
    byte[] entry = join(field(1, text("location")), field(2, text(location)));
    byte[] initializer = field(5, field(13, entry));
    byte[] output = field(12, field(1, text("out")));
    return field(7, join(initializer, output));
  }

  private static byte[] field(int number, byte[] content) {
    return join(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = new byte[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private void pin() throws IOException {
    Files.writeString(root.resolve(Digests.FILE), ModelFolder.open(root).digests().toString());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      paths.forEach(
          path -> {
            try {
              Files.copy(path, to.resolve(from.relativize(path).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
