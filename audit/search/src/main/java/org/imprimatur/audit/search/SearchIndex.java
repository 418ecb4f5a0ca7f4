package org.imprimatur.audit.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.IndexSortSortedNumericDocValuesRangeQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.imprimatur.api.Sha256;
import org.imprimatur.audit.StoredLog;
import org.imprimatur.audit.entry.AuditEntry;
import org.imprimatur.audit.entry.EntryReader;
import org.imprimatur.audit.tree.TreeHash;

/**
 * The index of one log, in a directory of its own. It is no evidence: it can be deleted at any
 * time, and is made anew when it is damaged or belongs to another log. One process at a time brings
 * it up to date; any number may search. Thread-safe.
 */
public final class SearchIndex implements AutoCloseable {
  private static final String SIZE = "size";
  private static final String LAST = "last";
  private static final String FIRST = "first";
  private static final String FORM = "form";

  /** Changes whenever an index that was made before cannot be gone on with. */
  private static final String THIS_FORM = "2";

  private static final int ENTRIES_A_COMMIT = 200_000;
  private static final double BUFFER_MEGABYTES = 64;

  /**
   * The field stands first with the largest value: the newest entry. The index itself is in this
   * order, so a search ends with its page and never looks at what is older.
   */
  private static final Sort NEWEST_FIRST =
      new Sort(LongField.newSortField(EntryDocument.INDEX, true, SortedNumericSelector.Type.MAX));

  private final Path place;
  private final Directory directory;
  private final StoredLog log;

  private SearchIndex(Path place, Directory directory, StoredLog log) {
    this.place = place;
    this.directory = directory;
    this.log = log;
  }

  /** Opens the index of {@code log} in {@code place}, which need not exist. */
  public static SearchIndex open(Path place, StoredLog log) {
    try {
      Files.createDirectories(place);
      return new SearchIndex(place, FSDirectory.open(place), log);
    } catch (IOException e) {
      throw new UncheckedIOException("the search index " + place + " cannot be opened", e);
    }
  }

  /**
   * Reads what the log has got since the last time.
   *
   * @return how many entries the index knows; if another process is at it, as many as it knew
   */
  public long catchUp() {
    return catchUp(Long.MAX_VALUE);
  }

  /** The same, but stops after {@code atMost} entries, for threads that have more to do. */
  public synchronized long catchUp(long atMost) {
    try {
      if (isDamaged()) {
        clear();
      }
      try (IndexWriter writer = new IndexWriter(directory, settings())) {
        return follow(writer, atMost);
      }
    } catch (LockObtainFailedException e) {
      return sizeOrNothing();
    } catch (IOException e) {
      throw new UncheckedIOException("the search index " + place + " cannot be written", e);
    }
  }

  /** Finds entries among those that the index knows. */
  public Page search(Search search) {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      ScoreDoc[] found = searcher.search(query(search), search.limit(), NEWEST_FIRST).scoreDocs;
      List<Hit> hits = new ArrayList<>(found.length);
      for (ScoreDoc hit : found) {
        hits.add(EntryDocument.read(searcher.storedFields().document(hit.doc)));
      }
      OptionalLong next =
          hits.size() < search.limit()
              ? OptionalLong.empty()
              : OptionalLong.of(hits.get(hits.size() - 1).index());
      return new Page(hits, next, size(reader));
    } catch (IndexNotFoundException e) {
      return new Page(List.of(), OptionalLong.empty(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the search index %s cannot be read; delete the directory, it is made anew"
              .formatted(place),
          e);
    }
  }

  @Override
  public void close() {
    try {
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the search index " + place + " did not close", e);
    }
  }

  private static IndexWriterConfig settings() {
    return new IndexWriterConfig()
        .setRAMBufferSizeMB(BUFFER_MEGABYTES)
        .setCommitOnClose(false)
        .setIndexSort(NEWEST_FIRST);
  }

