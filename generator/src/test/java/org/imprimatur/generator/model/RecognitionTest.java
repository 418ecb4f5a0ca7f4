package org.imprimatur.generator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.imprimatur.api.ConfigurationException;
import org.imprimatur.generator.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionTest {
  @TempDir private Path directory = Path.of("unset");

  @ParameterizedTest
  @CsvSource({
    "sd15,STABLE_DIFFUSION,BY_TWO_CALLS",
    "lcm,STABLE_DIFFUSION,AS_INPUT",
    "sdxl,STABLE_DIFFUSION_XL,BY_TWO_CALLS",
    "sd3,STABLE_DIFFUSION_3,BY_TWO_CALLS",
    "sd3t5,STABLE_DIFFUSION_3,BY_TWO_CALLS",
    "fluxdev,FLUX,AS_INPUT",
    "fluxschnell,FLUX,NONE"
  })
  void aFamilyIsKnownByTheInputsOfItsDenoiser(String model, Family family, GuidanceKind guidance) {
    ModelProfile profile = ModelProfile.read(ModelFolder.open(Goldens.model(model)));

    assertThat(profile.family()).isEqualTo(family);
    assertThat(profile.guidanceKind()).isEqualTo(guidance);
  }

  @Test
  void aModelThatTakesNoScaleIsRecommendedWithFewStepsAndNone() {
    ModelProfile profile = ModelProfile.read(ModelFolder.open(Goldens.model("fluxschnell")));

    assertThat(profile.recommendation()).isEqualTo(new Recommendation(4, 0));
    assertThat(profile.sizeMultiple()).isEqualTo(16);
    assertThat(profile.latents()).isEqualTo(new Latents(4, 8, 0.3611, 0.1159));
    assertThat(profile.callsAStep(7)).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FluxPipeline", "ORTFluxPipeline", "OnnxFluxImg2ImgPipeline"})
  void pipelinesOfFluxThatDrawAreAccepted(String name) throws IOException {
    Path root = copyOf("fluxdev");
    index(root, name);

    assertThat(ModelProfile.read(ModelFolder.open(root)).family()).isEqualTo(Family.FLUX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FluxFillPipeline", "FluxControlPipeline", "FluxKontextPipeline", ""})
  void pipelinesOfFluxThatAreFedOtherwiseAreRefusedByName(String name) throws IOException {
    Path root = copyOf("fluxdev");
    index(root, name);

    assertRefused(root, "model_index.json: names the pipeline '" + name + "'", "img_ids");
  }

  @Test
  void aTextEncoderOfAnotherModelIsRefusedWithBothWidths() throws IOException {
    Path root = copyOf("fluxdev");
    take("sd3t5/text_encoder_3", root, "text_encoder_2");

    assertRefused(
        root,
        "text_encoder_2/model.onnx: gives 48 numbers a token",
        "transformer/model.onnx takes 24");
  }

  @Test
  void aThirdTextEncoderOfAnotherModelIsRefusedWithBothWidths() throws IOException {
    Path root = copyOf("sd3t5");
    take("fluxdev/text_encoder_2", root, "text_encoder_3");

    assertRefused(root, "text_encoder_3/model.onnx: gives 24 numbers a token", "takes 48");
  }

  @Test
  void aDecoderOfAnotherModelIsRefusedWithTheSizeOfAPatch() throws IOException {
    Path root = copyOf("fluxdev");
    take("fluxschnell/vae_decoder", root, "vae_decoder");

    assertRefused(root, "transformer/model.onnx: input 'hidden_states' takes 64 numbers a patch");
  }

  @Test
  void fluxWithOneOrThreeTextEncodersIsRefused() throws IOException {
    Path root = copyOf("fluxdev");
    take("sd3t5/text_encoder_3", root, "text_encoder_3");
    assertRefused(root, "text_encoder_3/model.onnx: models of the family of FLUX have two");

    Files.delete(root.resolve("text_encoder_3/model.onnx"));
    Files.delete(root.resolve("text_encoder_2/model.onnx"));
    assertRefused(root, "needs a second text encoder; export text_encoder_2 too");
  }

  @Test
  void anInputThatNobodyFeedsIsRefusedByName() {
    assertThatThrownBy(() -> recognize(List.of(spec("controlnet_block_samples", 4))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("input 'controlnet_block_samples' is not understood");
  }

  @Test
  void aScaleOfGuidanceOfAnotherRankIsRefused() {
    assertThatThrownBy(() -> recognize(List.of(spec("guidance", 2))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("input 'guidance' has rank 2, expected 1");
  }

  @Test
  void aTimestepOfWholeNumbersIsRefused() {
    ModelFolder folder = ModelFolder.open(Goldens.model("fluxdev"));
    ModelProfile.Graphs graphs = ModelProfile.read(folder).graphs();
    List<TensorSpec> inputs = new ArrayList<>(graphs.denoiser().inputs());
    inputs.replaceAll(
        input ->
            input.name().equals("timestep")
                ? new TensorSpec(input.name(), ElementType.INT64, input.sides())
                : input);

    assertThatThrownBy(() -> Recognition.of(folder, withInputs(graphs, inputs)))
        .hasMessageContaining("input 'timestep' takes INT64, which holds no fractions");
  }

  @Test
  void placesMayBeNumberedForEachPictureOfABatch() {
    ModelFolder folder = ModelFolder.open(Goldens.model("fluxdev"));
    ModelProfile.Graphs graphs = ModelProfile.read(folder).graphs();
    List<TensorSpec> older = new ArrayList<>();
    for (TensorSpec input : graphs.denoiser().inputs()) {
      older.add(input.name().endsWith("_ids") ? spec(input.name(), 3) : input);
    }

    assertThat(Recognition.of(folder, withInputs(graphs, older))).isEqualTo(Family.FLUX);
  }

  @Test
  void aFixedNumberOfPatchesIsRefused() {
    ModelFolder folder = ModelFolder.open(Goldens.model("fluxdev"));
    ModelProfile.Graphs graphs = ModelProfile.read(folder).graphs();
    List<TensorSpec> inputs = new ArrayList<>(graphs.denoiser().inputs());
    inputs.replaceAll(
        input ->
            input.name().equals("hidden_states")
                ? new TensorSpec(input.name(), input.type(), List.of(TensorSpec.FREE, 1024L, 64L))
                : input);

    assertThatThrownBy(() -> Recognition.of(folder, withInputs(graphs, inputs)))
        .hasMessageContaining("takes 1024 patches alone; export the model with free sizes");
  }

  private static Family recognize(List<TensorSpec> more) {
    ModelFolder folder = ModelFolder.open(Goldens.model("fluxschnell"));
    ModelProfile.Graphs graphs = ModelProfile.read(folder).graphs();
    List<TensorSpec> inputs = new ArrayList<>(graphs.denoiser().inputs());
    inputs.addAll(more);
    return Recognition.of(folder, withInputs(graphs, inputs));
  }

  private static ModelProfile.Graphs withInputs(
      ModelProfile.Graphs graphs, List<TensorSpec> inputs) {
    GraphContract denoiser = graphs.denoiser();
    return new ModelProfile.Graphs(
        graphs.textEncoders(),
        new GraphContract(denoiser.file(), inputs, denoiser.outputs(), List.of()),
        graphs.decoder(),
        graphs.encoder(),
        graphs.previewer());
  }

  private static TensorSpec spec(String name, int rank) {
    return new TensorSpec(
        name, ElementType.FLOAT32, Stream.generate(() -> TensorSpec.FREE).limit(rank).toList());
  }

  private static void assertRefused(Path root, String... parts) {
    assertThatThrownBy(() -> ModelProfile.read(ModelFolder.open(root)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(parts);
  }

  private static void index(Path root, String pipeline) throws IOException {
    Files.writeString(
        root.resolve("model_index.json"), "{\"_class_name\": \"%s\"}".formatted(pipeline));
  }

  private static void take(String from, Path root, String component) throws IOException {
    Path target = Files.createDirectories(root.resolve(component));
    for (String file : List.of("model.onnx", "config.json")) {
      Files.copy(
          Goldens.model(from).resolve(file),
          target.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path copyOf(String model) throws IOException {
    Path from = Goldens.model(model);
    Path to = directory.resolve(model);
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
    return to;
  }
}
