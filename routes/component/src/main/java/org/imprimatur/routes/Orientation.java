package org.imprimatur.routes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.imprimatur.api.Size;

/**
 * How the rows of a stored picture lie to the upright one (EXIF 2.32, tag 0x0112).
 *
 * @param across whether rows and columns change places
 * @param mirrorX whether the upright picture is mirrored from left to right afterwards
 * @param mirrorY whether it is mirrored from top to bottom afterwards
 */
record Orientation(boolean across, boolean mirrorX, boolean mirrorY) {
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  private static final int TAG = 0x0112;
  private static final int APP1 = 0xe1;
  private static final int SCAN = 0xda;
  private static final int ENTRY = 12;
  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEAD = 8;

  /** The bytes before the TIFF in a JPEG segment. */
  private static final int JPEG_HEAD = 6;

  /** Reads the orientation of a JPEG file; upright where there is none that makes sense. */
  static Orientation ofJpeg(byte[] file) {
    try {
      ByteBuffer in = ByteBuffer.wrap(file).position(2);
      while (in.remaining() > 4 && (in.get() & 0xff) == 0xff) {
        int marker = in.get() & 0xff;
        int length = in.getShort() & 0xffff;
        if (marker == SCAN || length < 2) {
          break;
        }
        ByteBuffer segment = in.slice(in.position(), length - 2);
        if (marker == APP1 && length > 8 && segment.getInt(0) == 0x45786966) { // "Exif"
          return of(inTiff(segment.slice(JPEG_HEAD, length - 8)));
        }
        in.position(in.position() + length - 2);
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return UPRIGHT; // broken metadata make no picture unusable
    }
    return UPRIGHT;
  }

  /** Reads the orientation of a WebP file; upright where there is none that makes sense. */
  static Orientation ofWebp(byte[] file) {
    try {
      ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(FIRST_CHUNK);
      while (in.remaining() > CHUNK_HEAD) {
        int type = in.getInt();
        int length = in.getInt();
        if (type == 0x46495845) { // "EXIF"
          ByteBuffer chunk = in.slice(in.position(), length);
          boolean isMarked = chunk.getInt(0) == 0x66697845; // "Exif", as in a JPEG file
          int head = isMarked ? JPEG_HEAD : 0;
          return of(inTiff(chunk.slice(head, length - head)));
        }
        in.position(in.position() + length + length % 2);
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return UPRIGHT; // as above
    }
    return UPRIGHT;
  }

  /** The size of the upright picture. */
  Size turned(Size stored) {
    return across ? new Size(/* width= */ stored.height(), /* height= */ stored.width()) : stored;
  }

  /** Which pixel of the upright picture, of size {@code size}, a stored pixel is. */
  int place(int x, int y, Size size) {
    int column = across ? y : x;
    int row = across ? x : y;
    int right = mirrorX ? size.width() - 1 - column : column;
    int down = mirrorY ? size.height() - 1 - row : row;
    return down * size.width() + right;
  }

  private static int inTiff(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + ENTRY * i;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        return tiff.getShort(entry + 8);
      }
    }
    return 1;
  }

  private static Orientation of(int code) {
    return switch (code) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> UPRIGHT;
    };
  }
}