  private static Query query(Search search) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    search
        .terms()
        .forEach(
            (field, value) ->
                all.add(new TermQuery(new Term(EntryDocument.name(field), value)), Occur.FILTER));
    if (search.since().isPresent() || search.until().isPresent()) {
      all.add(
          LongPoint.newRangeQuery(
              EntryDocument.TIME,
              search.since().map(EntryDocument::micros).orElse(Long.MIN_VALUE),
              search.until().map(until -> EntryDocument.micros(until) - 1).orElse(Long.MAX_VALUE)),
          Occur.FILTER);
    }
    if (search.before().isPresent()) {
      all.add(olderThan(search.before().getAsLong()), Occur.FILTER);
    }
    BooleanQuery query = all.build();
    return query.clauses().isEmpty() ? new MatchAllDocsQuery() : query;
  }

  /** The order of the index makes this a range of documents that need not be gone through. */
  private static Query olderThan(long entry) {
    return new IndexSortSortedNumericDocValuesRangeQuery(
        EntryDocument.INDEX,
        0,
        entry - 1,
        LongPoint.newRangeQuery(EntryDocument.INDEX, 0, entry - 1));
  }

  private long follow(IndexWriter writer, long atMost) throws IOException {
    Follower follower = new Follower(writer, Known.by(writer), atMost);
    if (!follower.follow()) {
      long unused = writer.deleteAll();
      follower = new Follower(writer, Known.NOTHING, atMost);
      boolean unusedToo = follower.follow();
      follower.commit(); // also where the other log is empty
    }
    forget(writer, follower);
    return follower.size;
  }

  /** Removes what the log has retired. */
  private void forget(IndexWriter writer, Follower follower) throws IOException {
    long kept = log.firstKept();
    if (kept > follower.firstKept) {
      long unused =
          writer.deleteDocuments(LongPoint.newRangeQuery(EntryDocument.INDEX, 0, kept - 1));
      follower.firstKept = kept;
      follower.commit();
    }
  }

  private boolean isDamaged() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return size(reader) < 0 || !isOfThisForm(reader);
    } catch (IndexNotFoundException e) {
      return false; // nothing is known yet
    } catch (CorruptIndexException
        | IndexFormatTooNewException
        | IndexFormatTooOldException
        | IllegalArgumentException e) {
      return true;
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private long size() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return size(reader);
    } catch (IndexNotFoundException e) {
      return 0;
    }
  }

  private long sizeOrNothing() {
    try {
      return size();
    } catch (IOException e) {
      return 0;
    }
  }

  private static long size(DirectoryReader reader) throws IOException {
    return Long.parseLong(reader.getIndexCommit().getUserData().getOrDefault(SIZE, "0"));
  }

  private static boolean isOfThisForm(DirectoryReader reader) throws IOException {
    return THIS_FORM.equals(reader.getIndexCommit().getUserData().get(FORM));
  }

  /**
   * How far an index came.
   *
   * @param last the leaf hash of the last entry, by which it knows its log again
   * @param firstKept entries before this one were retired, and removed
   */
  private record Known(long size, String last, long firstKept) {
    static final Known NOTHING = new Known(0, "", 0);

    /** What the index says to the one writer that holds its lock. */
    static Known by(IndexWriter writer) {
      Map<String, String> said = new HashMap<>();
      Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
      if (data != null) {
        data.forEach(entry -> said.put(entry.getKey(), entry.getValue()));
      }
      return new Known(
          Long.parseLong(said.getOrDefault(SIZE, "0")),
          said.getOrDefault(LAST, ""),
          Long.parseLong(said.getOrDefault(FIRST, "0")));
    }
  }

  /** Adds entries to the index; what it commits says how far it came. */
  private final class Follower implements StoredLog.Visitor {
    private final IndexWriter writer;
    private final Known known;
    private final long atMost;
    private boolean isOfThisLog;
    private long size;
    private String last;
    private long firstKept;
    private long uncommitted;

    Follower(IndexWriter writer, Known known, long atMost) {
      this.writer = writer;
      this.known = known;
      this.atMost = atMost;
      this.isOfThisLog = known.size() == 0;
      this.size = known.size();
      this.last = known.last();
      this.firstKept = known.firstKept();
    }

    /** False if the last entry that the index knows does not stand at its place in the log. */
    boolean follow() throws IOException {
      log.scan(Math.max(0, known.size() - 1), this);
      if (uncommitted > 0) {
        commit();
      }
      return isOfThisLog;
    }

    @Override
    public boolean entry(long index, byte[] leaf) {
      if (index == known.size() - 1) {
        isOfThisLog = isLast(TreeHash.ofLeaf(leaf));
      } else if (index >= known.size() && isOfThisLog) {
        add(EntryReader.read(index, leaf));
      }
      return wantsMoreAfter(index);
    }

    @Override
    public boolean retired(long index, byte[] leafHash) {
      if (index == known.size() - 1) {
        isOfThisLog = isLast(leafHash);
      } else if (index >= known.size() && isOfThisLog) {
        size = index + 1;
        last = Sha256.ofDigest(leafHash).hex();
        uncommitted++;
      }
      return wantsMoreAfter(index);
    }

    private boolean isLast(byte[] leafHash) {
      return Sha256.ofDigest(leafHash).hex().equals(known.last());
    }

    private boolean wantsMoreAfter(long index) {
      return index < known.size() - 1 || (isOfThisLog && size - known.size() < atMost);
    }

    private void add(AuditEntry entry) {
      try {
        writer.addDocument(EntryDocument.of(entry));
        size = entry.index() + 1;
        last = entry.leafHash().hex();
        if (++uncommitted >= ENTRIES_A_COMMIT) {
          commit();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the search index " + place + " cannot be written", e);
      }
    }

    void commit() throws IOException {
      Map<String, String> data = new HashMap<>();
      data.put(FORM, THIS_FORM);
      data.put(SIZE, String.valueOf(size));
      data.put(LAST, last);
      data.put(FIRST, String.valueOf(firstKept));
      writer.setLiveCommitData(data.entrySet());
      writer.commit();
      uncommitted = 0;
    }
  }
}
