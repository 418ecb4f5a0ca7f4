package org.imprimatur.generator.denoise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imprimatur.generator.model.ModelProfile;
import org.imprimatur.generator.network.Interrupt;
import org.imprimatur.generator.network.Network;
import org.imprimatur.generator.network.Tensor;
import org.imprimatur.generator.network.Tensors;

/**
 * A U-Net or transformer that is asked for one step of several pictures at once. Each picture may
 * be at a timestep of its own, unless the graph takes a single one. Thread-safe.
 */
public final class Denoiser {
  private static final String TIMESTEP = "timestep";

  private final Network network;
  private final int batchCap;
  private final String latents;
  private final Layout layout;
  private final int timestepRank;
  private final String output;

  /**
   * Wraps a loaded graph.
   *
   * @param batchCap how many calls are joined into one run of the graph
   */
  public Denoiser(Network network, int batchCap) {
    this.network = network;
    this.batchCap = batchCap;
    this.latents = ModelProfile.latentInput(network.contract());
    this.layout = Layout.of(network.contract());
    this.timestepRank = network.contract().input(TIMESTEP).map(spec -> spec.rank()).orElse(1);
    this.output = network.contract().firstOutput().name();
  }

  /**
   * One picture's part of a step. All is laid out by channel, row, column.
   *
   * @param beside what follows the latents as further channels; empty for most models
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one step
  public record Row(float[] latents, float[] beside, float timestep, Guided guided) {}

  @SuppressWarnings("ArrayRecordComponent") // lives for one step
  record Call(float[] latents, float[] beside, float timestep, Conditioning conditioning) {}

  /**
   * The model's answers, one a row, guidance applied. All rows have latents of one shape.
   *
   * @param isLast whether the memory of such runs goes back to the system afterwards
   */
  public List<float[]> predict(
      LatentShape shape, List<Row> rows, boolean isLast, Interrupt interrupt) {
    List<Call> calls = new ArrayList<>();
    for (Row row : rows) {
      for (Conditioning conditioning : row.guided.calls()) {
        calls.add(new Call(row.latents, row.beside, row.timestep, conditioning));
      }
    }
    List<float[]> answers = new ArrayList<>(calls.size());
    while (answers.size() < calls.size()) {
      List<Call> batch = nextBatch(calls, answers.size());
      boolean shrinks = isLast && answers.size() + batch.size() == calls.size();
      answers.addAll(run(shape, batch, shrinks, interrupt));
    }
    List<float[]> joined = new ArrayList<>(rows.size());
    int at = 0;
    for (Row row : rows) {
      int count = row.guided.calls().size();
      joined.add(row.guided.join(answers.subList(at, at + count)));
      at += count;
    }
    return joined;
  }

  private List<Call> nextBatch(List<Call> calls, int from) {
    int to = from + 1;
    while (to < calls.size() && to - from < batchCap && mayJoin(calls.get(from), calls.get(to))) {
      to++;
    }
    return calls.subList(from, to);
  }

  private boolean mayJoin(Call first, Call other) {
    return (timestepRank > 0 || first.timestep == other.timestep)
        && first.conditioning.hasShapesOf(other.conditioning);
  }

  private List<float[]> run(
      LatentShape shape, List<Call> batch, boolean shrinks, Interrupt interrupt) {
    int count = batch.size();
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put(latents, layout.fed(shape, batch));
    inputs.putAll(layout.positions(shape, batch).byName());
    inputs.put(TIMESTEP, timesteps(batch));
    for (String name : batch.get(0).conditioning.inputs().byName().keySet()) {
      inputs.put(name, stack(name, batch));
    }
    float[] all = answer(new Tensors(inputs), shrinks, interrupt);
    int size = shape.count();
    if (all.length != count * size) {
      throw new IllegalStateException(
          "%s: output '%s' has %d numbers, expected %d"
              .formatted(network.contract().file(), output, all.length, count * size));
    }
    if (count == 1) {
      return List.of(layout.read(shape, all));
    }
    List<float[]> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      float[] part = new float[size];
      System.arraycopy(all, i * size, part, 0, size);
      parts.add(layout.read(shape, part));
    }
    return parts;
  }

  private float[] answer(Tensors inputs, boolean shrinks, Interrupt interrupt) {
    Set<String> outputs = Set.of(output);
    Tensors answer =
        shrinks
            ? network.runAndShrink(inputs, outputs, interrupt)
            : network.run(inputs, outputs, interrupt);
    return answer.get(output).floats();
  }

  private Tensor timesteps(List<Call> batch) {
    if (timestepRank == 0) {
      return Tensor.floats(new float[] {layout.timestep(batch.get(0).timestep)});
    }
    float[] values = new float[batch.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = layout.timestep(batch.get(i).timestep);
    }
    return Tensor.floats(values, values.length);
  }

  private static Tensor stack(String name, List<Call> batch) {
    Tensor first = batch.get(0).conditioning.inputs().get(name);
    if (batch.size() == 1) {
      return first.batchOfOne();
    }
    int size = first.floats().length;
    float[] values = new float[batch.size() * size];
    for (int i = 0; i < batch.size(); i++) {
      Tensor part = batch.get(i).conditioning.inputs().get(name);
      System.arraycopy(part.floats(), 0, values, i * size, size);
    }
    long[] shape = new long[first.rank() + 1];
    shape[0] = batch.size();
    System.arraycopy(first.shape(), 0, shape, 1, first.rank());
    return Tensor.floats(values, shape);
  }
}
