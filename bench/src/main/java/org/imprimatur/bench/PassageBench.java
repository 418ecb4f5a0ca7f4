package org.imprimatur.bench;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.imprimatur.api.Answer;
import org.imprimatur.api.testing.Chain;
import org.imprimatur.api.testing.FakePolicy;
import org.imprimatur.api.testing.Fixtures;
import org.imprimatur.routes.Gate;
import org.imprimatur.routes.RecentRequests;
import org.imprimatur.routes.StepTracer;
import org.imprimatur.routes.Submission;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the chain itself costs: all six steps over parts that do nothing, and a refusal. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PassageBench {
  private Chain chain = new Chain(0.1);
  private Gate gate = gateOf(chain);

  @Setup
  public void open() {
    chain = new Chain(0.1);
    gate = gateOf(chain);
  }

  @TearDown
  public void close() {
    chain.close();
  }

  @Benchmark
  public Answer released() {
    return pass("a red kettle");
  }

  @Benchmark
  public Answer refused() {
    return pass("gore");
  }

  private Answer pass(String prompt) {
    return gate.pass(new Submission(Fixtures.ticket(FakePolicy.usual()), Fixtures.request(prompt)));
  }

  private static Gate gateOf(Chain chain) {
    return new Gate(
        new Gate.Parts(
            chain.admission,
            chain.moderate,
            chain.generate,
            chain.classify,
            chain.sign,
            chain.release),
        StepTracer.none(),
        new RecentRequests(Clock.systemUTC()));
  }
}
