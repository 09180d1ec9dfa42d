package signet.jose.jwk;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The little of DER (X.690) that key containers need. A reader walks one level of its bytes; used
 * by one thread.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  static final byte[] RSA_ENCRYPTION = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private final byte[] bytes;
  private final int end;
  private int at;

  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Der(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  /** The tag of the next element. */
  int peek() {
    if (at >= end) {
      throw malformed();
    }
    return bytes[at] & 0xff;
  }

  /** Steps into the next element, which must have this tag. */
  Der enter(int tag) {
    int length = header(tag);
    Der inner = new Der(bytes, at, at + length);
    at += length;
    return inner;
  }

  /** The content of the next element, which must have this tag. */
  byte[] content(int tag) {
    int length = header(tag);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** The next element, which must be a non-negative INTEGER. */
  BigInteger integer() {
    byte[] content = content(INTEGER);
    if (content.length == 0 || content[0] < 0) {
      throw malformed();
    }
    return new BigInteger(content);
  }

  private int header(int tag) {
    if (peek() != tag || at + 1 >= end) {
      throw malformed();
    }
    int length = bytes[at + 1] & 0xff;
    at += 2;
    if (length >= 0x80) {
      int octets = length & 0x7f;
      if (octets == 0 || octets > 3 || at + octets > end) {
        throw malformed();
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (bytes[at++] & 0xff);
      }
    }
    if (length > end - at) {
      throw malformed();
    }
    return length;
  }

  /** One element of {@code tag} around the parts, one after the other. */
  static byte[] encode(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] octets = BigInteger.valueOf(length).toByteArray();
      int skip = octets[0] == 0 ? 1 : 0;
      out.write(0x80 | (octets.length - skip));
      out.write(octets, skip, octets.length - skip);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** SubjectPublicKeyInfo (RFC 5280 §4.1) of an algorithm whose identifier has no parameters. */
  static byte[] subjectPublicKeyInfo(byte[] oid, byte[] publicKey) {
    byte[] algorithm = encode(SEQUENCE, encode(OBJECT_IDENTIFIER, oid));
    return encode(SEQUENCE, algorithm, encode(BIT_STRING, new byte[1], publicKey));
  }

  /** The key inside a SubjectPublicKeyInfo. */
  static byte[] publicKeyOf(byte[] subjectPublicKeyInfo) {
    Der info = new Der(subjectPublicKeyInfo).enter(SEQUENCE);
    info.content(SEQUENCE);
    byte[] bits = info.content(BIT_STRING);
    if (bits.length == 0 || bits[0] != 0) {
      throw malformed();
    }
    return Arrays.copyOfRange(bits, 1, bits.length);
  }

  private static JwkException malformed() {
    return new JwkException(JwkException.Problem.MALFORMED, "the key's DER encoding is malformed");
  }
}
