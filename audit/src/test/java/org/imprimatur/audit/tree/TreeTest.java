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

  private static final String L0 = ROOTS.get(0);
  private static final String L1 =
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
  private static final String L4 =
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
  private static final String N23 =
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
  private static final String N45 =
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
  private static final String N67 =
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
  private static final String N0123 = ROOTS.get(3);
  private static final String N4567 =
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

  @Test
  void rootsAreThoseOfThePublishedVectors() {
    PartialTree tree = new PartialTree(CompactRange.EMPTY);
    for (int i = 0; i < LEAVES.size(); i++) {
      tree.append(TreeHash.ofLeaf(HexFormat.of().parseHex(LEAVES.get(i))));
      assertThat(tree.root().hex()).isEqualTo(ROOTS.get(i));
    }
  }

  /** Paths and proofs that go with those leaves. */
  @Test
  void proofsAreThoseOfThePublishedVectors() {
    assertThat(published(8).inclusion(0)).extracting(Sha256::hex).containsExactly(L1, N23, N4567);
    assertThat(published(8).inclusion(5)).extracting(Sha256::hex).containsExactly(L4, N67, N0123);
    assertThat(published(3).inclusion(2)).extracting(Sha256::hex).containsExactly(ROOTS.get(1));
    assertThat(published(5).inclusion(1)).extracting(Sha256::hex).containsExactly(L0, N23, L4);
    assertThat(published(8).consistency(1)).extracting(Sha256::hex).containsExactly(L1, N23, N4567);
    assertThat(published(8).consistency(6))
        .extracting(Sha256::hex)
        .containsExactly(N45, N67, N0123);
    assertThat(published(5).consistency(2)).extracting(Sha256::hex).containsExactly(N23, L4);
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

  private static PartialTree published(int size) {
    PartialTree tree = new PartialTree(CompactRange.EMPTY);
    LEAVES
        .subList(0, size)
        .forEach(leaf -> tree.append(TreeHash.ofLeaf(HexFormat.of().parseHex(leaf))));
    return tree;
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
