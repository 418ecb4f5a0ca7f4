package org.imprimatur.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.imprimatur.api.Sha256;
import org.junit.jupiter.api.Test;

final class TreeTest {
  /** The leaves and roots that implementations of Certificate Transparency test with. */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void rootsAreThoseOfThePublishedVectors() {
    PartialTree tree = new PartialTree(CompactRange.EMPTY);
    for (int i = 0; i < LEAVES.size(); i++) {
      tree.append(TreeHash.ofLeaf(HexFormat.of().parseHex(LEAVES.get(i))));
      assertThat(tree.root().hex()).isEqualTo(ROOTS.get(i));
    }
  }

  @Test
  void theEmptyTreeHasTheHashOfNothing() {
    assertThat(CompactRange.EMPTY.root().hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Property(tries = 300)
  void everyLeafIsProvedUnderEveryTree(
      @ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(max = 299) int at) {
    int index = at % size;
    PartialTree tree = tree(size);

    assertThat(Proofs.includes(head(tree), index, leaf(index), tree.inclusion(index))).isTrue();
  }

  @Property(tries = 300)
  void aPathProvesNoOtherLeafPlaceOrTree(
      @ForAll @IntRange(min = 2, max = 300) int size, @ForAll @IntRange(max = 299) int at) {
    int index = at % size;
    PartialTree tree = tree(size);
    List<Sha256> path = tree.inclusion(index);

    int other = (index + 1) % size;
    assertThat(Proofs.includes(head(tree), index, leaf(other), path)).isFalse();
    assertThat(Proofs.includes(head(tree), other, leaf(index), path)).isFalse();
    assertThat(Proofs.includes(head(tree(size + 1)), index, leaf(index), path)).isFalse();
    assertThat(Proofs.includes(head(tree), index, leaf(index), path.subList(0, path.size() - 1)))
        .isFalse();
    List<Sha256> longer = new ArrayList<>(path);
    longer.add(leaf(0));
    assertThat(Proofs.includes(head(tree), index, leaf(index), longer)).isFalse();
  }

  @Property(tries = 300)
  void everyTreeIsProvedToExtendEveryEarlierOne(
      @ForAll @IntRange(max = 300) int earlier, @ForAll @IntRange(max = 300) int more) {
    PartialTree first = tree(earlier);
    PartialTree second = tree(earlier + more);

    List<Sha256> proof = second.consistency(earlier);

    assertThat(Proofs.extend(head(first), head(second), proof)).isTrue();
  }

  @Property(tries = 300)
  void noProofCoversAChangedPast(
      @ForAll @IntRange(min = 1, max = 300) int earlier,
      @ForAll @IntRange(min = 1, max = 300) int more,
      @ForAll @IntRange(max = 299) int at) {
    PartialTree second = tree(earlier + more);
    PartialTree forged = new PartialTree(CompactRange.EMPTY);
    for (int i = 0; i < earlier; i++) {
      forged.append(leaf(i == at % earlier ? 100_000 : i).toByteArray());
    }

    assertThat(Proofs.extend(head(forged), head(second), second.consistency(earlier))).isFalse();
  }

  @Property(tries = 300)
  void aTreeGoesOnFromItsRangeAlone(
      @ForAll @IntRange(max = 300) int before, @ForAll @IntRange(min = 1, max = 100) int after) {
    PartialTree whole = tree(before + after);
    PartialTree continued = new PartialTree(tree(before).range());
    for (int i = before; i < before + after; i++) {
      continued.append(leaf(i).toByteArray());
    }

    assertThat(continued.root()).isEqualTo(whole.root());
    assertThat(continued.range()).isEqualTo(whole.range());
    for (int i = before; i < before + after; i++) {
      assertThat(continued.inclusion(i)).isEqualTo(whole.inclusion(i));
    }
  }

  private static PartialTree tree(int size) {
    PartialTree tree = new PartialTree(CompactRange.EMPTY);
    for (int i = 0; i < size; i++) {
      tree.append(leaf(i).toByteArray());
    }
    return tree;
  }

  private static Sha256 leaf(int number) {
    return Sha256.ofDigest(TreeHash.ofLeaf(ByteBuffer.allocate(4).putInt(number).array()));
  }

  private static Proofs.Head head(PartialTree tree) {
    return new Proofs.Head(tree.size(), tree.root());
  }
}
